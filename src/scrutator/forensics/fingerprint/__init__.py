"""Turnout against the leader's share: the fingerprint, its core and corner, votes by turnout."""
