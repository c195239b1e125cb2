"""Commitments and recommendations over time, and the norms they rest on."""
