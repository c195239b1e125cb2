"""Rulings: what each line of evidence counts for, and why it does not when it does not.

A line counts for its proposition when it points one way, stands somewhere a reader can look up,
was obtained, and is not speakers vouching for themselves. "Nothing was found" counts only with a
denominator, and then for a part only: it bounds, it does not exclude.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from scrutator.ledger.claims.conditions import FigureLookup, holds, parse_condition
from scrutator.ledger.claims.scopes import span_of
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
    "not-a-motive": "only words or papers of those concerned, on record as theirs, can support a motive",
    "too-early": "every source of it is older than what it would show",
}
"""Every reason for a ruling, in the order in which they are tried."""

# Of words, every text that prints them is a witness, also when all go back to one speech.
ABOUT_WORDS = ("quotation", "attribution")
FACTUAL = ("fact", "figure", "comparison")
# A law or a calculation can be older than what follows from it; a report of an event cannot.
AHEAD_OF_TIME = ("law text", "computation")
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
    """What the citations of a line amount to together: their roots, the voices behind these, whether one
    has a place where a reader can look, whether one was obtained at all and more of it than a quotation,
    and whether all are the speaker's own."""

    roots: tuple[str, ...]
    voices: tuple[str, ...]
    located: bool
    obtained: bool
    seen: bool
    own: bool


class SourceCard(NamedTuple):
    """What a ruling needs to know about a source: its root and the voice behind it, who speaks through the
    root, whether a citation needs a locator, the last day on which it can have been written, and what a
    citation of it with a place amounts to, by the speaker and by others.

    Several roots by one actor are one voice: the first of them by id stands for all."""

    roots: tuple[str, ...]
    voices: tuple[str, ...]
    actor: str | None
    needs_locator: bool
    latest: datetime.date | None
    by_speaker: Standing
    by_other: Standing


@dataclass(frozen=True)
class Evidence:
    """The sources and figures that rulings look things up in. `mouths` are the actors through whom another
    one speaks: bodies they lead or own, or act for, and those that act for them."""

    sources: Mapping[str, SourceCard]
    figures: FigureLookup = field(default=lambda name: None)
    mouths: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _own: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def own_words_of(self, speakers: tuple[str, ...]) -> frozenset[str]:
        """The actors whose papers are the own words of these speakers."""
        found = self._own.get(speakers)
        if found is None:
            found = frozenset(speakers).union(*(self.mouths.get(speaker, ()) for speaker in speakers))
            self._own[speakers] = found
        return found


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
    """One card per source, with its root followed to the end and the voice behind the root."""
    repeats = {source.id: source.root for source in sources}
    actors = {source.id: source.actor for source in sources}
    root = {source.id: root_of(source.id, repeats) for source in sources}
    first: dict[str, str] = {}
    for found in sorted(root.values()):
        actor = actors.get(found)
        if actor is not None:
            first.setdefault(actor, found)
    cards = {}
    for source in sources:
        origin = root[source.id]
        speaker = actors.get(origin) or source.actor
        roots, voices = (origin,), (first.get(actors.get(origin) or "", origin),)
        needs_locator = source.locator not in ("none", "address")
        latest = source.date.latest if source.date else None
        obtained, seen = source.obtained != "not obtained", source.obtained in ("whole", "part")
        by_speaker = Standing(roots, voices, True, obtained, seen, True)
        by_other = by_speaker._replace(own=False)
        cards[source.id] = SourceCard(roots, voices, speaker, needs_locator, latest, by_speaker, by_other)
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
    citations: tuple[Citation, ...], speakers: frozenset[str], cards: Mapping[str, SourceCard]
) -> Standing:
    """Where several citations of a line lead together."""
    each = [standing_of_one(citation, speakers, cards) for citation in citations]
    return Standing(
        tuple(dict.fromkeys(root for one in each for root in one.roots)),
        tuple(dict.fromkeys(voice for one in each for voice in one.voices)),
        any(one.located for one in each),
        any(one.obtained for one in each),
        any(one.seen for one in each),
        all(one.own for one in each),
    )


def standing_of_one(
    citation: Citation, speakers: frozenset[str], cards: Mapping[str, SourceCard]
) -> Standing:
    """Where one citation leads. A source that the record does not know counts as not obtained."""
    card = cards.get(citation.source)
    if card is None:
        return NOWHERE
    found = card.by_speaker if card.actor in speakers else card.by_other
    return found._replace(located=False) if card.needs_locator and not citation.locator else found


NOWHERE = Standing((), (), False, False, False, False)


def rule_on(
    line: EvidenceLine, proposition: Proposition, speakers: tuple[str, ...], evidence: Evidence
) -> Ruling:
    """What does this line count for?"""
    bound = line.figure is not None
    direction = bound_direction(line, evidence) if bound else line.direction
    cited, cards = line.source, evidence.sources
    alone, mine = len(cited) == 1, evidence.own_words_of(speakers)
    standing = standing_of_one(cited[0], mine, cards) if alone else standing_of(cited, mine, cards)
    roots, voices, located, obtained, seen, own = standing
    if proposition.kind not in ABOUT_WORDS:
        roots = voices
        if line.root is not None:
            known = cards.get(line.root)
            roots = known.voices if known else (line.root,)
            own = own or bool(known and known.actor in mine)
    method = line.method
    covers = "part" if method == "absence" else line.covers
    rule = "neutral"
    if direction != "neutral":
        rule = _rule(line, proposition.kind, direction, located, obtained, own)
        if rule == COUNTED and proposition.kind == "motive" and not concerned(line, proposition, evidence):
            rule = "not-a-motive"
        if rule == COUNTED and older_than(line, proposition, cards):
            rule = "too-early"
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


def concerned(line: EvidenceLine, proposition: Proposition, evidence: Evidence) -> bool:
    """Is every source of this line the paper or the words of those whose motive it is about?"""
    theirs = evidence.own_words_of(proposition.about or ())
    cards = [evidence.sources.get(citation.source) for citation in line.source]
    return all(card is not None and card.actor in theirs for card in cards)


def older_than(line: EvidenceLine, proposition: Proposition, cards: Mapping[str, SourceCard]) -> bool:
    """Was every source of this line surely written before the time that the proposition speaks of?"""
    if proposition.period is None or proposition.kind not in FACTUAL or line.method in AHEAD_OF_TIME:
        return False
    begins = first_day(proposition.period)
    if begins is None:
        return False
    found = [cards.get(citation.source) for citation in line.source]
    return all(card is not None and card.latest is not None and card.latest < begins for card in found)


@cache
def first_day(period: str) -> datetime.date | None:
    """The first day of a period such as `2012-01` or `1999/2012`; None when it is none."""
    span = span_of(period)
    return span[0] if span else None


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
