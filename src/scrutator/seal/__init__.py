"""The seal: a published statement as one file whose every byte anyone can check offline.

Canonical JSON, a Merkle tree over the records, a signed checkpoint, the bundle and its verifier.
Everything here runs on the standard library alone, except `sign`, which needs a secret key. The
room imports nothing else of this package: it refuses by its own named refusals (`refusals`).
The formats are specified in docs/reference/bundle.md.
"""
