"""The report on one election's station results."""
