"""What holds for every table: order decides nothing, any bytes are safe, both ways of reading agree."""

import gzip
import io
import zipfile
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import EMPTY, TextColumn, eight_digits
from scrutator.tables.counts import CountTable, Wanted, read_counts
from scrutator.tables.formats import plain
from scrutator.tables.formats.plain import scan
from scrutator.tables.model import Table
from scrutator.tables.reading import read_table
from scrutator.tables.writing import csv_text, defuse

COUNTED = ("registered", "valid", "leader")
cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
numbers = st.integers(0, 3000)


@st.composite
def elections(draw: st.DrawFn) -> list[list[str]]:
    """Stations in regions, with the subtotals and the total that a commission prints."""
    rows = draw(
        st.lists(st.tuples(st.sampled_from("ABC"), numbers, numbers, numbers), min_size=4, max_size=12)
    )
    stations = [[region, f"s{i}", *map(str, votes)] for i, (region, *votes) in enumerate(rows)]
    total = [str(sum(int(row[i]) for row in stations)) for i in (2, 3, 4)]
    return [*stations, ["Total", "", *total]]


def counted(rows: list[list[str]], columns: list[int]) -> CountTable:
    heading = ["region", "station", *COUNTED]
    text = csv_text([heading[i] for i in columns], [[row[i] for i in columns] for row in rows])
    table = read_table(text.encode(), name="t")
    wanted = Wanted({name: (name,) for name in COUNTED}, {"region": "region", "station": "station"})
    return read_counts(table, wanted)


def outcome(rows: list[list[str]], columns: list[int]) -> object:
    """The stations with their counts as a set, and the rows set aside; or the error's code."""
    try:
        read = counted(rows, columns)
    except ScrutatorError as error:
        return error.code
    stations = read.table.columns["station"].texts()
    kept = {name: tuple(int(read.counts[one][i]) for one in COUNTED) for i, name in enumerate(stations)}
    return kept, sorted((row.label, row.sum_of) for row in read.set_aside)


