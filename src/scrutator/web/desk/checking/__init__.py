"""The checks of a mission: its table, what they find of reports and stations, the queue."""
