"""Models of how many votes: the stuffing mixture, its posterior, Klimek's model."""
