"""Canonical JSON, Merkle tree, signed checkpoint, bundle, verifier."""
