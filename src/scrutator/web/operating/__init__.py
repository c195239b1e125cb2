"""What those who run the server look at: whether it is there, and counts of what it does."""
