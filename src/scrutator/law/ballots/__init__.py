"""Ranked ballots: reading them, the single transferable vote, the alternative vote."""
