"""Signing in, roles, and the first account of a server."""
