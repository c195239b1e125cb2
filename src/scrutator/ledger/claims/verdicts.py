"""Verdicts: derived from rulings by one table, with a derivation that replays.

Three verdicts and an extent. "Partly supported" is `supported` with the extent `part`: the lines
that stand agree with a part, a weaker form or a narrower scope. Opinions get no verdict of fact.
See docs/explanation/verdicts.md.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from scrutator.ledger.claims.assessments import Profile, in_words, verdict_on
from scrutator.ledger.claims.certainty import Certainty, certainty_of
from scrutator.ledger.claims.rulings import COUNTED, Evidence, Ruling, rule_on
from scrutator.record.nouns.claims import OVERALL, Claim, EvidenceLine, Proposition

Reach = str | None
"""How far the lines of one direction reach: `whole`, `part`, or None when they do not stand."""

# (supporting reach, contradicting reach) -> (verdict, extent). More support never moves a verdict
# towards contradicted, more contradiction never towards supported.
TABLE: Mapping[tuple[Reach, Reach], tuple[str, Reach]] = {
    (None, None): ("cannot_be_determined", None),
    ("part", None): ("supported", "part"),
    ("whole", None): ("supported", "whole"),
    (None, "part"): ("contradicted", "part"),
    (None, "whole"): ("contradicted", "whole"),
    ("part", "part"): ("cannot_be_determined", None),
    ("part", "whole"): ("contradicted", "whole"),
    ("whole", "part"): ("supported", "part"),
    ("whole", "whole"): ("cannot_be_determined", None),
}
WEAK_ROOTS_NEEDED = 2
SIDES = ("one", "other")
MARKS = ("supported", "partly supported", "contradicted", "cannot be determined", "opinion")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A derived verdict with everything it was derived from.

    `verdict` and `extent` are what is published; `derived` is what the rules gave, which differs
    only when the author overrides with a reason. `unsupported` says that the author typed another
    verdict without one.
    """

    proposition: str
    kind: str
    verdict: str
    extent: Reach
    certainty: Certainty | None
    contested: bool
    rulings: tuple[Ruling, ...]
    derived: tuple[str, Reach]
    override_reason: str | None = None
    unsupported: bool = False
    each: tuple[str, ...] = ()
    lacking: str = ""
    profile: Profile | None = None
    assessment: str | None = None

    @property
    def profile_in_words(self) -> str:
        """The conditions that an overall assessment was judged on; "" for any other proposition."""
        return in_words(self.profile) if self.profile else ""


def reach(rulings: Iterable[Ruling], direction: str) -> Reach:
    """How far do the counted lines of one direction reach?

    One line that is moderate or strong stands; weak lines stand only when they come from two
    roots. Lines that cover the whole make a whole, otherwise all lines together make a part.
    """
    return reach_of([r for r in rulings if r.rule == COUNTED and r.direction == direction])


def reach_of(counted: Sequence[Ruling]) -> Reach:
    """How far do these counted lines of one direction reach together?"""
    if not counted:
        return None
    whole = [ruling for ruling in counted if ruling.covers == "whole"]
    if stands(whole):
        return "whole"
    return "part" if stands(counted) else None


def limited(
    kind: str, each: Sequence[str], direction: str, counted: Sequence[Ruling], reached: Reach
) -> tuple[Reach, str]:
    """How far these lines reach once a comparison's sides and a claim's years are asked for, and what is
    missing in words ("" when nothing is).

    A comparison stands only with evidence that stands on both sides. A claim about each of several
    years is supported
    as a whole only with evidence for every one of them; a single year is enough to contradict it.
    """
    if reached is None:
        return None, ""
    if kind == "comparison":
        standing = {side for side in SIDES if stands([r for r in counted if r.side in (side, "both")])}
        if len(standing) < len(SIDES):
            side = "neither" if not standing else "only one"
            return None, f"{side} side of the comparison has evidence that stands"
    if each and direction == "supports":
        absent = sorted(set(each) - {year for ruling in counted for year in ruling.years})
        if absent:
            return "part", f"no evidence for {', '.join(absent)}"
    return reached, ""


def stands(counted: Sequence[Ruling]) -> bool:
    """Is one of the lines firm, or do weak ones come from enough roots?"""
    for ruling in counted:
        if ruling.strength != "weak":
            return True
    return len({root for r in counted for root in r.roots}) >= WEAK_ROOTS_NEEDED


def conclude(kind: str, rulings: Sequence[Ruling], each: Sequence[str] = ()) -> tuple[str, Reach]:
    """The verdict and extent that these rulings give a proposition of this kind."""
    if kind == "opinion":
        return "opinion", None
    supports, contradicts = sides(rulings)
    return TABLE[
        limited(kind, each, "supports", supports, reach_of(supports))[0],
        limited(kind, each, "contradicts", contradicts, reach_of(contradicts))[0],
    ]


