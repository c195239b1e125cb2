"""Whole systems: several districts and tiers."""
