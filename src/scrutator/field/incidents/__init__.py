"""Incidents: their kinds and norms, which reports tell of one event, what its status covers, a map."""
