"""Measured speeds: `python -m bench` prints what was measured beside its target."""
