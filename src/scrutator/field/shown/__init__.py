"""The tables of a publication, each from the reports that are shown in it."""
