"""Tables of a mission for people to take away: everything, never cut, the count in the last line."""
