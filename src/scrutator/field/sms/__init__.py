"""Reports by SMS: what a message says, what could not be read, and what its sender is told."""
