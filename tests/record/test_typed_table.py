"""Bulk tables: rows on demand, keys and links checked by column, small and bulk at their limit."""

import pytest

from scrutator.record.catalogue import OPEN_TABLES, TABLES, Size
from scrutator.record.faults import Fault
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case
from scrutator.record.typed_table import Rows
from support.small_case import SMALL_CASE

SPECS = {spec.name: spec for spec in (*TABLES, *OPEN_TABLES)}


def with_places(stations: int, *more: str) -> dict[str, bytes]:
    files = {path: text.encode() for path, text in SMALL_CASE.items()}
    rows = "".join(f"s{n},Station {n},station,north,A\n" for n in range(stations))
    files["places.csv"] += (rows + "".join(more)).encode()
    return files


def faults_of(files: dict[str, bytes]) -> list[Fault]:
    return list(check_case(read_case(files)))


@pytest.mark.parametrize("name", ["places", "results", "totals", "turnout"])
def test_a_table_is_small_up_to_five_thousand_rows(name: str) -> None:
    assert SPECS[name].size(5_000) is Size.SMALL
    assert SPECS[name].size(5_001) is Size.BULK


def test_other_tables_of_records_are_always_small_and_open_tables_always_bulk() -> None:
    assert SPECS["claims"].size(1_000_000) is Size.SMALL
    assert all(spec.size(1) is Size.BULK for spec in OPEN_TABLES)


def test_rows_of_a_bulk_table_are_made_when_they_are_asked_for() -> None:
    small, bulk = (read_case(with_places(n)).case for n in (4_997, 4_998))
    assert small is not None
    assert bulk is not None
    assert isinstance(small.places, tuple)
    assert isinstance(bulk.places, Rows)
    assert (len(small.places), len(bulk.places)) == (5_000, 5_001)
    assert list(bulk.places)[:5_000] == list(small.places)
    assert bulk.places[-1].id == "s4997"
    assert [place.id for place in bulk.places[1:3]] == ["north", "south"]


def test_a_key_that_is_there_twice_among_thousands_is_named_with_both_lines() -> None:
    faults = faults_of(with_places(6_000, "s5,Again,station,north,A\n"))
    assert [(f.file, f.line, f.code) for f in faults] == [("places.csv", 6_005, "R20")]
    assert "line 10" in faults[0].reason


def test_a_thousand_equal_faults_are_twenty_rows_and_a_number() -> None:
    rows = (f"t{n},T,station,nowhere,A\n" for n in range(1_000))
    faults = faults_of(with_places(0, *rows))
    assert len(faults) == 21
    assert faults[0].reason == "980 more rows have this fault"
    assert [fault.line for fault in faults[1:4]] == [5, 6, 7]


def test_cells_that_cannot_be_read_are_named_up_to_twenty_a_column() -> None:
    rows = (f"t{n},T,stat,north,A\n" for n in range(30))
    faults = faults_of(with_places(0, *rows))
    assert len(faults) == 21
    assert "10 more cells" in faults[0].reason


def test_equal_values_written_differently_are_one_key() -> None:
    files = {path: text.encode() for path, text in SMALL_CASE.items()}
    files["versions.csv"] = (
        b"station,number,step,author,at,basis,a\n1,1,original,,20:00,,5\n1,01,original,,20:00,,5\n"
    )
    assert [(f.file, f.line, f.code) for f in faults_of(files)] == [("versions.csv", 3, "R20")]
