"""`scrutator law`, `registration` and `seats`."""
