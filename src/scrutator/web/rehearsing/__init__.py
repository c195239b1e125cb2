"""A rehearsed day against a server: its mission set up, its phones over HTTP, its desk."""
