"""`scrutator audit`: comparisons of copies by observers, and audits of ballots by those who hold them."""
