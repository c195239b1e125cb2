"""The one font family of charts and of what the PDF's serif lacks, and what it can draw."""
