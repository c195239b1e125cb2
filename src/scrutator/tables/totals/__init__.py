"""Rows that are no stations: totals, by word and by sum, headings of sections, notes, stray cells."""
