"""What is asked of a law: margins, counterfactuals, chances, registration, and how answers read."""
