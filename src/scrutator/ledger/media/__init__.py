"""Media monitoring: coded units, agreement of coders, shares."""
