"""Who is missing or late, messages to many of them, and what they reply."""
