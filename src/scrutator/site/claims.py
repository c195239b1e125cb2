"""Claims: who said what, what speaks for and against each part of it, and what would change the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.record.nouns.claims import OVERALL, Claim, EvidenceLine, Proposition
from scrutator.record.nouns.replies import Quotation, Reply
from scrutator.record.unknown import Unknown
from scrutator.site.cells import Cell, Drawer
from scrutator.site.links import Link, fragment
from scrutator.site.metadata import claim_review
from scrutator.site.page import Page
from scrutator.site.questions import Question, question_of
from scrutator.site.sections import Section, sections
from scrutator.site.subject import Subject, claim_page

COUNTS = "counts"  # the ruling of a line of evidence that counts


@dataclass(frozen=True)
class LineView:
    """One line of evidence: what it says, how it was established, what it counts for, from where."""

    id: str
    text: str
    method: str
    strength: str
    covers: str
    ruling: str
    bound: Link | None
    sources: Cell


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
    supports: tuple[LineView, ...]
    contradicts: tuple[LineView, ...]
    aside: tuple[LineView, ...]
    conditions: tuple[tuple[str, Cell, str], ...]
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
    values = {"rows": rows, "sections": found}
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
    lines = [(line, line_view(subject, drawer, line)) for line in subject.evidence.get(one.id, ())]
    counted = [(line.direction, view) for line, view in lines if view.ruling in (COUNTS, "")]
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
        tuple(view for direction, view in counted if direction == "supports"),
        tuple(view for direction, view in counted if direction == "contradicts"),
        tuple(view for line, view in lines if (line.direction, view) not in counted or is_neutral(line)),
        conditions_of(subject, drawer, one),
        tuple(Link(other, subject.places_of_propositions[other]) for other in one.contradicts or ()),
        replies_to(subject, "proposition", one.id),
    )


def is_neutral(line: EvidenceLine) -> bool:
    return line.direction == "neutral"


def text_of(value: object) -> str:
    """A cell of a finding's table as text; empty when there is none."""
    return "" if value is None or isinstance(value, Unknown) else str(value)


def scope(subject: Subject, drawer: Drawer, one: Proposition) -> str:
    """Which stage, place and period a proposition covers, in words."""
    place = subject.places.get(one.place, one.place) if one.place else None
    return ", ".join(drawer.speech.words(part) for part in (one.stage, place, one.period) if part)


def line_view(subject: Subject, drawer: Drawer, line: EvidenceLine) -> LineView:
    """One line of evidence as the page shows it."""
    ruling = subject.rulings.get(line.id, "")
    covers = line.covers if line.covers == "part" else ""
    sources = drawer.sources(line.source)
    bound = bound_to(subject, line.figure) if line.figure else None
    return LineView(line.id, line.text, line.method, line.strength, covers, ruling, bound, sources)


def bound_to(subject: Subject, figure: str) -> Link:
    """The finding whose figure a line is bound to."""
    name = figure.partition("/")[0]
    found = next((one for one in subject.findings if one.id == name), None)
    address = f"{question_of(found.method).path}{fragment(f'finding-{name}')}" if found else ""
    return Link(figure, address)


def conditions_of(subject: Subject, drawer: Drawer, one: Proposition) -> tuple[tuple[str, Cell, str], ...]:
    """For an overall assessment: the declared conditions of its contest, how each stands, and why."""
    if one.kind != OVERALL or one.contest is None:
        return ()
    rows = [row for row in subject.rows("ledger.conditions", "conditions") if row["contest"] == one.contest]
    return tuple(
        (text_of(row["condition"]), drawer.word(text_of(row["state"])), text_of(row["why"])) for row in rows
    )
