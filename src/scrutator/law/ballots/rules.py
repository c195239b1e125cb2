"""The rules of a count of ranked ballots, as a law gives them: data with the article of each part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.typed_toml import Declared


class System(StrEnum):
    """What is counted."""

    STV = "stv"
    AV = "av"


class Quota(StrEnum):
    """How many votes elect."""

    DROOP = "droop"
    MAJORITY = "majority"


class Transfer(StrEnum):
    """Which papers of a surplus move, and at which value."""

    WEIGHTED_INCLUSIVE = "weighted_inclusive"
    LAST_PARCEL = "last_parcel"
    WHOLE_PAPERS = "whole_papers"
    NONE = "none"


class Look(StrEnum):
    """Which earlier stage decides between equal candidates, before a lot does."""

    LATEST = "latest_stage"
    EARLIEST = "earliest_stage"
    LOT = "lot"


class Irregular(StrEnum):
    """What becomes of a paper whose next preference is given to two, is skipped, or repeats a candidate."""

    STOP = "non_transferable"
    NEXT = "passed_over"
    REJECT = "not_valid"
    REFUSE = "not_stated"


class CountKeys(Declared, frozen=True):
    """What the rules of a ranked count may say; the statute's page explains each key."""

    system: System
    quota: Quota = Quota.DROOP
    transfer: Transfer = Transfer.NONE
    decimals: int | None = None
    ties: Look = Look.LOT
    last_alone: bool = False
    lowest_out_of_reach: bool = False
    equal: Irregular = Irregular.REFUSE
    skipped: Irregular = Irregular.REFUSE
    repeated: Irregular = Irregular.REFUSE
    withdrawn: Irregular = Irregular.REFUSE
    every_preference: bool = False


@dataclass(frozen=True)
class CountRules:
    """The rules of one law on one day: its keys, and the article that each of them stands in."""

    name: str
    keys: CountKeys
    articles: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def article(self, key: str) -> str:
        """The article of a part of the rules; "" when the rules name none."""
        return self.articles.get(key, "")


def rules_of_keys(
    table: Mapping[str, Any],
    name: str,
    articles: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> CountRules:
    """Count rules from a table of keys. Raises L72 for a key that is unknown or has no effect here."""
    try:
        keys = msgspec.convert(dict(table), CountKeys)
    except msgspec.ValidationError as error:
        known = ", ".join(CountKeys.__struct_fields__)
        raise ScrutatorError("L72", str(error), where=name, remedy=f"Keys: {known}.") from error
    _check(table, keys, name)
    return CountRules(name, keys, articles or {}, notes)


def _check(table: Mapping[str, Any], keys: CountKeys, name: str) -> None:
    """A key without effect is refused by name."""
    moves = keys.transfer is not Transfer.NONE
    if keys.system is System.STV and not moves:
        raise ScrutatorError("L72", "an stv count needs to know the transfer of surpluses", where=name)
    if keys.system is System.AV and moves:
        raise ScrutatorError("L72", "transfer has no effect in an av count", where=name)
    if keys.system is System.STV and keys.quota is Quota.MAJORITY:
        raise ScrutatorError("L72", "a majority is no quota of an stv count", where=name)
    for key in ("decimals", "last_alone", "lowest_out_of_reach"):
        if key in table and not moves:
            raise ScrutatorError("L72", f"{key} has no effect without a transfer of surpluses", where=name)
    if keys.decimals is not None and not 0 <= keys.decimals <= 18:
        raise ScrutatorError("L72", "decimals are from 0 to 18", where=name)
    if keys.decimals is not None and keys.transfer is Transfer.WHOLE_PAPERS:
        raise ScrutatorError("L72", "decimals have no effect where whole papers move", where=name)
    for key in ("equal", "skipped", "repeated"):
        if key in table and keys.every_preference:
            raise ScrutatorError(
                "L72", f"{key} has no effect where every preference is asked for", where=name
            )
    if keys.withdrawn in (Irregular.STOP, Irregular.REJECT):
        raise ScrutatorError("L72", "withdrawn candidates are passed_over or not_stated", where=name)
