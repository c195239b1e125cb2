"""The night of a quick count: its registered file, what arrived, what may be said and released."""
