"""Claims, evidence, verdicts, independence, commitments."""
