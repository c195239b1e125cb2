"""Samples, quick counts, protocols, reconciliation and audits."""
