"""Independence: how a speaker is tied to those spoken about, as far as the record shows.

Every tie is judged, never one path alone: all paths of up to three links, by date and direction. Links
that rest on a single hostile source are alleged; they are shown apart and decide nothing. Ties that had
ended by the date are shown and decide nothing. Independence caps the certainty of what the speaker's own
sources support; it never changes a verdict. See docs/explanation/verdicts.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.ledger.actors.graph import (
    NOT_A_TIE,
    Graph,
    Path,
    Step,
    every_path,
    had_begun,
    in_words,
    is_active,
    other_end,
)
from scrutator.ledger.claims.certainty import LEVELS
from scrutator.ledger.claims.rulings import ABOUT_WORDS
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Link
from scrutator.record.nouns.claims import Claim, Proposition
from scrutator.record.nouns.replies import ConductRule
from scrutator.record.nouns.sources import Source


class TieStatus(StrEnum):
    """What the closest tie on record is, from none to control."""

    NONE_ON_RECORD = "none on record"
    ENDED = "ended before"
    DECLARED = "declared"
    DISCLOSURE_UNKNOWN = "on record, disclosure unknown"
    NOT_DISCLOSED = "on record, not disclosed"
    UNDECLARED = "undeclared against a duty to declare"
    CONTROLLED = "speaks for it"


class Direction(StrEnum):
    """Which end of a tie depends on the other."""

    DEPENDS = "depends on it"
    DEPENDED_ON = "has it depending on the speaker"
    LINKED = "linked with it"


RANK = {status: rank for rank, status in enumerate(TieStatus)}
CEILING: Mapping[TieStatus, str] = {
    TieStatus.NONE_ON_RECORD: "high",
    TieStatus.ENDED: "high",
    TieStatus.DECLARED: "high",
    TieStatus.DISCLOSURE_UNKNOWN: "moderate",
    TieStatus.NOT_DISCLOSED: "moderate",
    TieStatus.UNDECLARED: "moderate",
    TieStatus.CONTROLLED: "low",
}
LONGEST = 3
"""Paths of more links than this say too little about one speaker to be shown as a tie."""

# Which end of a link depends on the other: the origin on the target, or the target on the origin. Members
# govern an organisation as much as they depend on it: membership links, and so do the rest.
ORIGIN_DEPENDS = frozenset({"employment", "representation"})
TARGET_DEPENDS = frozenset({"payment", "ownership", "hosting", "invitation", "leadership"})
# Along these alone, upwards, one actor acts for another as long as they last. The head of a body also
# speaks for it, so leadership counts both ways.
CONTROL = frozenset({"employment", "representation", "ownership", "leadership"})


@dataclass(frozen=True)
class Tie:
    """One path of links between a speaker and a subject, and what it amounts to."""

    path: Path
    status: TieStatus
    direction: Direction

    @property
    def alleged(self) -> bool:
        """Whether a link of the path rests on a single hostile source."""
        return any(step.link.status == "alleged" for step in self.path)


@dataclass(frozen=True)
class Independence:
    """All ties of a speaker to a subject at a date, the closest first; `status` is that of the closest
    established one. `alleged` are the ties that also use an alleged link: they decide nothing."""

    speaker: str
    subject: str
    date: PartialDate | None
    status: TieStatus
    ties: tuple[Tie, ...]
    alleged: tuple[Tie, ...] = ()

    @property
    def alleged_status(self) -> TieStatus | None:
        """What the closest alleged tie would be; None when what is established is as close."""
        closest = max((tie.status for tie in self.alleged), key=RANK.__getitem__, default=None)
        return closest if closest is not None and RANK[closest] > RANK[self.status] else None


def is_tie(link: Link) -> bool:
    """Is this an established link that ties its ends to one another?"""
    return link.relation not in NOT_A_TIE and link.status != "alleged"


def may_be_tie(link: Link) -> bool:
    """Is this a link that ties its ends, established or alleged?"""
    return link.relation not in NOT_A_TIE


def lasts(link: Link, date: PartialDate | None) -> bool:
    """Had this link begun by the date and not ended before it?"""
    return had_begun(link, date) and is_active(link, date)


def spokesmen(graph: Graph, subject: str, date: PartialDate | None) -> frozenset[str]:
    """The subject and those on record as acting for it at the date: a tie to them is a tie to it."""
    acting = {
        link.origin
        for link in graph.at(subject)
        if link.relation == "representation" and link.target == subject and lasts(link, date)
    }
    return frozenset(acting | {subject})


def depends(step: Step) -> bool:
    """Does the actor a step starts from depend on the one it leads to?"""
    return step.link.relation in (ORIGIN_DEPENDS if step.forward else TARGET_DEPENDS)


def controls(step: Step) -> bool:
    """Does the actor a step starts from act for the one it leads to, or is it led or owned by it?"""
    if step.link.relation not in CONTROL or not step.active:
        return False
    return depends(step) or step.link.relation == "leadership"


def status_of(path: Sequence[Step]) -> TieStatus:
    """What a path shows. Unknown disclosure stays unknown: it is no concealment.

    A link is undeclared only when the record says that it was not disclosed *and* cites a duty to disclose.
    """
    if all(controls(step) for step in path):
        return TieStatus.CONTROLLED
    if not all(step.active for step in path):
        return TieStatus.ENDED
    if any(step.link.disclosed == "no" and step.link.duty for step in path):
        return TieStatus.UNDECLARED
    if any(step.link.disclosed == "no" for step in path):
        return TieStatus.NOT_DISCLOSED
    if all(step.link.disclosed == "yes" for step in path):
        return TieStatus.DECLARED
    return TieStatus.DISCLOSURE_UNKNOWN


def direction_of(path: Sequence[Step]) -> Direction:
    """Which end of a path depends on the other; where its links point different ways, neither."""
    if all(depends(step) for step in path):
        return Direction.DEPENDS
    if all(depends(turned(step)) for step in path):
        return Direction.DEPENDED_ON
    return Direction.LINKED


def turned(step: Step) -> Step:
    """The same link walked the other way."""
    return Step(step.link, step.there, step.here, step.active)


def independence(
    graph: Graph, speaker: str, subject: str, date: PartialDate | None = None, longest: int = LONGEST
) -> Independence:
    """How was this speaker tied to this subject at this date?

    Judges every tie of up to `longest` links. Without a date every link counts as lasting. The tie of a
    critic to those who pay it is found by the same rules. The subject itself, and anyone who acts for it by a
    link on record, speaks for it. Raises G27 for a record with more ties than can be read.
    """
    goals = spokesmen(graph, subject, date)
    if speaker in goals:
        return Independence(
            speaker, subject, date, TieStatus.CONTROLLED, _of_itself(graph, speaker, subject, date)
        )
    usable = may_be_tie if graph.has_alleged else is_tie
    found = [
        Tie(p, status_of(p), direction_of(p))
        for p in every_path(graph, speaker, goals, date, usable, longest)
    ]
    ties = _closest_first(tie for tie in found if not tie.alleged)
    status = ties[0].status if ties else TieStatus.NONE_ON_RECORD
    return Independence(speaker, subject, date, status, ties, _closest_first(t for t in found if t.alleged))


def _of_itself(graph: Graph, speaker: str, subject: str, date: PartialDate | None) -> tuple[Tie, ...]:
    if speaker == subject:
        return ()
    paths = every_path(graph, speaker, (subject,), date, lambda x: x.relation == "representation", 1)
    return tuple(Tie(path, TieStatus.CONTROLLED, direction_of(path)) for path in paths)


def _closest_first(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    return tuple(sorted(ties, key=lambda tie: (-RANK[tie.status], in_words(tie.path))))


def ties_of(graph: Graph, actor: str, date: PartialDate | None = None) -> tuple[Link, ...]:
    """Every link of an actor itself, in the order of ids: who pays, employs, hosts or is led by it."""
    return tuple(sorted((x for x in graph.at(actor) if had_begun(x, date)), key=lambda link: link.id))


def principals(graph: Graph) -> tuple[str, ...]:
    """Whom it matters to be tied to: every state, public body, party, organisation and company on record.

    Persons, media and missions are speakers rather than principals, unless they pay or employ.
    """
    bodies = {name for name, kind in graph.kinds.items() if kind in PRINCIPAL_KINDS}
    pays = {link.origin for links in graph.links.values() for link in links if link.relation == "payment"}
    employs = {
        link.target for links in graph.links.values() for link in links if link.relation == "employment"
    }
    return tuple(sorted(bodies | pays | employs))


PRINCIPAL_KINDS = frozenset({"state", "public body", "party", "organisation", "company"})


def worst(found: Iterable[Independence]) -> Independence | None:
    """The closest tie among several subjects; None when there is no subject."""
    ranked = sorted(found, key=lambda one: (-RANK[one.status], one.subject))
    return ranked[0] if ranked else None


def towards(
    graph: Graph, speaker: str, subjects: Sequence[str], date: PartialDate | None
) -> Independence | None:
    """The closest tie of a speaker to any of those spoken about."""
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
    leading one's own mission is no tie to the observed, and that a state is a member of the organisation that
    observes it is no membership of the observer, whichever organisation it is. An established link of a
    kind the rule
    speaks of breaks a rule of absence; a disclosed one meets a rule of disclosure, one that is known not
    to have been disclosed breaks it. With no such link, alleged ones only, or unknown disclosure, the
    record cannot answer: what is not on record may exist.
    """
    goals = frozenset().union(*(spokesmen(graph, subject, date) for subject in subjects)) - {actor}
    near = [
        link
        for link in ties_of(graph, actor, date)
        if other_end(link, actor) in goals and not (link.relation == "membership" and link.target == actor)
    ]
    return tuple(_checked(rule, near) for rule in rules)


def _checked(rule: ConductRule, near: Sequence[Link]) -> ConductCheck:
    kinds = {word.strip() for word in rule.relation.split(";")}
    links = tuple(link for link in near if link.relation in kinds)
    firm = [link for link in links if link.status != "alleged"]
    if not firm:
        return ConductCheck(rule, "cannot be answered", links)
    if rule.requires == "absence":
        return ConductCheck(rule, "not met", links)
    if any(link.disclosed == "no" for link in firm):
        return ConductCheck(rule, "not met", links)
    known = all(link.disclosed == "yes" for link in firm)
    return ConductCheck(rule, "met" if known else "cannot be answered", links)