@given(elections(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_permuting_rows_and_columns_changes_nothing_but_order(rows: list[list[str]], random: object) -> None:
    mixed, columns = list(rows), list(range(5))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    assert outcome(mixed, columns) == outcome(rows, list(range(5)))


def test_the_total_of_such_an_election_is_set_aside() -> None:
    rows = [["A", "1", "10", "9", "4"], ["A", "2", "20", "18", "8"], ["B", "3", "5", "4", "4"]]
    read = counted([*rows, ["Total", "", "35", "31", "16"]], list(range(5)))
    assert [row.label for row in read.set_aside] == ["Total"]
    assert len(read.table) == 3


def bounded(content: bytes) -> Table | None:
    try:
        return read_table(content, name="noise")
    except ScrutatorError:
        return None


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\x1f\x8b")
@example(b"PAR1")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b'a,b\n"1,2\n')
@example(b"\xff\xfe\x00")
@example(b",,,\n,,,\n")
@example(b"0\n1\n2\n")
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_a_table_or_an_error_of_ours(content: bytes) -> None:
    bounded(content)


@given(st.text("abc019,;\t\"\n\r .'-–٣é", max_size=120))
@settings(max_examples=600, deadline=None)
def test_any_text_gives_a_table_or_an_error_of_ours_and_both_ways_agree(text: str) -> None:
    def read(row_by_row: bool) -> object:
        try:
            table = read_table(text.encode(), name="t", row_by_row=row_by_row)
        except ScrutatorError as error:
            return error.code, error.what
        columns = {name: column.texts() for name, column in table.columns.items()}
        return columns, table.lines.tolist(), table.assumptions, table.faults

    assert read(False) == read(True)


@pytest.mark.parametrize("name", ["xlsx", "ods", "xls", "csv.gz", "zip"])
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_container_is_an_error_of_ours(name: str, data: st.DataObject) -> None:
    from tests.tables.test_ugly import FOLDER

    whole = {
        "xlsx": "plain.xlsx",
        "ods": "plain.ods",
        "xls": "plain.xls",
        "csv.gz": "packed.csv.gz",
        "zip": "one.zip",
    }
    content = bytearray((FOLDER / whole[name]).read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    bounded(
        bytes(content[: data.draw(st.integers(1, len(content)))])
        if data.draw(st.booleans())
        else bytes(content)
    )


@pytest.mark.parametrize("block", [3, 1 << 16])
@given(rows=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_scanned_as_the_csv_module_reads_it(block: int, rows: list[list[str]]) -> None:
    with mock.patch.object(plain, "BLOCK", block):
        columns = scan(csv_text(["a", "b", "c"], rows).encode(), ",", 3)
    if columns is not None:
        scanned = [list(cells) for cells in zip(*(column.texts() for column in columns), strict=True)]
        assert scanned[1:] == [[text.strip() for text in row] for row in rows]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_numbers_are_the_same_from_bytes_and_from_text(values: list[int]) -> None:
    content = ("padding" + "\n".join(map(str, values)) + "\n").encode()
    columns = scan(content[7:], ",", 1)
    assert columns is not None
    fast, slow = columns[0].whole_numbers(), TextColumn(list(map(str, values))).whole_numbers()
    assert fast[0].tolist() == slow[0].tolist() == values
    assert not fast[1].any()


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("00000007", 7), ("12345678", 12345678), ("99999999", 99999999)]
)
def test_eight_digits_at_once(text: str, number: int) -> None:
    values, good = eight_digits(("x" * 8 + text).encode(), np.array([8 + len(text)]), np.array([len(text)]))
    assert (values.tolist(), good.tolist()) == ([number], [True])


@pytest.mark.parametrize("text", ["/", ":", "1:", "1/2", " 1", "1 ", "-1", "1.5", "1e5", "٣"])
def test_what_is_no_digit_is_no_number(text: str) -> None:
    column = scan(f"head\n{text}\n".encode(), ",", 1)
    assert column is not None
    values, other = column[0].whole_numbers()
    assert (values.tolist()[1], other.tolist()[1]) == (EMPTY, True)


@pytest.mark.parametrize("size", [131_072, 131_073])
def test_the_longest_cell_is_the_same_for_both_ways(size: int) -> None:
    assert (scan(b"a" * size + b"\n", ",", 1) is None) == (size > 131_072)


def bomb(size: int) -> bytes:
    return gzip.compress(b"a,b\n" + b"1,2\n" * ((size - 4) // 4), mtime=0)


@pytest.mark.parametrize(("size", "refused"), [(16 * 1024 * 1024, False), (16 * 1024 * 1024 + 4, True)])
def test_what_packs_two_hundred_to_one_may_unpack_to_sixteen_mebibytes(size: int, refused: bool) -> None:
    from scrutator.tables.formats.containers import gunzip

    packed = bomb(size)
    assert len(packed) * 200 < size
    if refused:
        with pytest.raises(ScrutatorError, match="unpack to more than 16,777,216"):
            gunzip(packed)
    else:
        assert len(gunzip(packed)) == size


@pytest.mark.parametrize("depth", [2, 3])
def test_archives_in_archives_are_unpacked_twice(depth: int) -> None:
    content = b"a,b\n1,2\n"
    for _ in range(depth):
        content = gzip.compress(content, mtime=0)
    if depth == 2:
        assert read_table(content, name="t").columns["b"].texts() == ["2"]
    else:
        with pytest.raises(ScrutatorError, match="more than 2 deep"):
            read_table(content, name="t")


def test_a_zip_bomb_inside_a_workbook_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (17 * 1024 * 1024))
    with pytest.raises(ScrutatorError, match="unpacks to more than") as caught:
        read_table(out.getvalue(), name="t")
    assert caught.value.code == "B02"


def test_one_long_text_repeated_by_very_many_cells_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", "<sst><si><t>" + "x" * 1_000_000 + "</t></si></sst>")
        archive.writestr("xl/worksheets/sheet1.xml", '<c t="s"><v>0</v></c>' * 2_200)
    with pytest.raises(ScrutatorError, match="repeat a text of"):
        read_table(out.getvalue(), name="t")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+7 700", "'+7 700"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("-5", "'-5"),
        ("5", "5"),
        ("a=1", "a=1"),
    ],
)
def test_formulas_are_defused_where_a_spreadsheet_opens_the_file(text: str, safe: str) -> None:
    assert defuse(text) == safe
    assert csv_text(["a"], [[text]], defused=True) == f"a\n{safe}\n"
    assert csv_text([text], [["a"]], defused=True) == f"{safe}\na\n"
    assert csv_text(["a"], [[text]]) == f"a\n{text}\n"
