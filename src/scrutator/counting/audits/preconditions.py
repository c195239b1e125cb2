"""What a comparison of copies needs: seven preconditions, and the words for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.counting.protocols.levels import Levels
from scrutator.counting.protocols.versions import Provenance
from scrutator.errors import ScrutatorError

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
    "station results were published and frozen before the seed, and sum to the announced total",
    "the seed is public and drawn after that; the generator is published, the plan sealed before the seed",
    "copies come from a source the publisher does not control",
    "each copy is the version signed at the count",
    "the bound on each station's ballots comes from a source independent of the results",
    "each drawn station without a copy counts as the worst case, with its reason on record",
    "those who could alter results did not know where observers were, or unobserved stations are in the draw",
)
UNKNOWN: tuple[Answer, ...] = ((None, "not answered in a plan"),) * len(ASKS)


def list_preconditions(answers: Sequence[Answer]) -> tuple[Precondition, ...]:
    """The seven preconditions with their answers, in order."""
    return tuple(
        Precondition(number, asks, holds, remark)
        for number, (asks, (holds, remark)) in enumerate(zip(ASKS, answers, strict=True), start=1)
    )


def check_preconditions(answers: Sequence[Answer]) -> tuple[tuple[Precondition, ...], str]:
    """Answer: is an audit possible? Returns the preconditions and "" or "audit not possible: …".

    Each answer is (holds, remark); None means unknown, which is not enough.
    """
    found = list_preconditions(answers)
    parts = [
        f"precondition {one.number} ({one.asks}) {'does not hold' if one.holds is False else 'is unknown'}"
        for one in found
        if one.holds is not True
    ]
    return found, "audit not possible: " + "; ".join(parts) if parts else ""


def unmet_text(found: Sequence[Precondition]) -> str:
    """ "" when all hold, else "preconditions 2, 7 unknown; precondition 3 not met"."""
    unknown = [str(one.number) for one in found if one.holds not in (True, False)]
    against = [str(one.number) for one in found if one.holds is False]
    parts = [
        f"precondition{'s' if len(which) > 1 else ''} {', '.join(which)} {word}"
        for which, word in ((unknown, "unknown"), (against, "not met"))
        if which
    ]
    return "; ".join(parts)


def read_answer(text: str, where: str) -> tuple[int, Answer]:
    """The number and answer in "3=yes: evidence". A yes needs its evidence. Raises C14."""
    number, _, rest = text.partition("=")
    word, _, evidence = (part.strip() for part in rest.partition(":"))
    holds: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
    known = number.strip() in {str(one) for one in range(1, len(ASKS) + 1)} and word in holds
    if not known or (word == "yes" and not evidence):
        remedy = f'Write {where} "1=yes: what shows it": a number from 1 to {len(ASKS)}; yes, no or unknown.'
        raise ScrutatorError("C14", f"{text!r} is no answer to a precondition", where=where, remedy=remedy)
    return int(number), (holds[word], evidence)


def both(*answers: Answer) -> Answer:
    """One answer from several, each of which is needed: no before unknown before yes."""
    holds = [one[0] for one in answers]
    remark = "; ".join(one[1] for one in answers if one[1])
    return (False if False in holds else None if None in holds else True), remark


def totals_answer(found: Levels | None) -> Answer:
    """Part of precondition 1: do the published station results sum to the announced totals?"""
    if found is None:
        return None, "no announced total is given"
    if not found.units_checked and not found.cannot:
        return None, found.verdict
    return not found.partings and not found.cannot, found.verdict


def draw_answer(where: str) -> Answer:
    """Part of precondition 2: `where` says where the public seed is recorded; "" when nowhere."""
    return bool(where), where or "no seed is on record"


def copies_answer(known: Provenance | None) -> Answer:
    """Precondition 3: how are the copies known? What the authority published is no observers' record."""
    if known is None:
        return None, "no copy is on record"
    return not known.weaker_than(Provenance.POSTED_COPY), known.value


def records_answer(missing: int, stations: int) -> Answer:
    """Precondition 6: how many of the stations have no copy, for which a reason is needed?"""
    if not missing:
        return True, f"all {stations} stations have a copy"
    return None, f"{missing} of {stations} stations have no copy, and no reason is on record"
