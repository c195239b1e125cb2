"""Rulings: what each line of evidence counts for, and why it does not when it does not.

A line counts for its proposition when it points one way, stands somewhere a reader can look up,
was obtained, and is not the speaker vouching for himself. "Nothing was found" counts only with a
denominator, and then for a part only: it bounds, it does not exclude.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scrutator.ledger.conditions import FigureLookup, holds, parse_condition
from scrutator.record.claims import EvidenceLine, Proposition
from scrutator.record.sources import Source

COUNTED = "counted"
RULES: Mapping[str, str] = {
    COUNTED: "counts",
    "neutral": "points neither way",
    "no-figure": "the figure it is bound to is not among the findings, or is unknown",
    "no-place": "no source with a place in it where a reader could look",
    "not-obtained": "none of its sources was obtained",
    "no-denominator": "'nothing was found' without the number of stations visited stays a claim",
    "own-words": "the speaker's own words do not carry his own factual claim",
    "not-a-motive": "only words or papers of those concerned can carry a motive",
}
"""Every reason for a ruling, in the order in which they are tried."""

# Of words, every text that prints them is a witness, also when all go back to one speech.
ABOUT_WORDS = ("quotation", "attribution")
OPPOSITE = {"supports": "contradicts", "contradicts": "supports", "neutral": "neutral"}


class Ruling(NamedTuple):
    """What one line counts for. `rule` is a key of RULES; only lines ruled `counted` decide."""

    line: str
    direction: str
    covers: str
    strength: str
    method: str
    rule: str
    roots: tuple[str, ...]
    bound: bool
    obtained: bool


class SourceCard(NamedTuple):
    """What a ruling needs to know about a source."""

    root: str
    actor: str | None
    needs_locator: bool
    obtained: str


@dataclass(frozen=True)
class Evidence:
    """The sources and figures that rulings look things up in."""

    sources: Mapping[str, SourceCard]
    figures: FigureLookup = field(default=lambda name: None)


def root_of(source: str, repeats: Mapping[str, str | None]) -> str:
    """The first source in the chain of repetitions; a circle ends at its smallest id."""
    seen: list[str] = []
    while source not in seen:
        seen.append(source)
        following = repeats.get(source)
        if not following:
            return source
        source = following
    return min(seen[seen.index(source) :])


def cards_of(sources: Sequence[Source]) -> dict[str, SourceCard]:
    """One card per source, with its root followed to the end."""
    repeats = {source.id: source.root for source in sources}
    return {
        s.id: SourceCard(root_of(s.id, repeats), s.actor, s.locator not in ("none", "address"), s.obtained)
        for s in sources
    }


def bound_direction(line: EvidenceLine, evidence: Evidence) -> str | None:
    """A line bound to a figure points where its figure points: its own way when the condition holds,
    the other way when it does not; None when the figure is not there."""
    if line.figure is None:
        return line.direction
    held = holds(parse_condition(line.figure), evidence.figures)
    if held is None:
        return None
    return line.direction if held else OPPOSITE[line.direction]


def rule_on(
    line: EvidenceLine, proposition: Proposition, speakers: tuple[str, ...], evidence: Evidence
) -> Ruling:
    """What does this line count for? Sources that the record does not know count as not obtained."""
    direction = line.direction if line.figure is None else bound_direction(line, evidence)
    cards = evidence.sources
    located = obtained = seen = False
    own = True
    roots = []
    for citation in line.source:
        card = cards.get(citation.source)
        if card is None:
            own = False
            continue
        own = own and card.actor in speakers
        located = located or not card.needs_locator or bool(citation.locator)
        obtained = obtained or card.obtained != "not obtained"
        seen = seen or card.obtained in ("whole", "part")
        roots.append(card.root)
    if line.root is not None and proposition.kind not in ABOUT_WORDS:
        known = cards.get(line.root)
        roots = [known.root if known else line.root]
    rule = _rule(line, proposition, direction, located, obtained, own)
    covers = "part" if line.method == "absence" else line.covers
    return Ruling(
        line.id, direction or "neutral", covers, line.strength, line.method, rule,
        tuple(dict.fromkeys(roots)), line.figure is not None, seen,
    )  # fmt: skip


def _rule(
    line: EvidenceLine,
    proposition: Proposition,
    direction: str | None,
    located: bool,
    obtained: bool,
    own: bool,
) -> str:
    """The first rule that sets the line aside, or `counted`."""
    if direction == "neutral":
        return "neutral"
    if direction is None:
        return "no-figure"
    if not obtained:
        return "not-obtained"
    if not located:
        return "no-place"
    if line.method == "absence" and not line.denominator:
        return "no-denominator"
    kind = proposition.kind
    if own and kind in ("fact", "figure") and line.method in ("own words", "testimony", "absence"):
        return "own-words"
    if kind == "motive" and line.method not in ("own words", "document"):
        return "not-a-motive"
    return COUNTED
