"""Asking for the passphrase of a key file; it is never an argument, which others could read."""

import typer


def ask_passphrase() -> str:
    """The passphrase that opens a key file."""
    return str(typer.prompt("Passphrase of the key", hide_input=True, err=True))


def ask_new_passphrase() -> str:
    """A passphrase for a new key file, typed twice."""
    said = "New passphrase (at least 12 characters; four words are easier to keep)"
    return str(typer.prompt(said, hide_input=True, confirmation_prompt=True, err=True))
