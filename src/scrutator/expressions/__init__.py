"""One typed language for checks, control relations and derived answers."""
