"""One's own election in the browser: a visitor's file in, a case, its pages and reports out; then deleted."""
