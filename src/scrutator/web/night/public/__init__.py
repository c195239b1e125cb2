"""What anyone sees of the night: files that are written when something is released, and sent as they are."""
