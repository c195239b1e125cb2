"""The desk: what arrived, what was expected, what is doubtful."""
