"""Majorities: plurality, block and limited vote, two rounds, quorums in regions, votes against all."""
