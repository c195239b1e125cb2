"""Writing a bundle: its log, guide, description and the verifier that travels with it."""
