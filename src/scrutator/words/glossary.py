"""The glossary: terms of elections and of this program in English, Russian and Kazakh."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

QUALITIES: Mapping[str, str] = MappingProxyType(
    {
        "official": "the Kazakh words are in an act or printed form of Kazakhstan that was read",
        "common": "an ordinary word of press, software or school",
        "own": "a proposal of this project; needs a native reader",
    }
)
"""How sure the Kazakh words are. The Russian ones have no such mark."""


@dataclass(frozen=True)
class Term:
    """One term in three languages; `source` says where the Kazakh words were found."""

    id: str
    area: str
    english: str
    russian: str
    kazakh: str
    kazakh_quality: str
    source: str
    note: str


@cache
def glossary() -> Mapping[str, Term]:
    """Every term by its id, in the order of the file `glossary.csv`."""
    text = (files("scrutator.words") / "glossary.csv").read_text(encoding="utf-8")
    terms = (Term(**row) for row in csv.DictReader(text.splitlines()))
    return MappingProxyType({term.id: term for term in terms})


def search_terms(words: str) -> tuple[Term, ...]:
    """The terms that contain every one of these words in any language; case does not matter. All for ""."""
    asked = words.casefold().split()
    found = []
    for term in glossary().values():
        text = " ".join((term.id, term.english, term.russian, term.kazakh)).casefold()
        if all(word in text for word in asked):
            found.append(term)
    return tuple(found)
