"""`scrutator key`, `log`, `verify` and `witness`."""
