"""Who of a list is elected: personal mandates, preference thresholds, minima, the order of the list."""
