"""What a count of ranked ballots gives: a sheet of stages, who is elected, and what stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutator.law.lots import Tie


class Outcome(StrEnum):
    """How a count ends."""

    SETTLED = "settled"
    UNDECIDED = "undecided"
    NOT_DETERMINED = "not_determined"


OUTCOMES = {
    Outcome.SETTLED: "settled by the rules encoded",
    Outcome.UNDECIDED: "undecided: a lot that is not on record decides",
    Outcome.NOT_DETERMINED: "not determined by the ballots: it depends on which papers were moved",
}


class Action(StrEnum):
    """What happens in a stage."""

    FIRST = "first preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Stage:
    """One stage: what was done to whom, and what every candidate has at its end.

    `non_transferable` is what no candidate has: papers that name no one further, and what was cut off from
    transfer values. `moved` is false where the law orders no transfer any more. `value` is the transfer
    value of papers that had the value 1, None where several or none apply.
    """

    number: int
    action: Action
    candidate: str
    article: str
    totals: Mapping[str, Fraction]
    non_transferable: Fraction
    elected: tuple[str, ...] = ()
    moved: bool = True
    value: Fraction | None = None
    says: str = ""


@dataclass(frozen=True)
class Count:
    """The whole count. `elected` in the order in which they were elected, equals in the order of names.

    `outcome` covers the law as encoded: `notes` say what of it is not. `tie` is the tie that a lot must
    settle when the outcome is undecided. `unfilled` are seats without a candidate.
    """

    rules: str
    seats: int
    candidates: tuple[str, ...]
    valid: int
    not_valid: int
    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[str, ...]
    outcome: Outcome
    tie: Tie | None = None
    unfilled: int = 0
    decimals: int | None = None
    notes: tuple[str, ...] = ()
