"""`scrutator forensics` and `data`."""
