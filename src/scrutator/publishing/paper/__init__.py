"""Forms set on paper."""
