"""Intake: what phones send, the write path, the log."""
