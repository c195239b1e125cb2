"""CSV of a case: both ways of reading give the same cells; sizes, quotes, encodings and gzip are bounded."""

import csv
import gzip
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.record.faults import Fault
from scrutator.record.folder import csv_text
from scrutator.record.folder.csv_text import CodedText, read_csv

CELLS = st.text(alphabet='ab ,"\n\té', max_size=4)


def cells_of(coded: CodedText | None) -> list[tuple[str, ...]]:
    assert coded is not None
    columns = [[texts[code] for code in codes] for codes, texts in zip(coded.codes, coded.texts, strict=True)]
    return list(zip(*columns, strict=True))


def read(content: bytes, path: str = "t.csv") -> tuple[CodedText | None, list[Fault]]:
    faults: list[Fault] = []
    return read_csv(path, content, faults), faults


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read_whatever_the_cells_hold(rows: list[tuple[str, ...]], end: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([("x", "y", "z"), *rows])
    coded, faults = read(text.getvalue().encode())
    wanted = [tuple(cell.strip() for cell in row) for row in rows]
    assert cells_of(coded) == [row for row in wanted if any(row)]
    assert [fault.code for fault in faults] == ["R06" for row in wanted if not any(row)]


@given(st.text(alphabet='ab,"\n\r é', max_size=40), st.integers(1, 9))
def test_whole_columns_and_single_rows_agree_on_any_text(body: str, piece: int) -> None:
    content = f"x,y\n{body}".encode()
    whole, found = read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "PIECE", piece)
        pieces, found_in_pieces = read(content)
        patch.setattr(csv_text, "scan", lambda *_: None)
        rows, found_by_row = read(content)
    assert found == found_in_pieces == found_by_row
    assert cells_of(whole) == cells_of(pieces) == cells_of(rows)
    assert whole is not None
    assert rows is not None
    assert np.array_equal(whole.lines, rows.lines)


def test_lines_are_those_of_the_file_after_blank_lines_and_broken_cells() -> None:
    coded, _ = read(b'x,y\n\na,b\n"c\nd",e\n\nf,g\n')
    assert coded is not None
    assert coded.lines.tolist() == [3, 4, 7]


def test_a_quote_that_is_not_closed_is_a_fault_with_its_line() -> None:
    _, (fault,) = read(b'x,y\na,b\n"c,d\n')
    assert (fault.line, fault.code) == (3, "R04")


def test_twenty_ragged_rows_are_named_and_the_rest_are_counted() -> None:
    _, faults = read(b"x,y\n" + b"a\n" * 20)
    assert [fault.line for fault in faults] == list(range(2, 22))
    _, faults = read(b"x,y\n" + b"a\n" * 25)
    assert len(faults) == 21
    assert faults[-1].reason == "5 more rows have too many or too few cells"


@pytest.mark.parametrize("broken", ["", '"c\nd",e\n'])
def test_a_row_of_commas_is_a_fault_and_a_blank_line_is_none(broken: str) -> None:
    coded, faults = read(f"x,y\na,b\n\n , \n,\n{broken}".encode())
    assert len(cells_of(coded)) == 1 + bool(broken)
    assert [(fault.line, fault.code) for fault in faults] == [(4, "R06"), (5, "R06")]


def test_twenty_empty_rows_are_named_and_the_rest_are_counted() -> None:
    assert len(read(b"x,y\n" + b",\n" * 20)[1]) == 20
    _, faults = read(b"x,y\n" + b",\n" * 25)
    assert len(faults) == 21
    assert faults[-1].reason == "5 more rows hold nothing"


@pytest.mark.parametrize("content", [b"", b"\n", b",,\n1,2,3\n", b"\xef\xbb\xbf"])
def test_a_file_without_column_names_is_a_fault(content: bytes) -> None:
    coded, (fault,) = read(content)
    assert coded is None
    assert fault.code == "R05"


def test_bytes_that_are_no_utf8_are_named_with_their_line_wherever_they_are() -> None:
    for content in (b"x\xff,y\n", b"x,y\na,b\nc,\xff\n", b'x,y\n"a\nb",\xff\n'):
        _, (fault,) = read(content)
        assert fault.code == "R03"
        assert fault.line == content[: content.index(b"\xff")].count(b"\n") + 1


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    coded, _ = read(b"\xef\xbb\xbfx,y\na,b\n")
    assert coded is not None
    assert coded.names == ("x", "y")


def test_a_compressed_table_reads_like_a_plain_one_and_a_bomb_is_refused() -> None:
    plain = b"x,y\na,b\n"
    coded, faults = read(gzip.compress(plain), "t.csv.gz")
    assert cells_of(coded) == [("a", "b")]
    assert faults == []
    for spoiled in (plain, gzip.compress(plain)[:-3], gzip.compress(plain) + b"x", b""):
        coded, (fault,) = read(spoiled, "t.csv.gz")
        assert (coded, fault.code) == (None, "R04")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "LARGEST_FILE", 1000)
        _, (fault,) = read(gzip.compress(b"x\n" + b"a\n" * 100_000), "t.csv.gz")
        assert fault.code == "R02"
        assert read(b"x\n" + b"a" * 998, "t.csv")[1] == []
        assert read(b"x\n" + b"a" * 999, "t.csv")[1][0].code == "R02"


@pytest.mark.parametrize(("lines", "read"), [(4_000_000, True), (4_000_001, False)])
def test_a_packed_file_may_have_four_million_lines(
    lines: int, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quarter of a megabyte can unpack to sixty million short rows: minutes of work for nothing."""
    monkeypatch.setattr("scrutator.record.folder.csv_text._by_columns", lambda *_: None)
    monkeypatch.setattr("scrutator.record.folder.csv_text._by_rows", lambda *_: "read")
    faults: list[Fault] = []
    found = read_csv("x.csv", b"a\n" * lines, faults)
    assert (found == "read", [fault.code for fault in faults]) == (read, [] if read else ["R02"])


@pytest.mark.parametrize(("columns", "read"), [(2_000, True), (2_001, False), (200_000, False)])
def test_a_table_may_have_two_thousand_columns(columns: int, read: bool) -> None:
    header = ",".join(f"c{n}" for n in range(columns))
    coded, faults = read_csv_of(header)
    assert (coded is not None, [fault.code for fault in faults]) == (read, [] if read else ["R02"])


def read_csv_of(header: str) -> tuple[CodedText | None, list[Fault]]:
    return read(f"{header}\n".encode())
