"""Countries with known truth, as pure functions of a seed."""
