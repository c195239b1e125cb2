"""`scrutator audit`, `protocols`, `quickcount` and `sample`."""
