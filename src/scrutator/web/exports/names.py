"""The pseudonyms of exported tables: the same in all of one server, and of no other."""

from scrutator.field.privacy import pseudonym
from scrutator.web.env import secret
from scrutator.web.folder import folder


def hidden(kind: str, name: str) -> str:
    """The pseudonym of a person or a group of them; "" where none is named."""
    return pseudonym(secret(folder(), "exports"), kind, name) if name else ""
