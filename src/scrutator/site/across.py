"""The elections of several cases in one table, where a site holds several; their lists stand apart.

Ids are given case by case, so that no list or region of one case is taken for one of another.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scrutator.findings.methods.official.election_numbers import Election, election_of
from scrutator.findings.model import Row, Table, Value
from scrutator.findings.plain import csv_cell, plain_table
from scrutator.findings.tabulate import table_of
from scrutator.record.case import Case
from scrutator.site.cells import Drawer, TableView
from scrutator.site.subject import Subject
from scrutator.statement.document import speech_of
from scrutator.tables.writing import csv_text
from scrutator.words.saying import Speech
from scrutator.words.site import LANGUAGES

FOLDER = "compared"
APART = "Lists of different cases are not matched: their ids were given independently of each other."


@dataclass(frozen=True)
class Held:
    """An election with the case that holds it."""

    case: Case
    election: Election


def held_elections(subjects: Sequence[Subject]) -> tuple[Held, ...]:
    """Every election with final results of a whole country, by day; none where only one case has any."""
    found = []
    for case in (subject.case for subject in subjects):
        countries = {place.id for place in case.places if place.level == "country"}
        known = {row.contest for row in case.results if row.stage == "final" and row.place in countries}
        found += [
            Held(case, election_of(case, one, one.called())) for one in case.contests if one.id in known
        ]
    cases = {one.case.header.id for one in found}
    ordered = sorted(found, key=lambda one: (one.election.date.earliest, one.case.header.id, one.election.id))
    return tuple(ordered) if len(cases) > 1 else ()


def tables_across(held: Sequence[Held]) -> tuple[Table, Table]:
    """One row per election, and one per list of each."""
    elections = table_of(
        "elections",
        "The elections of all cases",
        held,
        {
            "case": lambda one: one.case.header.title,
            "election": lambda one: one.election.name,
            "date": lambda one: str(one.election.date),
            "registered": lambda one: one.election.total("registered"),
            "ballots cast": lambda one: one.election.total("ballots_cast"),
            "turnout, %": lambda one: one.election.turnout.value,
            "valid": lambda one: one.election.total("valid"),
            "invalid": lambda one: one.election.total("invalid"),
            "seats": lambda one: one.election.seats_filled,
        },
    )
    rows: list[Row] = []
    for one in held:
        names = {row.id: row.name for row in one.case.lists}
        for name, share in one.election.shares.items():
            first: tuple[Value, ...] = (one.case.header.title, one.election.name, names[name])
            rows.append((*first, share.value, one.election.seats[name].value))
    columns = ("case", "election", "list", "share, %", "seats")
    lists = Table("lists", "The lists of every election", columns, tuple(rows), APART)
    return elections, lists


def files_across(subjects: Sequence[Subject]) -> Iterator[tuple[str, bytes]]:
    """The tables as CSV and as JSON; their pages are printed by the press."""
    for table in tables_across(held) if (held := held_elections(subjects)) else ():
        rows = [[csv_cell(value) for value in row] for row in table.rows]
        yield f"{FOLDER}/{table.name}.csv", csv_text(table.columns, rows).encode()
        text = json.dumps(plain_table(table), ensure_ascii=False, sort_keys=True)
        yield f"{FOLDER}/{table.name}.json", f"{text}\n".encode()


def views_across(subjects: Sequence[Subject], language: str) -> tuple[TableView, ...]:
    """The tables as a page draws them, with the names that each case has in the language."""
    names: dict[str, str] = {}
    for subject in subjects:
        names = {**speech_of(subject.case, language).names, **names}
    drawer = Drawer(Speech(language, names), {})
    tables = tables_across(held_elections(subjects))
    views = (drawer.table(FOLDER, table, len(table.rows)) for table in tables)
    return tuple(replace(view, data=f"{table.name}.csv") for view, table in zip(views, tables, strict=True))


def pages_across(subjects: Sequence[Subject]) -> Mapping[str, tuple[TableView, ...]]:
    """What the page of each language shows; empty where there is nothing to compare."""
    if not held_elections(subjects):
        return {}
    return {language: views_across(subjects, language) for language in LANGUAGES}
