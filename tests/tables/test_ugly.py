"""Every ugly file is read as its neighbour says, by the fast scan and row by row alike."""

import json
from pathlib import Path
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.contradictions import PartOf
from scrutator.tables.counts import CountTable, Wanted, read_counts
from scrutator.tables.mapping import TableMapping
from scrutator.tables.names import need, summands
from scrutator.tables.reading import read_table

FOLDER = Path(__file__).parent / "ugly"
NAMES = sorted(path.name for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))
COUNTED = ("registered", "ballots_cast", "valid", "leader")


def expected_of(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    return expected


def reading(name: str, row_by_row: bool) -> CountTable:
    given = expected_of(name)["mapping"]
    mapping = TableMapping(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
    table = read_table(FOLDER / name, mapping, row_by_row=row_by_row)
    sources = {ours: mapping.columns.get(ours, ours) for ours in COUNTED}
    counts = {ours: summands(theirs, table.columns) for ours, theirs in sources.items()}
    places = {ours: need(mapping.columns.get(ours, ours), table.columns) for ours in ("region", "station")}
    pairs = (PartOf("ballots_cast", "registered"), PartOf("leader", "valid"))
    return read_counts(table, Wanted(counts, places, pairs), mapping)


def test_the_corpus_has_at_least_forty_kinds() -> None:
    assert len({expected_of(name)["kind"] for name in NAMES}) == len(NAMES) >= 40


@pytest.mark.parametrize("row_by_row", [False, True], ids=["scan", "rows"])
@pytest.mark.parametrize("name", NAMES)
def test_an_ugly_file_is_read_as_expected(name: str, row_by_row: bool) -> None:
    expected = expected_of(name)
    if "error" in expected:
        with pytest.raises(ScrutatorError) as caught:
            reading(name, row_by_row)
        assert (caught.value.code, expected["says"] in str(caught.value)) == (expected["error"], True), (
            caught.value
        )
        return
    read = reading(name, row_by_row)
    assert {ours: values.tolist() for ours, values in read.counts.items()} == expected["counts"]
    assert read.table.lines.tolist() == expected["lines"]
    assert [row.line for row in read.set_aside] == expected["set_aside"]
    said = " / ".join(one.text for one in read.assumptions)
    assert all(words in said for words in expected["assumes"]), said
    if "region" in expected:
        region = expected["mapping"].get("columns", {}).get("region", "region")
        assert read.table.columns[need(region, read.table.columns)].texts() == expected["region"]


@pytest.mark.parametrize("name", [name for name in NAMES if "error" not in expected_of(name)])
def test_both_ways_of_reading_give_the_same_cells_faults_and_assumptions(name: str) -> None:
    fast, slow = reading(name, False), reading(name, True)
    assert {n: c.texts() for n, c in fast.table.columns.items()} == {
        n: c.texts() for n, c in slow.table.columns.items()
    }
    assert (fast.faults, fast.assumptions, fast.set_aside) == (slow.faults, slow.assumptions, slow.set_aside)
