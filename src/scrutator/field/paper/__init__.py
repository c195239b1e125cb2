"""A form on paper: the same questions in the same order, for keying back."""
