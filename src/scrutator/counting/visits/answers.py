"""Answers to the questions of observers: of how many visits, by who chose the stations, by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from scrutator.counting.visits.observation import Selection

NOT_OBSERVED = "not_observed"
ALL_VISITS, STATIONS, REPORTS = "all visits", "stations", "reports"
LEAST_FOR_A_SHARE = 5


class Class(IntEnum):
    """What a visit's answer to a question counts as."""

    NOT_IN_VERSION = 0
    NOT_RELEVANT = 1
    NOT_ANSWERED = 2
    NOT_OBSERVED = 3
    APART = 4
    NO_PROBLEM = 5
    PROBLEM = 6


@dataclass(frozen=True)
class AskedQuestion:
    """One question of one form: its choices, which of them are a problem, which are counted apart, what a
    share is a share of, and the versions of the form that ask it (none named: all)."""

    form: str
    name: str
    choices: tuple[str, ...]
    problem: frozenset[str]
    apart: frozenset[str]
    denominator: str
    versions: frozenset[str]


@dataclass(frozen=True)
class AnsweredVisit:
    """One visit: which form and version was filled in where, by whom, and who chose the station.

    `weight` is the number of stations it stands for in a probability sample, None otherwise.
    """

    form: str
    version: str
    station: str
    team: str
    selection: Selection
    cell: str
    weight: Fraction | None = None
    stratum: str = ""


@dataclass(frozen=True)
class Tally:
    """One question by one selection at one place ("" is all): visits by what their answers count as.

    `values` counts every answer that was given, `stations` the stations with an answer, `stations_problem`
    those where any visit saw the problem, `conflicting` those where visits differ.
    """

    question: AskedQuestion
    selection: Selection
    place: str
    counts: Mapping[Class, int]
    values: Mapping[str, int]
    stations: int
    stations_problem: int
    conflicting: int

    @property
    def visits(self) -> int:
        """Visits with this form."""
        return sum(self.counts.values())

    @property
    def numerator(self) -> int:
        """What the share counts: visits, or stations, with the problem."""
        by_station = self.question.denominator == STATIONS
        return self.stations_problem if by_station else self.counts[Class.PROBLEM]

    @property
    def denominator(self) -> int:
        """What it is a share of, by the question's own rule."""
        if self.question.denominator == STATIONS:
            return self.stations
        if self.question.denominator == ALL_VISITS:
            return self.visits - self.counts[Class.NOT_IN_VERSION]
        return self.counts[Class.PROBLEM] + self.counts[Class.NO_PROBLEM]

    @property
    def share(self) -> Fraction | str:
        """The share, exactly, or why none is given."""
        if not self.question.problem:
            return "the question names no problem"
        if self.question.denominator == REPORTS:
            return "a number of reports is not a rate"
        if self.denominator < LEAST_FOR_A_SHARE:
            return f"fewer than {LEAST_FOR_A_SHARE} answers"
        return Fraction(self.numerator, self.denominator)


def tally(
    question: AskedQuestion,
    visits: Sequence[AnsweredVisit],
    given: Mapping[int, str | None],
    *,
    by_place: bool,
) -> Iterator[Tally]:
    """Answer: what did the visits say to this question?

    `given` holds, by the place of the visit in `visits`, the answer (choices separated by semicolons), ""
    where the question was shown and left empty, None where it was not relevant; a visit that is not in it was
    not answered. One tally for each selection that has visits with the form, for all places first. Selections
    are never added up, and neither are forms.
    """
    asked = [row for row, visit in enumerate(visits) if visit.form == question.form]
    groups: dict[tuple[Selection, str], list[int]] = {}
    for row in asked:
        groups.setdefault((visits[row].selection, ""), []).append(row)
        if by_place:
            groups.setdefault((visits[row].selection, visits[row].cell), []).append(row)
    order = list(Selection)
    for (selection, place), rows in sorted(
        groups.items(), key=lambda one: (order.index(one[0][0]), one[0][1])
    ):
        yield _tally(question, selection, place, {row: visits[row] for row in rows}, given)


def class_of(question: AskedQuestion, version: str, answer: str | None) -> Class:
    """What an answer counts as."""
    if question.versions and version not in question.versions:
        return Class.NOT_IN_VERSION
    if answer is None:
        return Class.NOT_RELEVANT
    chosen = frozenset(answer.split(";")) - {""}
    if not chosen:
        return Class.NOT_ANSWERED
    if chosen & question.problem:
        return Class.PROBLEM
    if NOT_OBSERVED in chosen:
        return Class.NOT_OBSERVED
    return Class.APART if chosen <= question.apart else Class.NO_PROBLEM


def _tally(
    question: AskedQuestion,
    selection: Selection,
    place: str,
    visits: Mapping[int, AnsweredVisit],
    given: Mapping[int, str | None],
) -> Tally:
    counts = dict.fromkeys(Class, 0)
    values = dict.fromkeys(question.choices, 0)
    seen: dict[str, set[bool]] = {}
    for row, visit in visits.items():
        answer = given.get(row, "")
        found = class_of(question, visit.version, answer)
        counts[found] += 1
        if found >= Class.NOT_OBSERVED:
            for value in set((answer or "").split(";")):
                values[value] += 1
        if found >= Class.NO_PROBLEM:
            seen.setdefault(visit.station, set()).add(found is Class.PROBLEM)
    return Tally(
        question,
        selection,
        place,
        counts,
        values,
        stations=len(seen),
        stations_problem=sum(True in answers for answers in seen.values()),
        conflicting=sum(len(answers) > 1 for answers in seen.values()),
    )


def drawn_stations(
    question: AskedQuestion, visits: Sequence[AnsweredVisit], given: Mapping[int, str | None]
) -> Mapping[str, bool | None]:
    """For each station of a probability sample that was visited with this form: does any visit say that it
    has the problem? None where no visit could say."""
    found: dict[str, bool | None] = {}
    for row, visit in enumerate(visits):
        if visit.form != question.form or visit.selection is not Selection.PROBABILITY:
            continue
        answer = class_of(question, visit.version, given.get(row, ""))
        said = answer is Class.PROBLEM if answer >= Class.NO_PROBLEM else None
        before = found.get(visit.station)
        found[visit.station] = said if before is None else before or bool(said)
    return found


def sample_of(visits: Sequence[AnsweredVisit], form: str, frame: int | None) -> tuple[int, int] | str:
    """Of how many stations how many were drawn, if the sample allows exact limits; else why it does not.

    It does when every drawn station of the form has one weight and no stratum, the frame is known, and the
    weight is the frame over a whole number of drawn stations, no fewer than were visited.
    """
    drawn = [v for v in visits if v.form == form and v.selection is Selection.PROBABILITY]
    if not drawn:
        return "no station of a probability sample was visited"
    if frame is None:
        return "the case has no frame.csv, so the number of stations is not known"
    weights, strata = {visit.weight for visit in drawn}, {visit.stratum for visit in drawn}
    weight = weights.pop() if len(weights) == 1 else None
    if weight is None or weight <= 0 or len(strata) > 1:
        return "the stations were drawn with unequal or unknown chances, or by strata"
    stations = Fraction(frame) / weight
    visited = len({visit.station for visit in drawn})
    if stations.denominator != 1 or not visited <= stations <= frame:
        return f"a weight of {weight} does not fit {visited} drawn stations of {frame}"
    return int(stations), frame
