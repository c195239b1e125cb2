"""One contest: votes put through a chain of cited steps, ties settled by recorded facts."""
