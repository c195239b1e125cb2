"""The log: records, the Merkle tree over them, the signed checkpoint."""
