"""Observation forms and the exchange with the field."""
