"""Exports of other systems taken over into a mission: the pages and the write path."""
