"""The file itself: one canonical archive and the manifest of its members."""
