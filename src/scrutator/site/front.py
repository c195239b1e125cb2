"""The first page: what the evidence says, what it cannot say, and where each question is answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrutator.findings.model import Figure, Finding
from scrutator.record.nouns.claims import OVERALL
from scrutator.site.cells import Cell, Drawer
from scrutator.site.claims.evidence import text_of
from scrutator.site.claims.pages import speakers, verdict_of
from scrutator.site.figures import FigureView, figure_view
from scrutator.site.links import Link, fragment
from scrutator.site.metadata import data_set
from scrutator.site.page import Page
from scrutator.site.questions import Question, question_of
from scrutator.site.sections import ChartView, chart_view
from scrutator.site.subject import Subject, asked
from scrutator.statement.document import PrintedFigure

MOST_FIGURES = 8
MOST_OPEN = 6
MAP = "-map"  # how names of charts that are maps end


@dataclass(frozen=True)
class Answer:
    """A question with the sentences that its findings answer it by."""

    question: Question
    sentences: tuple[Link, ...]


@dataclass(frozen=True)
class Assessment:
    """A verdict on an election as a whole: who holds it, and what the evidence gives for it."""

    proposition: Link
    speakers: tuple[Link, ...]
    verdict: Cell | None


@dataclass(frozen=True)
class Gap:
    """A proposition that could not be determined, and what would suffice."""

    text: str
    address: str
    suffices: str


def front_page(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """What does the evidence say?"""
    values = {
        "tally": tally(subject, drawer),
        "overall": tuple(overall(subject, drawer)),
        "standard": tuple(titles(subject, "ledger.conditions")),
        "gaps": gaps(subject),
        "all_gaps": len(subject.rows("ledger.verdicts", "undetermined")),
        "gaps_address": gaps_address(subject),
        "figures": key_figures(subject, drawer),
        "maps": maps(subject, drawer),
        "answers": tuple(answers(subject)),
    }
    path, title = Question.EVIDENCE.path, words["evidence"]
    yield Page(path, Question.EVIDENCE, title, "front.html", values, metadata=(data_set(subject),))


def titles(subject: Subject, method: str) -> Iterator[Link]:
    """The sentences of a method's findings, as links to them."""
    for finding in subject.findings:
        if finding.method == method:
            yield sentence(finding)


def sentence(finding: Finding) -> Link:
    path = question_of(finding.method).path
    return Link(finding.outcome.title, f"{path}{fragment(f'finding-{finding.id}')}")


def tally(subject: Subject, drawer: Drawer) -> tuple[tuple[Cell, int], ...]:
    """How many propositions have each verdict."""
    verdicts = [text_of(row["verdict"]) for row in subject.verdicts.values()]
    order = (
        "supported",
        "partly supported",
        "contradicted in part",
        "contradicted",
        "cannot be determined",
        "opinion",
    )
    known = [word for word in order if word in verdicts]
    others = sorted(set(verdicts) - set(order))
    return tuple((drawer.word(word), verdicts.count(word)) for word in [*known, *others])


def overall(subject: Subject, drawer: Drawer) -> Iterator[Assessment]:
    """The propositions that assess an election as a whole: the verdicts that compete."""
    for one in subject.case.propositions:
        if one.kind == OVERALL and one.claim in subject.claims:
            verdict, claim = verdict_of(subject, one), subject.claims[one.claim]
            yield Assessment(
                Link(one.text, subject.places_of_propositions[one.id]),
                speakers(subject, drawer, one.speaker or claim.speaker),
                drawer.word(verdict) if verdict else None,
            )


def gaps(subject: Subject) -> tuple[Gap, ...]:
    """Propositions that could not be determined, the first by their ids."""
    rows = sorted(
        subject.rows("ledger.verdicts", "undetermined"), key=lambda row: text_of(row["proposition"])
    )
    return tuple(
        Gap(
            text_of(row["what is claimed"]),
            subject.places_of_propositions.get(text_of(row["proposition"]), ""),
            text_of(row["what would suffice"]),
        )
        for row in rows[:MOST_OPEN]
    )


def gaps_address(subject: Subject) -> str:
    """Where all that could not be determined is listed."""
    found = next((one.id for one in subject.findings if one.method == "ledger.verdicts"), "")
    return f"{Question.CLAIMS.path}{fragment(f'table-{found}-undetermined')}"


def key_figures(subject: Subject, drawer: Drawer) -> tuple[tuple[FigureView, str], ...]:
    """The first numbers of the statement, those with an interval before the others, and where each stands."""
    printed: dict[str, tuple[Finding, Figure]] = {}
    for language in sorted(subject.documents):
        for item in subject.documents[language].figures.values():
            note(printed, item)
    numbers = [pair for pair in printed.values() if not isinstance(pair[1].value, str)]
    ordered = sorted(numbers, key=lambda pair: pair[1].interval is None)
    chosen: Sequence[tuple[Finding, Figure]] = ordered[:MOST_FIGURES]
    views = [figure_view(subject, finding, figure, drawer) for finding, figure in chosen]
    pages = [question_of(finding.method).path for finding, _ in chosen]
    return tuple((view, f"{path}{fragment(view.id)}") for view, path in zip(views, pages, strict=True))


def note(printed: dict[str, tuple[Finding, Figure]], item: PrintedFigure) -> None:
    printed.setdefault(item.id.partition("#")[0], (item.finding, item.figure))


def maps(subject: Subject, drawer: Drawer) -> tuple[ChartView, ...]:
    """The maps among the charts."""
    drawn = subject.charts_in(drawer.language)
    return tuple(chart_view(one, drawer) for one in drawn if one.chart.name.endswith(MAP))


def answers(subject: Subject) -> Iterator[Answer]:
    """Every other page with what it has to say."""
    for question in asked(subject):
        if question is not Question.EVIDENCE:
            yield Answer(question, tuple(sentence(finding) for finding in subject.found_by(question)))
