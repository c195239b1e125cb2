"""The rules of a majority election, as a law gives them: data with the article of each part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import number, share
from scrutator.typed_toml import Declared

LONGEST_SHARE = 40  # characters; a longer one is no share that a law writes


class Of(StrEnum):
    """What a share is a share of."""

    CANDIDATES = "candidates"
    VALID = "valid"
    CAST = "cast"
    REGISTERED = "registered"


class Otherwise(StrEnum):
    """What follows when no one is elected."""

    SECOND_ROUND = "second_round"
    NEW_ELECTION = "new_election"


class Condition(Declared, frozen=True):
    """A share of votes that a candidate needs; `strictly` asks for more than the share."""

    share: str
    of: Of = Of.VALID
    strictly: bool = False

    def met_by(self, votes: int, base: int) -> bool:
        """Do so many votes meet the share of this base?"""
        needed = number(self.share) * base
        return votes > needed if self.strictly else votes >= needed

    def least(self, base: int) -> int:
        """The fewest votes that meet it."""
        needed = number(self.share) * base
        whole = -(-needed.numerator // needed.denominator)
        return whole + (self.strictly and whole == needed)


class Spread(Declared, frozen=True):
    """A share of the valid votes in each of some of the regions: a number, or a share of all of them.

    `regions` says how many regions the country has. `in_regions` is the number needed; `in_share` instead
    the share of all, more than it when `in_strictly`.
    """

    share: str
    regions: int
    in_regions: int = 0
    in_share: str = ""
    strictly: bool = False
    in_strictly: bool = False

    @property
    def needed(self) -> int:
        """In how many regions a candidate needs the share."""
        if self.in_regions:
            return self.in_regions
        return Condition(share=self.in_share, strictly=self.in_strictly).least(self.regions)


class Entry(Declared, frozen=True):
    """Who may stand in the second round: a share, and in any case the first so many.

    `with_ties` lets all enter who are level with the last of them.
    """

    first: int = 2
    share: str = ""
    of: Of = Of.REGISTERED
    with_ties: bool = False


class MajorityKeys(Declared, frozen=True):
    """What the rules of a majority election may say; the page on ballots explains each key."""

    system: Literal["majority"]
    seats: int = 1
    votes_each: int = 1
    conditions: tuple[Condition, ...] = ()
    spread: Spread | None = None
    otherwise: Otherwise | None = None
    entry: Entry | None = None
    against_all: Literal["has_no_seat", "must_be_outpolled"] = "has_no_seat"
    blank_is_valid: bool = False
    ties: tuple[Literal["age", "lot"], ...] = ("lot",)


@dataclass(frozen=True)
class MajorityRules:
    """The rules of one law on one day for one round, and the article that each key stands in."""

    name: str
    keys: MajorityKeys
    articles: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def article(self, key: str) -> str:
        """The article of a part of the rules; "" when the rules name none."""
        return self.articles.get(key, "")


def majority_rules(
    table: Mapping[str, Any],
    name: str,
    articles: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> MajorityRules:
    """Majority rules from a table of keys. Raises L72 for a key that is unknown or has no effect here."""
    try:
        keys = msgspec.convert(dict(table), MajorityKeys)
    except msgspec.ValidationError as error:
        known = ", ".join(MajorityKeys.__struct_fields__)
        raise ScrutatorError("L72", str(error), where=name, remedy=f"Keys: {known}.") from error
    for wrong in _faults(table, keys):
        raise ScrutatorError("L72", wrong, where=name)
    return MajorityRules(name, keys, articles or {}, notes)


def _faults(table: Mapping[str, Any], keys: MajorityKeys) -> list[str]:
    """Keys without effect, and numbers out of range."""
    asks = bool(keys.conditions or keys.spread or keys.against_all == "must_be_outpolled")
    second = keys.otherwise is Otherwise.SECOND_ROUND
    return [
        *_out_of_range(keys),
        *(
            ["otherwise is missing: what follows when no one is elected"]
            if asks and not keys.otherwise
            else []
        ),
        *(["otherwise has no effect where the most votes elect"] if keys.otherwise and not asks else []),
        *(["entry is missing: who may stand in the second round"] if second and not keys.entry else []),
        *(["entry has no effect without a second round"] if keys.entry and not second else []),
        *(["entry: of has no effect without a share"] if _unused_base(table) else []),
        *(["shares of valid votes need one vote for each voter"] if _shares_of_several(keys) else []),
    ]


def _out_of_range(keys: MajorityKeys) -> list[str]:
    wrong = []
    if not 1 <= keys.seats <= 1_000 or keys.votes_each < 1:
        wrong.append("seats and votes_each are at least 1")
    if keys.entry and keys.entry.first < 1:
        wrong.append("entry: first is at least 1")
    spread = keys.spread
    if spread and spread.in_share and not _is_share(spread.in_share):
        return [*wrong, f"a share of {spread.in_share[:LONGEST_SHARE]} is of no use"]
    if spread and bool(spread.in_regions) == bool(spread.in_share):
        return [*wrong, "spread needs either in_regions or in_share"]
    if spread and not 1 <= spread.needed <= spread.regions:
        wrong.append(f"spread asks for {spread.needed} of {spread.regions} regions")
    shares = [one.share for one in keys.conditions]
    shares += [spread.share] if spread else []
    shares += [keys.entry.share] if keys.entry and keys.entry.share else []
    return wrong + [
        f"a share of {text[:LONGEST_SHARE]} is of no use" for text in shares if not _is_share(text)
    ]


def _is_share(text: str) -> bool:
    return len(text) <= LONGEST_SHARE and 0 < share(text) <= 1


def _unused_base(table: Mapping[str, Any]) -> bool:
    entry = table.get("entry") or {}
    return "of" in entry and not entry.get("share")


def _shares_of_several(keys: MajorityKeys) -> bool:
    """With several votes a voter the votes do not add up to the valid papers."""
    bases = {one.of for one in keys.conditions} | (
        {keys.entry.of} if keys.entry and keys.entry.share else set()
    )
    return keys.votes_each > 1 and (bool(bases & {Of.CANDIDATES, Of.VALID}) or keys.spread is not None)
