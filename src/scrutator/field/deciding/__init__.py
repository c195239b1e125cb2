"""What the desk decides: a list of decisions, and what a report and a station are after them."""
