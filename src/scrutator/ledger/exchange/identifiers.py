"""Ids and texts of other people's files, made fit for the record: ids never merge."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256


def identifier(name: str) -> str:
    """An id of the record from a foreign one: other characters become hyphens."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "unnamed"


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """For each foreign id its id in the record; "o/1" and "o-1" stay two.

    Where two would become one, each that had to be changed gets the beginning of its SHA-256 behind it, so
    that the order of the file does not matter.
    """
    different = set(names)
    times = Counter(map(identifier, different))
    return {name: _apart(name) if times[identifier(name)] > 1 else identifier(name) for name in different}


def _apart(name: str) -> str:
    plain = identifier(name)
    return plain if plain == name else f"{plain}-{sha256(name.encode(errors='replace')).hexdigest()[:8]}"


def visible(text: str) -> str:
    """A text without the characters that the record refuses because no one can see them."""
    return " ".join("".join(c for c in text if c.isprintable() or c == " ").split())
