"""Is an audit of protocols possible at all? Five preconditions, and the words for each answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.counting.levels import Levels
from scrutator.counting.versions import Provenance

Answer = tuple[bool | None, str]
"""Whether a precondition holds (None: unknown, which is not enough), and what is known about it."""


@dataclass(frozen=True)
class Precondition:
    """One precondition of an audit: whether it holds, and what is known about it."""

    number: int
    asks: str
    holds: bool | None
    remark: str


ASKS = (
    "station results were published, and sum to the announced total, before the draw",
    "the draw is public: a seed by dice and a documented generator",
    "the observers' record is closer to the ballots than the published figure",
    "there is a record for every drawn station, or a missing one counts as the worst case",
    "every station has an upper bound on its ballots",
)


def check_preconditions(answers: Sequence[Answer]) -> tuple[tuple[Precondition, ...], str]:
    """Answer: is an audit possible? Returns the five preconditions and "" or "audit not possible: …".

    Each answer is (holds, remark); None means unknown, which is not enough.
    """
    found = tuple(
        Precondition(number, asks, holds, remark)
        for number, (asks, (holds, remark)) in enumerate(zip(ASKS, answers, strict=True), start=1)
    )
    failing = [one for one in found if one.holds is not True]
    if not failing:
        return found, ""
    parts = [
        f"precondition {one.number} ({one.asks}) {'does not hold' if one.holds is False else 'is unknown'}"
        for one in failing
    ]
    return found, "audit not possible: " + "; ".join(parts)


def totals_answer(found: Levels | None) -> Answer:
    """Precondition 1: do the published station results sum to the announced totals?"""
    if found is None:
        return None, "no announced total is given"
    if not found.units_checked and not found.cannot:
        return None, found.verdict
    return not found.partings and not found.cannot, found.verdict


def draw_answer(where: str) -> Answer:
    """Precondition 2: `where` says where the public seed is recorded; "" when nowhere."""
    return bool(where), where or "no seed is on record"


def copies_answer(known: Provenance | None) -> Answer:
    """Precondition 3: how are the copies known? What the authority published is no observers' record."""
    if known is None:
        return None, "no copy is on record"
    return not known.weaker_than(Provenance.POSTED_COPY), known.value


def records_answer(missing: int, stations: int) -> Answer:
    """Precondition 4: how many of the stations have no copy?"""
    return missing == 0, f"{missing} of {stations} stations have no copy: the worst case counts for each"
