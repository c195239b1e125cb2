"""Rulings: what each line of evidence counts for, and why it does not when it does not.

A line counts for its proposition when it points one way, stands somewhere a reader can look up,
was obtained, and is not speakers vouching for themselves. "Nothing was found" counts only with a
denominator, and then for a part only: it bounds, it does not exclude.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scrutator.ledger.claims.conditions import FigureLookup, holds, parse_condition
from scrutator.record.cells import Citation
from scrutator.record.nouns.claims import EvidenceLine, Proposition
from scrutator.record.nouns.sources import Source

COUNTED = "counted"
RULES: Mapping[str, str] = {
    COUNTED: "counts",
    "neutral": "points neither way",
    "no-figure": "the figure it is bound to is not among the findings, or is unknown",
    "no-place": "no source with a place in it where a reader could look",
    "not-obtained": "none of its sources was obtained",
    "no-denominator": "'nothing was found' without the number of stations visited stays a claim",
    "own-words": "the speaker's own words, whatever they are called, do not support their own factual claim",
    "not-a-motive": "only words or papers of those concerned can support a motive",
}
"""Every reason for a ruling, in the order in which they are tried."""

# Of words, every text that prints them is a witness, also when all go back to one speech.
ABOUT_WORDS = ("quotation", "attribution")
FACTUAL = ("fact", "figure", "comparison")
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
    years: tuple[str, ...] = ()
    side: str | None = None


class Standing(NamedTuple):
    """What the citations of a line amount to together: their roots, whether one has a place where a
    reader can look, whether one was obtained at all and more of it than a quotation, and whether all
    are the speaker's own."""

    roots: tuple[str, ...]
    located: bool
    obtained: bool
    seen: bool
    own: bool


class SourceCard(NamedTuple):
    """What a ruling needs to know about a source: its root, who speaks through it, whether a citation
    needs a locator, and what a citation of it with a place amounts to, by the speaker and by others."""

    roots: tuple[str, ...]
    actor: str | None
    needs_locator: bool
    by_speaker: Standing
    by_other: Standing


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
    cards = {}
    for source in sources:
        roots = (root_of(source.id, repeats),)
        needs_locator = source.locator not in ("none", "address")
        obtained, seen = source.obtained != "not obtained", source.obtained in ("whole", "part")
        by_speaker = Standing(roots, True, obtained, seen, True)
        by_other = Standing(roots, True, obtained, seen, False)
        cards[source.id] = SourceCard(roots, source.actor, needs_locator, by_speaker, by_other)
    return cards


def bound_direction(line: EvidenceLine, evidence: Evidence) -> str | None:
    """A line bound to a figure points where its figure points: its own way when the condition holds,
    the other way when it does not; None when the figure is not there."""
    if line.figure is None:
        return line.direction
    held = holds(parse_condition(line.figure), evidence.figures)
    if held is None:
        return None
    return line.direction if held else OPPOSITE[line.direction]


def standing_of(
    citations: tuple[Citation, ...], speakers: tuple[str, ...], cards: Mapping[str, SourceCard]
) -> Standing:
    """Where several citations of a line lead together."""
    each = [standing_of_one(citation, speakers, cards) for citation in citations]
    roots = tuple(dict.fromkeys(root for one in each for root in one.roots))
    return Standing(
        roots,
        any(one.located for one in each),
        any(one.obtained for one in each),
        any(one.seen for one in each),
        all(one.own for one in each),
    )


def standing_of_one(
    citation: Citation, speakers: tuple[str, ...], cards: Mapping[str, SourceCard]
) -> Standing:
    """Where one citation leads. A source that the record does not know counts as not obtained."""
    card = cards.get(citation.source)
    if card is None:
        return NOWHERE
    found = card.by_speaker if card.actor in speakers else card.by_other
    return found._replace(located=False) if card.needs_locator and not citation.locator else found


NOWHERE = Standing((), False, False, False, False)


def rule_on(
    line: EvidenceLine, proposition: Proposition, speakers: tuple[str, ...], evidence: Evidence
) -> Ruling:
    """What does this line count for?"""
    bound = line.figure is not None
    direction = bound_direction(line, evidence) if bound else line.direction
    cited, cards = line.source, evidence.sources
    alone = len(cited) == 1
    standing = standing_of_one(cited[0], speakers, cards) if alone else standing_of(cited, speakers, cards)
    roots, located, obtained, seen, own = standing
    if line.root is not None and proposition.kind not in ABOUT_WORDS:
        known = cards.get(line.root)
        roots = known.roots if known else (line.root,)
    method = line.method
    covers = "part" if method == "absence" else line.covers
    rule = "neutral"
    if direction != "neutral":
        rule = _rule(line, proposition.kind, direction, located, obtained, own)
    return Ruling(
        line.id,
        direction or "neutral",
        covers,
        line.strength,
        method,
        rule,
        roots,
        bound,
        seen,
        line.years or (),
        line.side,
    )


def _rule(
    line: EvidenceLine, kind: str, direction: str | None, located: bool, obtained: bool, own: bool
) -> str:
    """The first rule that sets a line with a direction aside, or `counted`."""
    if direction is None:
        return "no-figure"
    if not obtained:
        return "not-obtained"
    if not located:
        return "no-place"
    method = line.method
    if method == "absence" and not line.denominator:
        return "no-denominator"
    if own and kind in FACTUAL and direction == "supports" and method != "computation":
        return "own-words"
    if kind == "motive" and method not in ("own words", "document"):
        return "not-a-motive"
    return COUNTED
