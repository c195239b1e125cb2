"""A key of a mapping that would have no effect is refused by its name."""

from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.mapping import TableMapping
from scrutator.tables.names import summands
from scrutator.tables.reading import read_table
from support.workbooks import xlsx
from tables.make_ugly import HEAD, ROWS


@pytest.mark.parametrize("mapping", [TableMapping(delimiter=";"), TableMapping(encoding="cp1252")])
def test_a_workbook_has_no_delimiter_and_no_encoding(mapping: TableMapping) -> None:
    key = "delimiter" if mapping.delimiter else "encoding"
    with pytest.raises(ScrutatorError, match=f"`{key}` has no effect on a workbook") as caught:
        read_table(xlsx({"S": [HEAD, *ROWS]}), mapping, name="t")
    assert caught.value.code == "B10"


@pytest.mark.parametrize(
    ("mapping", "key"),
    [
        (TableMapping(sheet="S"), "sheet"),
        (TableMapping(delimiter=";"), "delimiter"),
        (TableMapping(encoding="cp1252"), "encoding"),
        (TableMapping(heading=2), "heading"),
        (TableMapping(heading_rows=1), "heading_rows"),
    ],
)
def test_a_parquet_file_has_no_text_and_no_heading(tmp_path: Path, mapping: TableMapping, key: str) -> None:
    with pytest.raises(ScrutatorError, match=f"`{key}` has no effect on a Parquet file"):
        read_table(b"PAR1....PAR1", mapping, name="t")


def test_a_row_is_dropped_or_kept_and_not_both() -> None:
    with pytest.raises(ScrutatorError, match="row 3 is in `drop` and in `keep`"):
        read_table(b"a,b\n1,2\n3,4\n", TableMapping(drop=(2, 3), keep=(3,)), name="t")


def test_columns_that_name_a_station_need_a_long_table() -> None:
    with pytest.raises(ScrutatorError, match="`stations` has no effect without `long`"):
        read_table(b"a,b\n1,2\n", TableMapping(stations=("a",)), name="t")


@pytest.mark.parametrize("source", ["early + early", "early + Early ", "early + late + EARLY"])
def test_a_column_is_added_up_once(source: str) -> None:
    with pytest.raises(ScrutatorError, match="adds up the column “early” twice"):
        summands(source, ["early", "late"])
