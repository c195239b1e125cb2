"""Station results for a site: sums by region and district on pages, single stations in shards.

A shard is a script that hands its rows to the page (`file://` allows no other way), and the same rows lie
beside it as CSV for readers without scripts. There is no page for a single station.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scrutator.record.cells import read_missing
from scrutator.record.typed_table import NOT_A_COUNT, TypedTable
from scrutator.site.cells import Drawer
from scrutator.site.page import Page
from scrutator.site.places.areas import areas
from scrutator.site.places.named import named_by_place, named_here, reasons_of
from scrutator.site.questions import Question
from scrutator.site.subject import Subject
from scrutator.statement.numbers import number
from scrutator.tables.writing import csv_text

NAMES = ("region", "district", "station")
MOST_NAMED = 100  # rows of named stations on the page of a region; the file of the finding has them all
SHARD = 1_000  # stations in a shard, about 60 kB


@dataclass(frozen=True)
class Sum:
    """A column of counts summed over stations; `unknown` stations have no figure, and are not zeros. Where
    no station has one, `total` is ""."""

    total: str
    unknown: int


@dataclass(frozen=True)
class Group:
    """A region or a district: how many stations, and the sums of every column of counts.

    `mark` is the id of a district's row: its address asks the page for the stations of that district.
    """

    name: str
    address: str
    stations: int
    sums: tuple[Sum, ...]
    mark: str = ""


def count_columns(table: TypedTable) -> tuple[str, ...]:
    """The columns that hold whole numbers, in the order of the file: these are summed."""
    return tuple(name for name in table.names if name not in NAMES and holds_counts(table[name].texts))


def holds_counts(texts: Sequence[str]) -> bool:
    """Whole numbers, or words for a missing one, and more than the noughts and ones of an answer."""
    numbers = {text for text in texts if text and read_missing(text) is None}
    return all(map(is_count, numbers)) and bool(numbers - {"0", "1"})


def is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def counts_of(table: TypedTable, names: Sequence[str]) -> dict[str, Any]:
    """Whole numbers of every row by column, `NOT_A_COUNT` where there is none."""
    found = {}
    for name in names:
        column = table[name]
        known = [int(text) if is_count(text) else NOT_A_COUNT for text in column.texts]
        found[name] = np.array(known, dtype=np.int64)[column.codes]
    return found


def group(name: str, address: str, rows: Any, counts: Mapping[str, Any], language: str) -> Group:
    """The sums of some rows; a missing figure is counted as missing."""
    sums = []
    for values in counts.values():
        here = values[rows]
        known = here != NOT_A_COUNT
        total = number(int(here[known].sum()), 0, language) if known.any() else ""
        sums.append(Sum(total, int((~known).sum())))
    return Group(name, address, len(rows), tuple(sums))


def station_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """A page for every region: its districts with their sums, and room for its stations."""
    table = subject.case.columns.get("stations")
    if table is None or not len(table):
        return
    names = count_columns(table)
    counts, districts = counts_of(table, names), table["district"].row_texts()
    for area in areas(table):
        inside: dict[str, list[int]] = {}
        for row in area.rows.tolist():
            inside.setdefault(districts[row], []).append(row)
        groups = tuple(
            replace(group(name, f"{area.page}#{mark}", np.array(rows), counts, drawer.language), mark=mark)
            for mark, name, rows in _marked(inside)
        )
        values = {
            "area": area,
            "columns": names,
            "column_words": {name: drawer.speech.words(name.replace("_", " ")) for name in table.names},
            "groups": groups,
            "whole": group(area.name, "", area.rows, counts, drawer.language),
            "named": named_here(subject, area.name, drawer, MOST_NAMED),
            "reasons": [drawer.speech.words(one) for one in reasons_of(subject)],
            "shards": tuple(f"{area.data}-{n + 1}.js" for n in range(-(-len(area.rows) // SHARD))),
        }
        title = area.name or words["no_region"]
        yield Page(area.page, Question.RESULTS, title, "region.html", values, recorded=bool(area.name))


def _marked(inside: Mapping[str, list[int]]) -> Iterator[tuple[str, str, list[int]]]:
    """The districts by name, each with the id of its row."""
    for at, (name, rows) in enumerate(sorted(inside.items()), 1):
        yield f"district-{at}", name, rows


def region_groups(subject: Subject, drawer: Drawer) -> tuple[tuple[str, ...], tuple[Group, ...]]:
    """The columns and the sums by region for the page of results; none when the case has no stations."""
    table = subject.case.columns.get("stations")
    if table is None or not len(table):
        return (), ()
    names = count_columns(table)
    counts = counts_of(table, names)
    groups = (group(area.name, area.page, area.rows, counts, drawer.language) for area in areas(table))
    return names, tuple(groups)


def station_files(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """The shards of every region and its CSV file, by name inside the folder of the case."""
    table = subject.case.columns.get("stations")
    if table is None or not len(table):
        return
    texts = [table[name].row_texts() for name in table.names]
    places, named = [table[name].row_texts() for name in NAMES], named_by_place(subject)
    for area in areas(table):
        rows = [[column[row] for column in texts] for row in area.rows.tolist()]
        yield f"{area.data}.csv", csv_text(table.names, rows, defused=True).encode()
        for start in range(0, len(rows), SHARD):
            here = area.rows[start : start + SHARD].tolist()
            grounds = (named.get((places[0][row], places[1][row], places[2][row])) for row in here)
            part = {
                "columns": table.names,
                "rows": rows[start : start + SHARD],
                "named": {at: found for at, found in enumerate(grounds) if found},
            }
            yield f"{area.data}-{start // SHARD + 1}.js", script("scrutatorStations", part)


def script(function: str, value: object) -> bytes:
    """A classic script that hands a value to the page's own script."""
    return f"{function}({json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n".encode()
