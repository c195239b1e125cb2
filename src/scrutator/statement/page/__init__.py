"""The statement as one accessible HTML page."""
