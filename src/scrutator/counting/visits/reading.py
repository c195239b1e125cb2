"""Visits from a table: who chose the station, what was seen, and how the station was drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutator.counting.counts import read_cell
from scrutator.counting.visits.monitoring import ANSWERS
from scrutator.counting.visits.observation import Selection, Visit
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class VisitColumns:
    """Which columns hold what; weight and stratum "" for a draw with equal chances in one stratum."""

    answer: str = "answer"
    selection: str = "selection"
    station: str = "station"
    team: str = "team"
    weight: str = ""
    stratum: str = ""


def read_visits(rows: Iterable[Mapping[str, str]], columns: VisitColumns) -> tuple[Visit, ...]:
    """One visit for each row.

    Raises C11 for an answer that is none, a drawn station whose weight is not above 0, and two weights or
    strata of one station.
    """
    visits: list[Visit] = []
    drawn: dict[str, tuple[float, str]] = {}
    for row in rows:
        visit = _visit(row, columns)
        if visit.selection is Selection.PROBABILITY:
            known = drawn.setdefault(visit.station, (visit.weight, visit.stratum))
            if known != (visit.weight, visit.stratum):
                what = f"station {visit.station!r} has two weights or strata"
                raise ScrutatorError("C11", what, where=columns.weight or columns.stratum)
        visits.append(visit)
    if not visits:
        raise ScrutatorError("C11", "the table has no rows", remedy="Give one row for each visit.")
    return tuple(visits)


def _visit(row: Mapping[str, str], columns: VisitColumns) -> Visit:
    named = (columns.station, columns.answer, columns.selection, columns.team)
    code, text, chosen, team = (read_cell(row, column) for column in named)
    if text not in ANSWERS or chosen not in list(Selection) or not code or not team:
        remedy = f"Answers: yes, no or nothing. Selections: {', '.join(Selection)}. Every visit has a team."
        what = f"{text!r} with {chosen!r} by team {team!r} is not an answer at a visit"
        raise ScrutatorError("C11", what, where=f"station {code!r}", remedy=remedy)
    weight = 1.0
    if columns.weight and Selection(chosen) is Selection.PROBABILITY:
        weight = _weight(read_cell(row, columns.weight), code, columns.weight)
    stratum = read_cell(row, columns.stratum) if columns.stratum else "all"
    return Visit(code, team, Selection(chosen), ANSWERS[text], stratum, weight)


def _weight(text: str, code: str, column: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if not 0 < weight < float("inf"):
        what = f"{text!r} is not a weight"
        remedy = "A drawn station's weight is a number above 0: one over its chance of being drawn."
        raise ScrutatorError("C11", what, where=f"{code}, {column}", remedy=remedy)
    return weight
