"""Commands for the forms of observers."""
