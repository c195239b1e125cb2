"""What is done with persons: their names, their rights, their numbers, under two persons where it says so."""