def sides(rulings: Iterable[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """The counted lines that support and those that contradict."""
    supports: list[Ruling] = []
    contradicts: list[Ruling] = []
    for ruling in rulings:
        if ruling.rule == COUNTED:
            (supports if ruling.direction == "supports" else contradicts).append(ruling)
    return supports, contradicts


def derive(
    proposition: Proposition,
    lines: Sequence[EvidenceLine],
    speakers: tuple[str, ...],
    evidence: Evidence,
    caps: Mapping[str, str] | None = None,
) -> Verdict:
    """The verdict on one proposition. `caps` are ceilings on certainty by root source
    (see independence.caps); they never touch the verdict."""
    rulings = tuple([rule_on(line, proposition, speakers, evidence) for line in lines])
    supports, contradicts = sides(rulings)
    supporting, contradicting = reach_of(supports), reach_of(contradicts)
    each, lacking = proposition.each or (), ""
    if each or proposition.kind == "comparison":
        supporting, lacking = limited(proposition.kind, each, "supports", supports, supporting)
        contradicting, _ = limited(proposition.kind, each, "contradicts", contradicts, contradicting)
    derived = ("opinion", None) if proposition.kind == "opinion" else TABLE[supporting, contradicting]
    contested = proposition.kind != "opinion" and bool(supporting and contradicting)
    verdict, extent = derived
    author, reason = proposition.verdict, proposition.override_reason
    differs = author is not None and (author, proposition.extent or extent) != derived
    if differs and reason and author is not None:
        verdict, extent = author, proposition.extent
    certainty = None
    if verdict == derived[0] and verdict in ("supported", "contradicted"):
        carrying, opposing = (supports, contradicts) if verdict == "supported" else (contradicts, supports)
        certainty = certainty_of(extent, carrying, bool(opposing), caps)
    return Verdict(
        proposition.id,
        proposition.kind,
        verdict,
        extent,
        certainty,
        contested,
        rulings,
        derived,
        reason if differs and reason else None,
        differs and not reason,
        each,
        lacking,
    )


def replay(verdict: Verdict) -> tuple[str, Reach]:
    """The verdict again, from the printed rulings alone."""
    if verdict.profile is not None and verdict.assessment:
        return verdict_on(verdict.assessment, verdict.profile)
    return conclude(verdict.kind, verdict.rulings, verdict.each)


def derive_overall(proposition: Proposition, profile: Profile) -> Verdict:
    """The verdict on an overall assessment: it follows from the conditions of its contest alone."""
    assessment = proposition.assessment or "met"
    derived = verdict_on(assessment, profile)
    author, reason = proposition.verdict, proposition.override_reason
    differs = author is not None and (author, proposition.extent or derived[1]) != derived
    verdict, extent = (str(author), proposition.extent) if differs and reason else derived
    return Verdict(
        proposition.id,
        proposition.kind,
        verdict,
        extent,
        None,
        False,
        (),
        derived,
        reason if differs and reason else None,
        differs and not reason,
        (),
        "",
        profile,
        assessment,
    )


def derive_all(
    propositions: Sequence[Proposition],
    claims: Sequence[Claim],
    lines: Sequence[EvidenceLine],
    evidence: Evidence,
    caps_for: Mapping[str, Mapping[str, str]] | None = None,
    profile_of: Callable[[Proposition], Profile] | None = None,
) -> tuple[Verdict, ...]:
    """Every verdict, in the order of the propositions. `caps_for` maps a proposition to its caps;
    `profile_of` gives the conditions that an overall assessment is judged on."""
    speakers = {claim.id: claim.speaker for claim in claims}
    grouped: dict[str, list[EvidenceLine]] = {}
    for line in lines:
        if line.proposition is not None:
            grouped.setdefault(line.proposition, []).append(line)
    caps = caps_for or {}
    profiles = profile_of or (lambda p: Profile(p.contest or "", ()))
    with no_cycle_search():
        return tuple(
            [
                derive_overall(p, profiles(p))
                if p.kind == OVERALL
                else derive(
                    p, grouped.get(p.id, ()), p.speaker or speakers.get(p.claim, ()), evidence, caps.get(p.id)
                )
                for p in propositions
            ]
        )


@contextmanager
def no_cycle_search() -> Iterator[None]:
    """Verdicts hold no cycles: while half a million of them are made, looking for some only takes time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def mark_of(verdict: str, extent: Reach) -> str:
    """The word on the page: one of MARKS, or `contradicted in part`."""
    if verdict == "supported":
        return "partly supported" if extent == "part" else "supported"
    if verdict == "contradicted" and extent == "part":
        return "contradicted in part"
    return verdict.replace("_", " ")


def marks_by_claim(
    propositions: Sequence[Proposition], verdicts: Sequence[Verdict]
) -> dict[str, tuple[str, ...]]:
    """The different marks of each claim's propositions, in the order they come."""
    marks: dict[str, dict[str, None]] = {}
    for proposition, verdict in zip(propositions, verdicts, strict=True):
        marks.setdefault(proposition.claim, {})[mark_of(verdict.verdict, verdict.extent)] = None
    return {claim: tuple(found) for claim, found in marks.items()}
