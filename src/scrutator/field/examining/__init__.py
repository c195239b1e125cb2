"""Our own reports examined like any others: what in them resembles a report that was not made on the spot."""
