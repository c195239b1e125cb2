"""The ledger in other systems' formats, out and in."""
