"""Quotations held against their sources, words in context, replies."""
