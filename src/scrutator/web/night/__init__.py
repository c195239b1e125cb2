"""The night at the desk: the live quick count, its release by two, sheets keyed twice, what was published."""
