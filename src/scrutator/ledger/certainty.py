"""Certainty of a verdict, apart from the verdict: where it starts, what lowers it, what raises it.

After GRADE (four levels; reasons to go down: risk of bias, inconsistency, indirectness,
imprecision; reasons to go up: agreement), worded for documents, counts and testimony instead of
trials. Source: Guyatt et al. (2008), BMJ 336:924, as used in BMC Medicine 2012, 10:33.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.rulings import Ruling

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
REASONS = {
    "start": "where the best method starts",
    "one root": "imprecision: everything rests on one root source",
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
    """How sure is a verdict of fact that these counted lines carry?

    `opposed` says that counted lines point the other way. `caps` maps a root source to the highest
    level that a tie of its speaker allows; the verdict is capped only when every root that carries
    it is.
    """
    roots = {root for ruling in carrying for root in ruling.roots}
    steps = _steps(carrying, opposed, len(roots))
    if extent == "part":
        steps.append(("part only", -1))
    level = max(0, min(3, sum([change for _, change in steps])))
    if caps and roots:
        ceiling = max(LEVELS.index(caps.get(root, "high")) for root in roots)
        if ceiling < level:
            steps.append(("tied speaker", ceiling - level))
            level = ceiling
    return Certainty(LEVELS[level], tuple(steps))


def _steps(carrying: Sequence[Ruling], opposed: bool, roots: int) -> list[tuple[str, int]]:
    methods = {ruling.method for ruling in carrying}
    steps = [("start", max(START[method] for method in methods))]
    if roots == 1 and not methods & PRIMARY:
        steps.append(("one root", -1))
    if not any(ruling.obtained for ruling in carrying):
        steps.append(("quoted only", -1))
    if opposed:
        steps.append(("opposed", -1))
    if {ruling.strength for ruling in carrying} == {"weak"}:
        steps.append(("weak lines", -1))
    if roots >= AGREEING_ROOTS:
        steps.append(("three roots", 1))
    if any(ruling.bound for ruling in carrying):
        steps.append(("recomputed", 1))
    return steps
