"""What one test says of one observer: a count, and how likely as much is by chance alone."""

from dataclasses import dataclass
from enum import StrEnum

from scipy.stats import binom

LEAST_REPORTS = 3


class Kind(StrEnum):
    """What the reports of an observer may resemble; none of them is a finding that it happened."""

    COPIED = "copied"  # the same numbers as in a report of another station
    STRAIGHT = "straight-lined"  # one answer to every question of the same choices
    FAST = "impossibly fast"  # visits that overlap, or last less than five minutes
    ROUND = "invented numbers"  # votes that end in 0 or 5


@dataclass(frozen=True)
class Evidence:
    """Of one observer and kind: `found` of `of` things looked at, the reports they are in, and `chance`: how
    likely as many are when nothing is wrong. None: there is too little to say."""

    observer: str
    kind: Kind
    found: int
    of: int
    reports: tuple[str, ...]
    chance: float | None


def as_many(found: int, of: int, rate: float) -> float:
    """The chance of at least `found` of `of` when each happens at this rate, one apart from the other."""
    return 1.0 if found == 0 else float(binom.sf(found - 1, of, rate))


def usual_rate(counts: dict[str, tuple[int, int]], least: float) -> float:
    """The median share over observers, so that even many who are not as the others do not set it; at least
    `least`, which is what honest mistakes are taken to make."""
    shares = sorted(found / of for found, of in counts.values() if of)
    middle = shares[(len(shares) - 1) // 2] if shares else 0.0
    return max(least, middle)
