"""Statutes as dated data, and exact seats in cited steps."""
