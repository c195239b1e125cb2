"""Actors: who speaks, pays, observes or decides; their ties as the sources state them, and their claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.record.nouns.actors import Actor
from scrutator.record.nouns.actors import Link as Tie
from scrutator.record.nouns.replies import Reply
from scrutator.record.unknown import Unknown
from scrutator.site.cells import Cell, Drawer
from scrutator.site.claims.evidence import text_of
from scrutator.site.claims.pages import ClaimRow, claim_row
from scrutator.site.links import Link
from scrutator.site.page import Page
from scrutator.site.questions import Question
from scrutator.site.sections import sections
from scrutator.site.subject import Subject
from scrutator.site.ties.crowd import crowd
from scrutator.site.ties.graph import MOST, neighbourhood
from scrutator.site.ties.paths import Way, ways_from
from scrutator.statement.numbers import show

STATED = "stated"
MOST_WAYS = 60  # of a page; all are counted


@dataclass(frozen=True)
class TieView:
    """A tie as its source states it: to whom, when, how much, how well known, and whether disclosed."""

    tie: Tie
    other: Link
    amount: str
    sources: Cell


@dataclass(frozen=True)
class StepView:
    """One tie of a way: in the words of its source, the actor it leads to, where it can be found."""

    tie: Tie
    to: Link
    sources: Cell


@dataclass(frozen=True)
class WayView:
    """The shortest way to an actor, how many are as short, how many of its ties are alleged only."""

    to: Link
    steps: tuple[StepView, ...]
    as_short: int
    alleged: int


@dataclass(frozen=True)
class ActorRow:
    """One actor in the list: how many claims and ties the record has."""

    actor: Actor
    claims: int
    ties: int


def actor_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """The list of actors with the finding about their independence, and a page for every actor."""
    case = subject.case
    rows = tuple(
        ActorRow(
            actor,
            sum(actor.id in claim.speaker for claim in case.claims),
            sum(actor.id in (tie.origin, tie.target) for tie in case.links),
        )
        for actor in sorted(case.actors, key=lambda one: (one.name.casefold(), one.id))
    )
    values = {"rows": rows, "sections": sections(subject, Question.ACTORS, drawer)}
    yield Page(Question.ACTORS.path, Question.ACTORS, words["actors"], "actors.html", values)
    for actor in case.actors:
        yield actor_page(subject, drawer, actor)


def actor_page(subject: Subject, drawer: Drawer, actor: Actor) -> Page:
    """One actor: only what the record states with its source, and what they replied."""
    case = subject.case
    ties = tuple(
        tie_view(subject, drawer, actor, tie) for tie in case.links if actor.id in (tie.origin, tie.target)
    )
    claims: tuple[ClaimRow, ...] = tuple(
        claim_row(subject, drawer, claim) for claim in case.claims if actor.id in claim.speaker
    )
    replies: tuple[Reply, ...] = tuple(
        one for one in case.replies if one.by == actor.id and one.state == "published"
    )
    standing = [
        row for row in subject.rows("ledger.independence", "speakers") if row["speaker"] == actor.name
    ]
    speak = {speaker for claim in case.claims for speaker in claim.speaker}
    speak |= {one.actor for one in case.missions if one.actor is not None}
    ways, farther = ways_from(actor.id, case.links, speak)
    drawn = [(view.other.text, drawer.speech.words(view.tie.relation), view.tie.status) for view in ties]
    others = {name for name, _, _ in drawn}
    values = {
        "actor": actor,
        "sources": drawer.sources(actor.source) if actor.source else None,
        "ties": ties,
        "claims": claims,
        "replies": replies,
        "names": {one.id: one.name for one in case.actors},
        "standing": tuple((text_of(row["towards"]), drawer.word(text_of(row["tie"]))) for row in standing),
        "missions": tuple(
            (one, drawer.sources(one.source)) for one in case.missions if one.actor == actor.id
        ),
        "graph": neighbourhood(
            drawer.speech.words(actor.name), [(name, status) for name, _, status in drawn]
        ),
        "crowd": crowd(drawn) if len(others) > MOST else None,
        "ways": tuple(way_view(subject, drawer, way) for way in ways[:MOST_WAYS]),
        "ways_in_all": len(ways),
        "farther": farther,
    }
    path = f"actors/{actor.id}.html"
    return Page(path, Question.ACTORS, drawer.speech.words(actor.name), "actor.html", values, recorded=True)


def tie_view(subject: Subject, drawer: Drawer, actor: Actor, tie: Tie) -> TieView:
    """A tie seen from one of its ends."""
    other = tie.target if tie.origin == actor.id else tie.origin
    amount = show(tie.amount, "", drawer.language) if tie.amount is not None else ""
    if tie.currency and amount and not isinstance(tie.amount, Unknown):
        amount = f"{amount} {tie.currency}"
    return TieView(
        tie,
        Link(drawer.speech.words(subject.actors[other].name), f"actors/{other}.html"),
        amount,
        drawer.sources(tie.source),
    )


def way_view(subject: Subject, drawer: Drawer, way: Way) -> WayView:
    """A way with every tie as its source states it."""

    def link(actor: str) -> Link:
        return Link(drawer.speech.words(subject.actors[actor].name), f"actors/{actor}.html")

    steps = tuple(StepView(step.tie, link(step.to), drawer.sources(step.tie.source)) for step in way.steps)
    return WayView(link(way.to), steps, way.as_short, way.alleged)
