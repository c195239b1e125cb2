"""Independence: how a speaker is tied to those he speaks about, as far as the record shows.

Four statuses: `none_known`, `declared` (every link of the path was disclosed), `undeclared_link`
(a path is on record and no declaration of all of it is), `controlled` (the speaker is the subject,
or acts for it by employment, representation, ownership or leadership that had not ended). A link
that rests on a single hostile source is `alleged`: it is shown apart and decides nothing.

Independence caps the certainty of what the speaker's own sources carry; it never touches a verdict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.actors.graph import CONTROL, NOT_A_TIE, Graph, Step, had_begun, other_end, shortest_path
from scrutator.ledger.claims.certainty import LEVELS
from scrutator.ledger.claims.rulings import ABOUT_WORDS
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Claim, Link, Proposition
from scrutator.record.nouns.replies import ConductRule
from scrutator.record.nouns.sources import Source

STATUSES = ("none_known", "declared", "undeclared_link", "controlled")
CEILING: Mapping[str, str] = {
    "none_known": "high",
    "declared": "high",
    "undeclared_link": "moderate",
    "controlled": "low",
}
LONGEST = 3
"""Paths of more links than this say too little about one speaker to be shown as a tie."""


@dataclass(frozen=True)
class Independence:
    """The tie of a speaker to a subject at a date: the status, the path that shows it, and the
    status and path that alleged links would add (None when they add nothing)."""

    speaker: str
    subject: str
    date: PartialDate | None
    status: str
    path: tuple[Step, ...]
    alleged_status: str | None = None
    alleged_path: tuple[Step, ...] = ()


def is_tie(link: Link) -> bool:
    return link.relation not in NOT_A_TIE and link.status != "alleged"


def may_be_tie(link: Link) -> bool:
    return link.relation not in NOT_A_TIE


def spokesmen(graph: Graph, subject: str, date: PartialDate | None) -> set[str]:
    """The subject and the bodies on record as acting for it: a tie to them is a tie to it."""
    acting = {
        link.origin
        for link in graph.at(subject)
        if link.relation == "representation" and link.target == subject and had_begun(link, date)
    }
    return acting | {subject}


def status_of(path: Sequence[Step]) -> str:
    """The status that a path shows."""
    if all(step.link.relation in CONTROL and step.active for step in path):
        return "controlled"
    if all(step.link.disclosed == "yes" for step in path):
        return "declared"
    return "undeclared_link"


def independence(
    graph: Graph, speaker: str, subject: str, date: PartialDate | None = None, longest: int = LONGEST
) -> Independence:
    """How was this speaker tied to this subject at this date?

    Looks for the shortest path of established links, and separately for one that also uses alleged
    links. Without a date every link counts. Symmetric: the tie of a critic to those who pay him is
    found by the same rules.
    """
    goals = spokesmen(graph, subject, date)
    path = shortest_path(graph, speaker, goals, date, is_tie, longest)
    status = "none_known" if path is None else status_of(path)
    alleged = shortest_path(graph, speaker, goals, date, may_be_tie, longest) if graph.has_alleged else path
    adds = alleged is not None and any(step.link.status == "alleged" for step in alleged)
    if alleged is None or not adds:
        return Independence(speaker, subject, date, status, path or ())
    return Independence(speaker, subject, date, status, path or (), status_of(alleged), alleged)


def ties_of(graph: Graph, actor: str, date: PartialDate | None = None) -> tuple[Link, ...]:
    """Every link of an actor itself, in the order of ids: who pays, employs, hosts or is led by it."""
    return tuple(sorted((x for x in graph.at(actor) if had_begun(x, date)), key=lambda link: link.id))


def worst(found: Iterable[Independence]) -> Independence | None:
    """The closest tie among several subjects; None when there is no subject."""
    ranked = sorted(found, key=lambda one: (-STATUSES.index(one.status), len(one.path), one.subject))
    return ranked[0] if ranked else None


def towards(
    graph: Graph, speaker: str, subjects: Sequence[str], date: PartialDate | None
) -> Independence | None:
    """The closest tie of a speaker to any of those he speaks about."""
    return worst(independence(graph, speaker, subject, date) for subject in subjects)


def caps(
    graph: Graph, proposition: Proposition, date: PartialDate | None, sources: Sequence[Source]
) -> dict[str, str]:
    """The highest certainty that each tied source allows for this proposition, by source id.

    Of what was said, the speaker is the best witness: words are not capped.
    """
    ceilings: dict[str, str] = {}
    if proposition.kind in ABOUT_WORDS:
        return ceilings
    known: dict[str, str] = {}
    for source in sources:
        if source.actor is None or not proposition.about:
            continue
        if source.actor not in known:
            tie = towards(graph, source.actor, proposition.about, date)
            known[source.actor] = CEILING[tie.status] if tie else "high"
        if known[source.actor] != LEVELS[-1]:
            ceilings[source.id] = known[source.actor]
    return ceilings


def caps_for_all(
    graph: Graph, propositions: Sequence[Proposition], claims: Sequence[Claim], sources: Sequence[Source]
) -> dict[str, dict[str, str]]:
    """The caps of every proposition, as of the date of its claim."""
    dates = {claim.id: claim.date for claim in claims}
    memory: dict[tuple[object, ...], dict[str, str]] = {}
    found = {}
    for p in propositions:
        date = dates.get(p.claim)
        key = (p.about, date, p.kind in ABOUT_WORDS)
        if key not in memory:
            memory[key] = caps(graph, p, date, sources)
        found[p.id] = memory[key]
    return found


@dataclass(frozen=True)
class ConductCheck:
    """A rule of a code of conduct put to an actor: `met`, `not met`, or `cannot be answered`."""

    rule: ConductRule
    answer: str
    links: tuple[Link, ...]


def check_conduct(
    graph: Graph,
    actor: str,
    subjects: Sequence[str],
    rules: Sequence[ConductRule],
    date: PartialDate | None = None,
) -> tuple[ConductCheck, ...]:
    """Do the links on record let an observer sign these rules towards those it observes?

    Only links of the observer itself to a subject, or to a body that acts for one, bear on a rule:
    leading one's own mission is no tie to the observed. An established link of a kind the rule
    speaks of breaks a rule of absence; a disclosed one meets a rule of disclosure. With no such
    link, or alleged ones only, the record cannot answer: what is not on record may exist.
    """
    goals = set().union(*(spokesmen(graph, subject, date) for subject in subjects)) - {actor}
    near = [link for link in ties_of(graph, actor, date) if other_end(link, actor) in goals]
    checks = []
    for rule in rules:
        kinds = {word.strip() for word in rule.relation.split(";")}
        links = tuple(link for link in near if link.relation in kinds)
        firm = [link for link in links if link.status != "alleged"]
        answer = "cannot be answered"
        if firm and rule.requires == "absence":
            answer = "not met"
        elif firm:
            answer = "met" if all(link.disclosed == "yes" for link in firm) else "not met"
        checks.append(ConductCheck(rule, answer, links))
    return tuple(checks)
