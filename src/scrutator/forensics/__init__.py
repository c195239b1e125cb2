"""Tests on polling-station results that state their own error rates."""
