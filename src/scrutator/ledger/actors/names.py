"""Names that deceive: invisible characters, mixed alphabets, look-alikes, doubled aliases.

Actors are matched by their ids, never by their names; these checks are for the person who reads
them. Look-alikes are compared by the skeleton of Unicode Technical Standard 39 over the Latin, Cyrillic
and Greek letters and the digits, Kazakh letters among them (`scrutator.words.look_alikes`).
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.words.look_alikes import look_alikes

DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_ALIASES = 50
"""An actor with more aliases than this is reported: the list is likely an attack or a mistake."""


@dataclass(frozen=True)
class NameFault:
    """One doubt about the name of an actor: what kind, and what a reader should know."""

    actor: str
    kind: str
    what: str


def clean(name: str) -> str:
    """The name as it is compared: composed, folded, without invisible characters and doubled spaces."""
    return _visible(unicodedata.normalize("NFKC", name).casefold())


def _visible(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Mn")).split())


def skeleton(name: str) -> str:
    """What a hurried reader sees of a name as written: look-alikes become one, spaces and signs go."""
    prototypes = look_alikes()
    letters = unicodedata.normalize("NFD", _visible(unicodedata.normalize("NFKC", name)))
    shape = "".join(prototypes.get(letter, letter) for letter in letters)
    return "".join(c for c in shape if c.isalnum() or unicodedata.category(c) == "Mn")


def looks(name: str) -> frozenset[str]:
    """The skeletons of a name as written, in small letters and in capitals; without empty ones.

    All three, because letters of two alphabets may look alike in one case only: к and k do not, К and K do.
    """
    return frozenset(filter(None, (skeleton(form) for form in (name, name.lower(), name.upper()))))


def alphabets(word: str) -> set[str]:
    """The alphabets of the letters of a word, by their Unicode names."""
    return {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}


def hidden_characters(name: str) -> list[str]:
    """Characters a reader cannot see, as code points; those that turn the direction come first."""
    found = [c for c in name if unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs")]
    return [f"U+{ord(c):04X}" for c in sorted(found, key=lambda c: (c not in DIRECTIONS, c))]


def name_faults(names: Mapping[str, Sequence[str]]) -> tuple[NameFault, ...]:
    """Every doubt about the names of actors: id -> its name and aliases, in the order given."""
    faults = []
    for actor, given in names.items():
        for name in given:
            faults += _faults_of_one(actor, name)
        if len(given) - 1 > MOST_ALIASES:
            faults.append(NameFault(actor, "aliases", f"{len(given) - 1} aliases"))
        doubled = [name for name, count in Counter(map(clean, given)).items() if count > 1]
        faults += [NameFault(actor, "doubled alias", f"'{name}' is given more than once") for name in doubled]
    return (*faults, *_shared(names))


def _faults_of_one(actor: str, name: str) -> list[NameFault]:
    faults = []
    hidden = hidden_characters(name)
    if hidden:
        faults.append(NameFault(actor, "hidden character", ", ".join(hidden)))
    mixed = [word for word in name.split() if len(alphabets(word)) > 1]
    if mixed:
        faults.append(NameFault(actor, "mixed alphabets", f"in '{mixed[0]}'"))
    if not clean(name):
        faults.append(NameFault(actor, "empty name", "nothing is left that a reader could see"))
    return faults


def _shared(names: Mapping[str, Sequence[str]]) -> list[NameFault]:
    """Actors that one name, or one look of a name, would stand for."""
    owners: dict[str, dict[str, str]] = {}
    faults: dict[NameFault, None] = {}
    for actor, given in names.items():
        for name in given:
            for shape in sorted(looks(name)):
                owners.setdefault(shape, {}).setdefault(actor, name)
    for found in owners.values():
        (first, one), *others = found.items()
        for actor, other in others:
            kind = "same name" if clean(one) == clean(other) else "look-alike"
            faults[NameFault(actor, kind, f"'{other}' reads like '{one}' of {first}")] = None
    return list(faults)
