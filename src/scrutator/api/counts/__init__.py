"""Counts of ballots and majorities from Python."""
