"""Actors, their links, and how independent a speaker is of those spoken about."""
