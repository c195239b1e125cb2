"""Fields that are committed to and not shown, and their openings."""
