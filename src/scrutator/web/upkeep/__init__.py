"""Is the server sound; a copy of it, and the way back."""
