"""Commands of the server and its missions."""
