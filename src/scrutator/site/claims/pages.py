"""Claims: who said what, what speaks for and against each part of it, and what would change the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.record.nouns.claims import Claim, Proposition
from scrutator.record.nouns.replies import Quotation, Reply
from scrutator.site.cells import Cell, Drawer
from scrutator.site.claims.conditions import ConditionView, conditions_alone, conditions_of
from scrutator.site.claims.evidence import Sides, sides_of, text_of
from scrutator.site.links import Link
from scrutator.site.metadata import claim_review
from scrutator.site.page import Page
from scrutator.site.questions import Question
from scrutator.site.sections import Section, sections
from scrutator.site.subject import Subject, claim_page


@dataclass(frozen=True)
class PropositionView:
    """One checkable part of a claim with everything that decides it."""

    id: str
    text: str
    kind: str
    scope: str
    verdict: Cell | None
    certainty: Cell | None
    independence: str
    why: str
    missing: str
    lines: Sides
    conditions: tuple[ConditionView, ...]
    against: tuple[Link, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class ClaimRow:
    """One claim in the table of claims: a link, its speakers, and how its parts stand."""

    claim: Claim
    address: str
    speakers: tuple[Link, ...]
    marks: tuple[tuple[Cell, str, int], ...]


def claim_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """The table of claims with the findings about them, and a page for every claim."""
    rows = tuple(claim_row(subject, drawer, claim) for claim in subject.case.claims)
    found: tuple[Section, ...] = sections(subject, Question.CLAIMS, drawer)
    values = {"rows": rows, "sections": found, "conditions": conditions_alone(subject, drawer)}
    yield Page(Question.CLAIMS.path, Question.CLAIMS, words["claims"], "claims.html", values)
    for claim in subject.case.claims:
        yield page_of_claim(subject, drawer, claim)


def claim_row(subject: Subject, drawer: Drawer, claim: Claim) -> ClaimRow:
    """A claim's line in the table: the verdicts of its parts by kind, each with how many parts have it."""
    pairs = [(verdict_of(subject, one), one.kind) for one in parts(subject, claim)]
    known = [(verdict, kind) for verdict, kind in pairs if verdict]
    marks = tuple((drawer.word(one[0]), one[1], known.count(one)) for one in dict.fromkeys(known))
    return ClaimRow(claim, claim_page(claim.id), speakers(subject, drawer, claim.speaker), marks)


def page_of_claim(subject: Subject, drawer: Drawer, claim: Claim) -> Page:
    """One claim: its words in their context, its parts, and the replies of those it names."""
    views = tuple(proposition_view(subject, drawer, one) for one in parts(subject, claim))
    wordings = tuple(one for one in subject.case.quotations if one.claim == claim.id)
    values = {
        "claim": claim,
        "quoted_in": claim.quotation_language or subject.case.header.language,
        "speakers": speakers(subject, drawer, claim.speaker),
        "reporters": speakers(subject, drawer, claim.reported_by or ()),
        "cited": tuple((drawer.sources((one,)), subject.sources[one.source].title) for one in claim.source),
        "wordings": tuple(wording(drawer, one) for one in wordings),
        "propositions": views,
        "replies": replies_to(subject, "claim", claim.id),
        "names": {actor.id: actor.name for actor in subject.case.actors},
    }
    path = claim_page(claim.id)
    review = claim_review(subject, claim)
    metadata = (review,) if review else ()
    return Page(path, Question.CLAIMS, claim.text, "claim.html", values, recorded=True, metadata=metadata)


def wording(drawer: Drawer, quotation: Quotation) -> tuple[Quotation, Cell]:
    return quotation, drawer.sources(quotation.source)


def parts(subject: Subject, claim: Claim) -> tuple[Proposition, ...]:
    return subject.propositions.get(claim.id, ())


def verdict_of(subject: Subject, one: Proposition) -> str | None:
    """What the evidence gives for a proposition; None when the case did not ask."""
    row = subject.verdicts.get(one.id)
    return str(row["verdict"]) if row and row["verdict"] is not None else None


def speakers(subject: Subject, drawer: Drawer, ids: tuple[str, ...]) -> tuple[Link, ...]:
    """Actors by name, as links to their pages."""
    return tuple(
        Link(drawer.speech.words(subject.actors[one].name), f"actors/{one}.html")
        for one in ids
        if one in subject.actors
    )


def replies_to(subject: Subject, kind: str, entry: str) -> tuple[Reply, ...]:
    """The published replies to an entry of the record."""
    return tuple(
        one
        for one in subject.case.replies
        if (one.subject, one.entry, one.state) == (kind, entry, "published")
    )


def proposition_view(subject: Subject, drawer: Drawer, one: Proposition) -> PropositionView:
    """A proposition with its verdict, and its lines of evidence by what they count for."""
    row = subject.verdicts.get(one.id, {})
    verdict, certainty = verdict_of(subject, one), row.get("certainty")
    return PropositionView(
        one.id,
        one.text,
        one.kind,
        scope(subject, drawer, one),
        drawer.word(verdict) if verdict else None,
        drawer.word(str(certainty)) if certainty else None,
        text_of(row.get("independence of the speaker")),
        text_of(row.get("why")),
        text_of(row.get("what is missing")) or (one.missing or ""),
        sides_of(subject, drawer, subject.evidence.get(one.id, ())),
        conditions_of(subject, drawer, one),
        tuple(Link(other, subject.places_of_propositions[other]) for other in one.contradicts or ()),
        replies_to(subject, "proposition", one.id),
    )


def scope(subject: Subject, drawer: Drawer, one: Proposition) -> str:
    """Which stage, place and period a proposition covers, in words."""
    place = subject.places.get(one.place, one.place) if one.place else None
    return ", ".join(drawer.speech.words(part) for part in (one.stage, place, one.period) if part)
