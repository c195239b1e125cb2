"""Further tests: what needs a second result of the same stations, or where stations lie."""
