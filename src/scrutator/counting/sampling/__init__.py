"""Sampling: frames, allocation, public draws, and the stations a question needs."""
