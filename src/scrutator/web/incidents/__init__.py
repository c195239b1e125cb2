"""Incidents: what was told of them by form, SMS and at the desk, what was found out, and where they were."""
