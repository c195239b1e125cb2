"""Protocols: checks, versions, double entry, copies against official figures, totals by level."""
