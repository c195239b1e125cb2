"""The checks of a bundle, their report, and the command line of verify.pyz."""
