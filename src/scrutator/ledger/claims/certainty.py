"""Certainty of a verdict, apart from the verdict: where it starts, what lowers it, what raises it.

After GRADE (four levels; reasons to go down: risk of bias, inconsistency, indirectness,
imprecision; reasons to go up: agreement), worded for documents, counts and testimony instead of
trials. Source: Guyatt et al. (2008), BMJ 336:924, as used in BMC Medicine 2012, 10:33.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scrutator.ledger.claims.rulings import Ruling

LEVELS = ("very_low", "low", "moderate", "high")
START = {
    "law text": 3,
    "official figure": 3,
    "computation": 3,
    "document": 3,
    "own words": 3,
    "observation": 2,
    "testimony": 1,
    "absence": 1,
}
PRIMARY = {"law text", "official figure", "computation", "own words"}
AGREEING_ROOTS = 3
ONE_ROOT_CEILING = LEVELS.index("moderate")
"""What rests on one root alone is never of high certainty, however good the root."""
REASONS = {
    "start": "where the best method starts",
    "one root": "imprecision: everything rests on one root source",
    "capped at one root": "everything rests on one root source: moderate at most",
    "quoted only": "indirectness: the sources are known from quotations only",
    "part only": "indirectness: the lines reach a part of the proposition only",
    "opposed": "inconsistency: counted lines point the other way",
    "weak lines": "imprecision: only weak lines agree",
    "three roots": "agreement: three or more root sources that do not repeat one another",
    "recomputed": "a line is bound to a figure that is recomputed",
    "tied speaker": "risk of bias: every root speaks with a tie to those it speaks about",
}


@dataclass(frozen=True, slots=True)
class Certainty:
    """A level of LEVELS and the steps that led to it: (reason, change), the start first."""

    level: str
    steps: tuple[tuple[str, int], ...]


def certainty_of(
    extent: str | None, carrying: Sequence[Ruling], opposed: bool, caps: Mapping[str, str] | None = None
) -> Certainty:
    """How sure is a verdict of fact that these counted lines support?

    `opposed` says that counted lines point the other way. `caps` maps a root source to the highest
    level that a tie of its speaker allows; the verdict is capped only when every root that supports
    it is.
    """
    start = max([START[ruling.method] for ruling in carrying])
    roots = {root for ruling in carrying for root in ruling.roots}
    primary = seen = firm = bound = False
    for ruling in carrying:
        primary = primary or ruling.method in PRIMARY
        seen = seen or ruling.obtained
        firm = firm or ruling.strength != "weak"
        bound = bound or ruling.bound
    few = min(len(roots), AGREEING_ROOTS)
    free = _graded(start, few == 1 and not primary, seen, extent == "part", opposed, firm, few, bound)
    if not caps or not roots:
        return free
    ceiling = max([LEVELS.index(caps.get(root, "high")) for root in roots])
    over = LEVELS.index(free.level) - ceiling
    return Certainty(LEVELS[ceiling], (*free.steps, ("tied speaker", -over))) if over > 0 else free


@cache
def _graded(
    start: int, alone: bool, seen: bool, part: bool, opposed: bool, firm: bool, roots: int, bound: bool
) -> Certainty:
    """The level and its steps, from what the reasons depend on; there are few combinations."""
    changes = (
        ("one root", alone, -1),
        ("quoted only", not seen, -1),
        ("part only", part, -1),
        ("opposed", opposed, -1),
        ("weak lines", not firm, -1),
        ("three roots", roots >= AGREEING_ROOTS, 1),
        ("recomputed", bound, 1),
    )
    steps = [("start", start), *((reason, change) for reason, applies, change in changes if applies)]
    level = max(0, min(3, sum(change for _, change in steps)))
    if roots <= 1 and level > ONE_ROOT_CEILING:
        steps.append(("capped at one root", ONE_ROOT_CEILING - level))
        level = ONE_ROOT_CEILING
    return Certainty(LEVELS[level], tuple(steps))
