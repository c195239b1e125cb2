"""The pages of claims: the parts of each, the conditions it is judged on, and the lines of evidence."""
