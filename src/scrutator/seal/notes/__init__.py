"""Signed notes and the checking of their Ed25519 signatures, as C2SP signed-note has them."""
