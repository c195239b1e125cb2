"""Exports of any size and shape are read or refused by name, within limits that are tested on both sides."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.importing import sheets
from scrutator.field.importing.apollo_form import read_apollo_form
from scrutator.field.importing.apollo_tables import deployment_of, observers_of, places_of
from scrutator.field.importing.central import read_central
from scrutator.field.importing.kobo import read_kobo
from scrutator.field.importing.nemo import read_nemo
from scrutator.field.importing.sheets import csv_sheet, workbook_sheets
from scrutator.field.xlsform import PublishedForm
from support.workbooks import xlsx


@pytest.mark.parametrize(("rows", "refused"), [(4, False), (5, True)])
def test_a_table_has_at_most_so_many_rows(rows: int, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    text = ("a\n" + "1\n" * rows).encode()
    if refused:
        with pytest.raises(ScrutatorError, match="D61"):
            csv_sheet(text, "t")
    else:
        assert len(csv_sheet(text, "t").rows) == rows


@pytest.mark.parametrize(("columns", "refused"), [(3, False), (4, True)])
def test_a_table_has_at_most_so_many_columns(
    columns: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 3)
    book = xlsx({"A": [[f"c{n}" for n in range(columns)], [1] * columns]})
    if refused:
        with pytest.raises(ScrutatorError, match="D61"):
            workbook_sheets(book, "t")
    else:
        assert len(workbook_sheets(book, "t")[0].headings) == columns


@pytest.mark.parametrize(("size", "refused"), [(20, False), (21, True)])
def test_a_file_has_at_most_so_many_bytes(size: int, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 20)
    text = b"a\n" + b"1" * (size - 3) + b"\n"
    if refused:
        with pytest.raises(ScrutatorError, match="D61"):
            csv_sheet(text, "t")
    else:
        assert csv_sheet(text, "t").rows[0]["a"] == "1" * (size - 3)


def test_a_zip_has_at_most_so_many_files_and_no_two_of_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_FILES", 2)

    def zipped(*names: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return out.getvalue()

    assert len(sheets.zip_files(zipped("a", "b"), "z")) == 2
    with pytest.raises(ScrutatorError, match="D61"):
        sheets.zip_files(zipped("a", "b", "c"), "z")
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped("a", "a")
    with pytest.raises(ScrutatorError, match="D61"):
        sheets.zip_files(twice, "z")


def test_two_columns_of_one_name_and_cells_beside_the_heading_are_not_guessed_at() -> None:
    with pytest.raises(ScrutatorError, match="two columns are called “a”"):
        csv_sheet(b"a,b,a\n1,2,3\n", "t")
    with pytest.raises(ScrutatorError, match="is empty"):
        csv_sheet(b"\n , \n", "t")
    found = csv_sheet(b"a,,b\n1,2,3\n4,,5\n", "t")
    assert found.faults == ("t, row 2 has a cell under no heading",)
    assert [row["b"] for row in found.rows] == ["5"]


READERS: list[Callable[[bytes, PublishedForm], Any]] = [
    read_central,
    read_kobo,
    read_nemo,
    lambda data, _: read_apollo_form(data),
    lambda data, _: places_of(data),
    lambda data, _: observers_of(data),
    lambda data, _: deployment_of(data, "1"),
]


def test_any_bytes_are_read_or_refused_by_name(form: PublishedForm) -> None:
    heads = [
        b"",
        b"PK\x03\x04",
        b"ResponseID,Form,Submitter\n",
        b"ID,Name,Partner,Location ID\n",
        b"R_N_EN,R_ID\n",
    ]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(heads), st.binary(max_size=60), st.sampled_from(range(len(READERS))))
    def check(head: bytes, tail: bytes, reader: int) -> None:
        with suppress(ScrutatorError):  # every other error is a fault of the reader
            READERS[reader](head + tail, form)

    check()


def test_a_table_cut_or_changed_anywhere_is_read_or_refused_by_name(form: PublishedForm) -> None:
    book = xlsx({"A visit": [["_uuid", "_index", "station"], ["a", 1, "S1"]]})

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, len(book) - 1), st.integers(0, 255))
    def check(place: int, byte: int) -> None:
        for data in (book[:place], book[:place] + bytes([byte]) + book[place + 1 :]):
            with suppress(ScrutatorError):
                read_kobo(data, form)

    check()


@pytest.mark.parametrize(("cells", "refused"), [(11, False), (12, True)])
def test_a_table_has_at_most_so_many_cells_before_any_is_made(
    cells: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 11)
    text = ("a\n" + "," * (cells - 2) + "\n").encode()
    if refused:
        with pytest.raises(ScrutatorError, match="11 cells"):
            csv_sheet(text, "t")
    else:
        assert csv_sheet(text, "t").rows == ()


@pytest.mark.parametrize("formula", ["1/0", "1+1"])
def test_a_formula_without_a_result_is_a_fault_and_no_answer(formula: str) -> None:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["a", "b"])
    book.active.append(["error in the list", f"={formula}"])
    book.save(out)
    (sheet,) = workbook_sheets(out.getvalue(), "t")
    assert sheet.faults == (f"{sheet.name}, row 2: “b” is a formula without a result",)


def test_what_a_mac_puts_into_a_zip_is_no_table() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "KEY\n")
        archive.writestr("__MACOSX/._a.csv", b"\x00\x05\x16\x07")
    assert sheets.zip_files(out.getvalue(), "t") == {"a.csv": b"KEY\n", "__MACOSX/._a.csv": 4}
