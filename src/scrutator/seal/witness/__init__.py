"""Witnesses: who attests that a log only grew."""
