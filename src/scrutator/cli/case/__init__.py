"""`scrutator case`, `findings` and `publish`."""
