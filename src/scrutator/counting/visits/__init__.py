"""Observation visits: what they say, and rates that may be looked at all day."""
