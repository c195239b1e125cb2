"""The field without a framework and without a clock: forms, what phones send, and what is made of it."""
