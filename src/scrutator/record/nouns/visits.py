"""What observers were asked and what they answered: questions, visits, answers."""

from dataclasses import dataclass
from decimal import Decimal

from scrutator.record.cells import COUNT, DECIMAL, IDENTIFIER, IDENTIFIERS, MOMENT, TEXT, choice
from scrutator.record.columns import column

VISIT_SELECTIONS = (
    "probability sample",
    "team's own route",
    "chosen by the host",
    "sent by a complaint",
    "unknown",
)
ANSWER_TYPES = ("choice", "choices", "count", "number", "scale", "time", "text", "place", "photo")
DENOMINATORS = ("all visits", "answered", "asked and answered", "stations", "sum", "reports", "sample")
NO_ANSWER = ("not relevant", "not answered")
OUTCOMES = ("published", "duplicate", "quarantined", "withheld")
YES_NO = choice("yes", "no")


@dataclass(frozen=True)
class Question:
    """One question of a form, in the words of one language."""

    form: str = column(IDENTIFIER, "the form it is part of")
    question: str = column(IDENTIFIER, "how answers.csv names it")
    language: str = column(IDENTIFIER, "language of the wording, e.g. en")
    text: str = column(TEXT, "the wording")
    type: str = column(choice(*ANSWER_TYPES), "what an answer is")
    choices: str | None = column(TEXT, "allowed answers, separated by semicolons", optional=True)
    problem: str | None = column(TEXT, "answers that are a problem, separated by semicolons", optional=True)
    denominator: str | None = column(choice(*DENOMINATORS), "what a share is a share of", optional=True)
    norms: tuple[str, ...] | None = column(IDENTIFIERS, "norms it rests on", optional=True, target="norms")
    words: str | None = column(TEXT, "the choices in words, in the order of `choices`", optional=True)
    apart: str | None = column(
        TEXT, "answers counted beside the denominator, separated by semicolons", optional=True
    )
    versions: tuple[str, ...] | None = column(
        IDENTIFIERS, "versions of the form that ask it; empty: all", optional=True
    )
    withheld: str | None = column(TEXT, "why its answers are not in the record", optional=True)
    group: str | None = column(
        IDENTIFIER, "the group that repeats, answered in entries.csv; empty: asked once", optional=True
    )


@dataclass(frozen=True)
class VisitRow:
    """One visit of a team to a station; further columns are single questions answered yes or no."""

    visit: str | None = column(IDENTIFIER, "how answers.csv names it", optional=True)
    station: str = column(TEXT, "the station's code, or its pseudonym in a publication")
    team: str = column(TEXT, "the team, or its pseudonym in a publication")
    selection: str = column(choice(*VISIT_SELECTIONS), "who chose the station")
    form: str | None = column(IDENTIFIER, "the form that was filled in", optional=True)
    version: str | None = column(IDENTIFIER, "the version of the form", optional=True)
    arrived: str | None = column(MOMENT, "when it began", optional=True)
    left: str | None = column(MOMENT, "when it ended", optional=True)
    cell: str | None = column(TEXT, "region and type, or whatever the model groups by", optional=True)
    weight: Decimal | None = column(DECIMAL, "stations it stands for, where drawn", optional=True)
    stratum: str | None = column(TEXT, "its stratum, where drawn", optional=True)


@dataclass(frozen=True)
class Answer:
    """One answer at one visit; `not_observed` is an answer, an empty cell is none."""

    visit: str = column(IDENTIFIER, "the visit", target="visits")
    question: str = column(IDENTIFIER, "the question", target="questions")
    value: str | None = column(
        TEXT, "the answer, several separated by semicolons; empty: not asked, or skipped", optional=True
    )
    missing: str | None = column(choice(*NO_ANSWER), "why there is no answer, where known", optional=True)


@dataclass(frozen=True)
class EntryAnswer:
    """One answer in one entry of a group that repeats, at one visit: a person in a list, an hour of a day."""

    visit: str = column(IDENTIFIER, "the visit", target="visits")
    group: str = column(IDENTIFIER, "the group that repeats")
    entry: str = column(IDENTIFIER, "its number from 1; in a group within another both, as 2.1")
    question: str = column(IDENTIFIER, "the question", target="questions")
    value: str | None = column(TEXT, "the answer, several separated by semicolons", optional=True)
    missing: str | None = column(choice(*NO_ANSWER), "why there is no answer, where known", optional=True)


COVERAGE_PARTS = ("all", "place", "partner", "team", "hour")


@dataclass(frozen=True)
class CoverageRow:
    """Reports that a mission expected, of one form and one part of its duties, and what became of them."""

    form: str = column(IDENTIFIER, "the form")
    by: str = column(choice(*COVERAGE_PARTS), "what the duties are divided by")
    part: str = column(TEXT, "which part: a cell, a pseudonym, or the hour they were due by local time")
    expected: int = column(COUNT, "reports that were due")
    on_time: int = column(COUNT, "of them arrived in time")
    late: int = column(COUNT, "of them arrived late")
    missing: int = column(COUNT, "of them did not arrive")


@dataclass(frozen=True)
class Reception:
    """What became of the reports of one form: every report that came in is counted in one row."""

    form: str = column(IDENTIFIER, "the form")
    outcome: str = column(choice(*OUTCOMES), "what became of them")
    reason: str = column(TEXT, "why; for published ones the table that holds them: visits or copies")
    reports: int = column(COUNT, "reports")


@dataclass(frozen=True)
class Received:
    """How many reports of one form came in, as the field's own log counts them."""

    form: str = column(IDENTIFIER, "the form")
    reports: int = column(COUNT, "reports that came in")
