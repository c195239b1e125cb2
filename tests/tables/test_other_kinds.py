"""What is no table is called by its true name, and Parquet keeps its names and numbers."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.reading import read_table
from tables.test_ugly import FOLDER

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, mimetype if name == "mimetype" else "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1 a,b}", "a text document (RTF)"),
        (b'{"a": 1}', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"SQLite format 3\0", "a database (SQLite)"),
        (b"BZh91AY&SY", "an archive of a kind that is not read"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a text document (Word)"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "slides (PowerPoint)"),
        (
            zipped("mimetype", "content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "no spreadsheet",
        ),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a workbook under a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a text document (Word)"),
        (OLE, "holds no workbook"),
    ],
)
def test_what_is_no_table_is_called_by_its_true_name(data: bytes, kind: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_table(data, name="t")
    assert caught.value.code == "B01"
    assert kind in str(caught.value)


def test_a_folder_of_tables_called_word_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/a.csv", (FOLDER / "plain.csv").read_text(encoding="utf-8"))
    assert len(read_table(out.getvalue(), name="t")) == 4


def parquet(tmp_path: Path, columns: dict[str, object]) -> Path:
    duckdb = pytest.importorskip("duckdb")
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as format_

    assert duckdb
    names = list(columns)
    arrays = [pyarrow.array(cells) for cells in columns.values()]
    format_.write_table(pyarrow.Table.from_arrays(arrays, names=names), tmp_path / "t.parquet")
    return tmp_path / "t.parquet"


def test_columns_of_parquet_that_differ_in_case_keep_their_names(tmp_path: Path) -> None:
    nested = [{"x": 1, "y": [2]}, {"x": 3, "y": []}]
    path = parquet(tmp_path, {"a": [1, 2], "n": nested, "A": [3, 4], "__index_level_0__": [0, 1]})
    table = read_table(path)
    assert list(table.columns) == ["a", "n", "A"]
    assert table.columns["A"].texts() == ["3", "4"]
    assert "pandas" in table.assumptions[0].text


def test_large_unsigned_numbers_of_parquet_stay_positive(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"votes": np.array([2**63 + 5, 7], dtype=np.uint64)})
    assert read_table(path).columns["votes"].texts() == [str(2**63 + 5), "7"]
