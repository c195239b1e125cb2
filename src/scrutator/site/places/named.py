"""Stations that a test names, as pages show them: in a table of all, and at their place in the results."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote

from scrutator.findings.model import Finding, Table
from scrutator.site.cells import Cell, CellKind, Drawer, TableView
from scrutator.site.links import Link, anchor, fragment
from scrutator.site.questions import Question
from scrutator.site.subject import Subject

METHOD = "forensics.stations"
REASON = 3  # the column of the reason, after region, district and station


@dataclass(frozen=True)
class NamedHere:
    """The named stations of a region: a table of the first, where all stand, and how many they are."""

    table: TableView
    address: str
    stations: int


def finding_of(subject: Subject) -> Finding | None:
    """The finding that names stations; the first where a case asks for several."""
    return next((one for one in subject.findings if one.method == METHOD), None)


def table_of(finding: Finding) -> Table:
    return next(one for one in finding.outcome.tables if one.name == "stations")


def reasons_of(subject: Subject) -> tuple[str, ...]:
    """Every reason that was looked for, in the order of the finding; shards name reasons by their place."""
    finding = finding_of(subject)
    if finding is None:
        return ()
    asked = next(one for one in finding.outcome.tables if one.name == "reasons")
    return tuple(str(row[0]) for row in asked.rows)


def named_by_place(subject: Subject) -> dict[tuple[str, str, str], list[int]]:
    """The places of the reasons of each named station, by region, district and station."""
    finding = finding_of(subject)
    places = {reason: at for at, reason in enumerate(reasons_of(subject))}
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in table_of(finding).rows if finding else ():
        region, district, station = (str(one) for one in row[:REASON])
        found.setdefault((region, district, station), []).append(places[str(row[REASON])])
    return found


def named_here(subject: Subject, region: str, drawer: Drawer, most: int) -> NamedHere | None:
    """The named stations of a region; None where no finding names stations."""
    finding = finding_of(subject)
    if finding is None:
        return None
    whole = table_of(finding)
    rows = tuple(row for row in whole.rows if row[0] == region)
    view = drawer.table(finding.id, replace(whole, rows=rows), most)
    address = f"{Question.FORENSICS.path}{fragment(f'finding-{finding.id}')}"
    stations = len({row[:REASON] for row in rows})
    return NamedHere(replace(view, id=anchor("named")), address, stations)


def with_places(view: TableView, table: Table, pages: Mapping[str, str]) -> TableView:
    """The table with every station as a link to its place among the results of its region."""

    @cache
    def link(region: str, station: str) -> Cell:
        address = f"{pages[region]}#station={quote(station, safe='')}"
        return Cell(station, CellKind.LINKS, links=(Link(station, address),))

    rows = tuple(
        (*cells[:2], link(str(row[0]), str(row[2])), *cells[REASON:]) if row[0] in pages else cells
        for cells, row in zip(view.rows, table.rows, strict=False)
    )
    return replace(view, rows=rows)
