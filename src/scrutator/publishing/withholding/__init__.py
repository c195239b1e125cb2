"""What a case commits to instead of showing it, and what rests on that."""
