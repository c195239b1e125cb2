"""The tests with a p-value, and what corrects them for being many."""
