"""Laws as dated data."""
