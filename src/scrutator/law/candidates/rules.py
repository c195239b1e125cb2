"""The rules by which the seats of a list go to its candidates: data with the article of each part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import share
from scrutator.typed_toml import Declared

LONGEST_SHARE = 40


class Threshold(Declared, frozen=True):
    """Votes with which a candidate goes before the order of the list: a share of the quota.

    The quota is the valid votes divided by the seats of the house, not rounded. `strictly` asks for more than
    the share. In a house of fewer than `small_house` seats it is `small_share`.
    """

    share: str
    strictly: bool = False
    small_house: int = 0
    small_share: str = ""

    def met_by(self, votes: int, quota: Fraction, house: int) -> bool:
        """Do so many votes reach the threshold?"""
        needed = self.needed(quota, house)
        return votes > needed if self.strictly else votes >= needed

    def needed(self, quota: Fraction, house: int) -> Fraction:
        """The threshold in votes, exact."""
        return quota * share(self.small_share if house < self.small_house else self.share)


class CandidateKeys(Declared, frozen=True):
    """What the rules may say; the page on ballots explains each key."""

    system: Literal["candidates"]
    rest: Literal["list_order", "votes"]
    personal: bool = False
    threshold: Threshold | None = None
    minimum: str = ""
    ties: tuple[Literal["position", "lower_position", "lot"], ...] = ("lot",)


@dataclass(frozen=True)
class CandidateRules:
    """The rules of one law on one day, and the article that each key stands in."""

    name: str
    keys: CandidateKeys
    articles: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def article(self, key: str) -> str:
        """The article of a part of the rules; "" when the rules name none."""
        return self.articles.get(key, "")


def candidate_rules(
    table: Mapping[str, Any],
    name: str,
    articles: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> CandidateRules:
    """Rules from a table of keys. Raises L72 for a key that is unknown or has no effect."""
    try:
        keys = msgspec.convert(dict(table), CandidateKeys)
    except msgspec.ValidationError as error:
        known = ", ".join(CandidateKeys.__struct_fields__)
        raise ScrutatorError("L72", str(error), where=name, remedy=f"Keys: {known}.") from error
    shares = [keys.minimum] if keys.minimum else []
    if keys.threshold:
        if bool(keys.threshold.small_house) != bool(keys.threshold.small_share):
            raise ScrutatorError("L72", "small_house and small_share go together", where=name)
        if keys.rest == "votes":
            raise ScrutatorError("L72", "threshold has no effect where all go by votes", where=name)
        shares += [
            keys.threshold.share,
            *([keys.threshold.small_share] if keys.threshold.small_share else []),
        ]
    for text in shares:
        if len(text) > LONGEST_SHARE or not 0 < share(text) <= 1:
            raise ScrutatorError("L72", f"a share of {text[:LONGEST_SHARE]} is of no use", where=name)
    return CandidateRules(name, keys, articles or {}, notes)
