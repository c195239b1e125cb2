"""`scrutator ledger`."""
