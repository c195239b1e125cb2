"""The mission's server: set-up, intake and desk, a Django project. Only the command line imports it."""
