"""Exact arithmetic of seats: quotas, divisors, tables of two dimensions, indices."""
