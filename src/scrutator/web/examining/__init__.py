"""The reports of a mission examined for what was not seen on the spot."""
