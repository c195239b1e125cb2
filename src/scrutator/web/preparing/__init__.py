"""After a start, what pages of many reports rest on is computed before anyone waits for it."""
