"""The case folder: found, read, checked, begun."""
