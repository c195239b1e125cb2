"""Asking for the passphrase of a key file; it is never an argument, which others could read."""

import typer

from scrutator.errors import ScrutatorError

SHORTEST = 12


def ask_passphrase() -> str:
    """The passphrase that opens a key file."""
    return str(typer.prompt("Passphrase of the key", hide_input=True, err=True))


def ask_new_passphrase() -> str:
    """A passphrase for a new key file, typed twice."""
    said = "New passphrase (at least 12 characters; four words are easier to keep)"
    return str(typer.prompt(said, hide_input=True, confirmation_prompt=True, err=True))


def ask_passphrases(persons: int) -> str:
    """What opens a key of several persons: each types their own, and none needs to hear another's."""
    if persons == 1:
        return ask_passphrase()
    said = [
        str(typer.prompt(f"Passphrase of person {number} of {persons}", hide_input=True, err=True))
        for number in range(1, persons + 1)
    ]
    return joined(said)


def ask_new_passphrases(persons: int) -> str:
    """The same for a new key: each of at least 12 characters, typed twice. Raises X03 for a shorter one,
    and for one that two persons share."""
    if persons == 1:
        return ask_new_passphrase()
    said: list[str] = []
    for number in range(1, persons + 1):
        asked = f"New passphrase of person {number} of {persons} (at least {SHORTEST} characters)"
        one = str(typer.prompt(asked, hide_input=True, confirmation_prompt=True, err=True))
        if len(one) < SHORTEST or one in said:
            what = f"a passphrase has {SHORTEST} characters or more, and each person their own"
            raise ScrutatorError("X03", what)
        said.append(one)
    return joined(said)


def joined(passphrases: list[str]) -> str:
    """Several passphrases as one, in which no other division gives the same."""
    return "".join(f"{len(one)}:{one}" for one in passphrases)
