"""How actors are tied: a neighbourhood as a drawing, and the shortest way from one to another."""
