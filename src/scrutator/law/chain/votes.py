"""What the votes are: lists and their legal facts, and ballots that are not votes for a list.

Blank, void and "against all" ballots are typed, never recognised by a name: parties called
"Escaños en blanco" exist. A number that was not given is `None`, which is not zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from scrutator.errors import ScrutatorError

Base = Literal["lists", "valid", "cast", "registered", "envelopes", "nationwide"]
BASES: tuple[Base, ...] = ("lists", "valid", "cast", "registered", "envelopes", "nationwide")
GROWING: tuple[Base, ...] = ("lists", "valid", "cast")
"""The bases that one more vote for a list makes larger by one; the others stay as they are."""
# More is a typing error; exact arithmetic would go on, but shares for display would not.
LARGEST_COUNT = 10**18 - 1


@dataclass(frozen=True)
class ListVotes:
    """One list: its votes, and the facts about it that a seat law may ask for.

    `registered_order`, `lot` and `age` settle ties where the law says so. `alliance` names a
    surplus agreement. `parties` counts the members of a coalition, `minority` marks a
    list of a national minority, `district_seats` are direct mandates won elsewhere,
    `minority_seats` are seats that another rule added. `nationwide` are the list's votes in all
    districts when this is one district of several, added up by `party`, for a party's lists may have
    another label in every district. `regions` maps region to votes there. `contender` says what stands
    ("party", "bloc", "independent"); `candidates` how many names the list has, None when not given.
    """

    name: str
    votes: int
    registered_order: int | None = None
    lot: int | None = None
    age: int | None = None
    alliance: str = ""
    parties: int = 1
    minority: bool = False
    district_seats: int = 0
    minority_seats: int = 0
    nationwide: int = 0
    party: str = ""
    contender: str = ""
    candidates: int | None = None
    regions: Mapping[str, int] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The party behind the list's label, or the label itself."""
        return self.party or self.name


@dataclass(frozen=True)
class Votes:
    """The votes of one contest.

    `envelopes` are the valid ballot envelopes (Latvia), `population` what the law counts when it gives
    seats to districts. `nationwide` are the valid votes of all districts when this is one of several;
    `region_bases` maps a region to its number of valid votes.
    """

    lists: tuple[ListVotes, ...]
    blank: int | None = None
    void: int | None = None
    against_all: int | None = None
    cast: int | None = None
    registered: int | None = None
    envelopes: int | None = None
    population: int | None = None
    nationwide: int | None = None
    region_bases: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check(self)

    def of(self, name: str) -> ListVotes:
        """The list of that name."""
        if name not in self._entries:
            raise ScrutatorError("L01", f"there is no list called {name!r}")
        return self._entries[name]

    @cached_property
    def _entries(self) -> dict[str, ListVotes]:
        return {entry.name: entry for entry in self.lists}

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """Votes by list, in the order of the input."""
        return {entry.name: entry.votes for entry in self.lists}

    def with_votes(self, changed: Mapping[str, int]) -> "Votes":
        """The same contest with other vote counts for some lists; `cast` moves with the sum."""
        lists = tuple(
            replace(entry, votes=changed[entry.name]) if entry.name in changed else entry
            for entry in self.lists
        )
        delta = sum(entry.votes for entry in lists) - sum(entry.votes for entry in self.lists)
        return replace(self, lists=lists, cast=None if self.cast is None else self.cast + delta)


def base_of(votes: Votes, base: Base, blank_is_valid: bool = False) -> int | None:
    """How many ballots the law divides by; None when the input does not say.

    `lists`: votes for lists. `valid`: those and "against all", with blank ballots where the law counts them
    as valid (a kind of ballot that the input does not mention is taken not to exist in that contest).
    `cast`: all who took part; needs the number itself or the void ballots. `registered`: all on the
    register. `envelopes`: the valid ballot envelopes. `nationwide`: the valid votes of all districts
    together.
    """
    lists = sum(entry.votes for entry in votes.lists)
    valid = lists + (votes.against_all or 0) + ((votes.blank or 0) if blank_is_valid else 0)
    if base == "lists":
        return lists
    if base == "valid":
        return valid
    if base == "registered":
        return votes.registered
    if base == "envelopes":
        return votes.envelopes
    if base == "nationwide":
        return votes.nationwide
    if votes.cast is not None:
        return votes.cast
    return None if votes.void is None else lists + (votes.against_all or 0) + (votes.blank or 0) + votes.void


def check(votes: Votes) -> None:
    """Refuse votes that no count can have produced.

    Raises L02 for a number that is negative or not whole, L03 for a list named twice or not at all,
    L04 when no one voted for a list, L05 when the totals contradict each other.
    """
    for entry in votes.lists:
        check_count(entry.votes, f"votes of {entry.name!r}")
    for kind in ("blank", "void", "against_all", "cast", "registered", "envelopes", "population"):
        value = getattr(votes, kind)
        if value is not None:
            check_count(value, kind)
    _check_names(entry.name for entry in votes.lists)
    total = sum(entry.votes for entry in votes.lists)
    if total == 0:
        raise ScrutatorError("L04", "no votes for any list")
    known = total + sum(value or 0 for value in (votes.blank, votes.void, votes.against_all))
    if votes.cast is not None and votes.cast < known:
        raise ScrutatorError("L05", f"{known} ballots are listed, more than the {votes.cast} cast")


def check_count(value: object, what: str) -> None:
    """Raise L02 unless the value is a whole number of ballots, zero or more, of at most 18 digits."""
    if isinstance(value, int) and abs(value) > LARGEST_COUNT:
        raise ScrutatorError("L02", f"{what}: a number of more than 18 digits is not a count of ballots")
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ScrutatorError("L02", f"{what}: {value!r} is not a whole number of ballots")


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name.strip():
            raise ScrutatorError("L03", "a list has no name")
        if name in seen:
            raise ScrutatorError("L03", f"the list {name!r} is a duplicate")
        seen.add(name)
    if not seen:
        raise ScrutatorError("L04", "there are no lists")
