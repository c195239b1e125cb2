"""Polling-station results: reading them, converting public sources, and the columns every test reads."""
