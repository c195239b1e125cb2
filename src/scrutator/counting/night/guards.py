"""Guards against a wrong denominator: the fault that made a published quick count low by 4 %."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scrutator.errors import ScrutatorError

Base = Literal["valid", "cast"]


@dataclass(frozen=True)
class ConstantRatio:
    """Whether all lists differ from other figures by one and the same factor."""

    factor: float
    spread: float
    suspicious: bool
    text: str


def check_denominator(
    station: str, votes: Sequence[int], invalid: int | None, denominator: int, base: Base, *, complete: bool
) -> str:
    """Answer: does the denominator mean what was registered? Returns the fault in words, or "".

    With base "valid" the votes of all lists (`complete`) must equal it; with "cast" votes and
    invalid ballots together. When not all lists are counted, they must not exceed it.
    """
    total = sum(votes) + (invalid or 0 if base == "cast" else 0)
    if complete and (base == "valid" or invalid is not None) and total != denominator:
        hint = ""
        if base == "valid" and invalid is not None and total + invalid == denominator:
            hint = ": it includes the invalid ballots"
        return f"{station}: the parts sum to {total}, the denominator ({base}) is {denominator}{hint}"
    if total > denominator:
        return f"{station}: the parts sum to {total}, more than the denominator {denominator}"
    return ""


def check_sum_of_shares(shares: Mapping[str, float], *, tolerance: float = 1e-9) -> None:
    """Raise C09 unless the shares of all lists sum to 1. The gate `shares` asks this before a release."""
    total = sum(shares.values())
    if not abs(total - 1) <= tolerance:  # an unknown share does not pass either
        what = f"the shares of all lists sum to {100 * total:.2f} %, not 100 %"
        raise ScrutatorError("C09", what, remedy="Check which ballots the denominator counts.")


def constant_ratio(
    estimated: Mapping[str, float], other: Mapping[str, float], *, tolerance: float = 0.01
) -> ConstantRatio:
    """Answer: is every list low (or high) by the same factor, as a wrong denominator makes it?

    The ratio estimated/other of each list common to both, its mean weighted by the other's share,
    and the largest relative departure from it. Suspicious when the factor is more than `tolerance`
    from 1 and no list of at least 5 % departs from it by more than `tolerance`. ISFED 2020:
    45.8/47.6 = 0.962 and 26.4/27.4 = 0.964.
    """
    common = [name for name in estimated if other.get(name, 0) > 0]
    if len(common) < 2:
        return ConstantRatio(1.0, 0.0, False, "fewer than two lists can be compared")
    factor = sum(estimated[name] for name in common) / sum(other[name] for name in common)
    large = [name for name in common if other[name] >= 0.05]
    spread = max((abs(estimated[name] / other[name] / factor - 1) for name in large), default=0.0)
    suspicious = abs(factor - 1) > tolerance and spread <= tolerance and len(large) > 1
    text = f"all lists are {factor:.3f} of the other figures within {100 * spread:.1f} %"
    verdict = ": one wrong denominator would do this" if suspicious else ""
    return ConstantRatio(factor, spread, suspicious, text + verdict)
