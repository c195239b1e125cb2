"""Claims split into propositions, lines of evidence, rulings, verdicts, certainty."""
