"""What was published on a contest for the whole country: results of lists and totals.

Where several sources give one number, that of the source whose id comes first in the alphabet is taken, so
that the order of rows decides nothing; where they give different numbers, `disputed` says so.
"""

from collections.abc import Iterable
from typing import TypeVar

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.nouns.contests import ListResult, Total
from scrutator.record.unknown import Unknown

Row = TypeVar("Row", ListResult, Total)
QUANTITY_WORDS = {
    "registered": "registered voters",
    "voters": "voters who took part",
    "ballots_cast": "ballots cast",
    "valid": "valid votes",
    "invalid": "invalid votes",
    "stations": "number of stations",
}


def cited(row: object) -> tuple[str, ...]:
    """The citations of a row, as the record writes them."""
    return tuple(str(citation) for citation in getattr(row, "source", ()))


def list_names(case: Case) -> dict[str, str]:
    """The name of every list by its id."""
    return {row.id: row.name for row in case.lists}


def results_of(case: Case, contest: str, stage: str) -> dict[str, ListResult]:
    """The country's results of a contest by list. Raises N03 when there is no final one."""
    rows = _first_sources(_results(case, contest, stage), "list")
    if not rows and stage == "final":
        raise ScrutatorError("N03", f"there are no final results of '{contest}' for a whole country")
    return rows


def published_total(case: Case, contest: str, quantity: str) -> tuple[int | Unknown | None, tuple[str, ...]]:
    """A final national total and its sources; None when the record has no row for it."""
    row = _first_sources(_totals(case, contest), "quantity").get(quantity)
    return (row.value, cited(row)) if row else (None, ())


def marks_note(rows: Iterable[tuple[str, ListResult]]) -> str:
    """The marks of published rows, as the note under a table: once when all rows have the same."""
    given = list(rows)
    marks = {name: row.mark for name, row in given if row.mark}
    if len(marks) == len(given) and len(set(marks.values())) == 1:
        notes = sorted({row.note for _, row in given if row.note})
        return f"Every row: {next(iter(marks.values()))}{': ' if notes else ''}{'; '.join(notes)}."
    return " ".join(sorted(f"{name}: {mark}." for name, mark in marks.items()))


def disputed(case: Case, contest: str) -> tuple[str, ...]:
    """A sentence for each final number of the contest that its sources give differently."""
    names = list_names(case)
    said: list[tuple[tuple[str, ...], str, object]] = []
    for row in _results(case, contest, "final"):
        said.append((cited(row), f"votes of {names[row.list]}", row.votes))
        said.append((cited(row), f"seats of {names[row.list]}", row.seats))
    said += [(cited(row), QUANTITY_WORDS[row.quantity], row.value) for row in _totals(case, contest)]
    found: dict[str, dict[int, str]] = {}
    for sources, what, value in sorted(said, key=lambda one: one[:2]):
        if isinstance(value, int):
            found.setdefault(what, {}).setdefault(value, "; ".join(sources))
    return tuple(
        f"Sources differ on the {what}: "
        + ", ".join(f"{value:,} ({sources})" for value, sources in given.items())
        + ". The first is used."
        for what, given in found.items()
        if len(given) > 1
    )


def _results(case: Case, contest: str, stage: str) -> list[ListResult]:
    countries = countries_of(case)
    return [
        row
        for row in case.results
        if row.contest == contest and row.stage == stage and row.place in countries
    ]


def _totals(case: Case, contest: str) -> list[Total]:
    countries = countries_of(case)
    return [
        row
        for row in case.totals
        if row.contest == contest and row.stage == "final" and row.place in countries
    ]


def countries_of(case: Case) -> set[str]:
    """The ids of the places that are a whole country."""
    return {place.id for place in case.places if place.level == "country"}


def _first_sources(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """For each list or quantity the row of the first source; in the order of the record."""
    found: dict[str, Row] = {}
    for row in rows:
        name = getattr(row, key)
        if name not in found or cited(row) < cited(found[name]):
            found[name] = row
    return found
