import io
import zipfile
from dataclasses import replace

import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.datasets import Conversion
from scrutator.forensics.inputs.source_tables import as_csv, from_columns, read_source

PLAIN = Conversion(
    evidence="rows",
    columns={},
    subtract={},
    needed=(),
    first_characters={},
    decimal_codes=(),
    delimiter=",",
    encoding="utf-8-sig",
    by="columns",
)


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_byte_order_mark_and_carriage_returns_are_not_content() -> None:
    table = read_source('\ufeffa,b\r\n1,"x, y"\r\n'.encode(), PLAIN)
    assert {name: list(cells) for name, cells in table.items()} == {"a": ["1"], "b": ["x, y"]}


def test_cells_keep_their_blanks_and_headings_lose_them() -> None:
    assert list(read_source(b"a , b\n0001 ,2\n", PLAIN).items()) == [("a", ("0001 ",)), ("b", ("2",))]


def test_of_equal_headings_the_first_counts() -> None:
    assert list(read_source(b"check,check\n1,2\n", PLAIN)["check"]) == ["1"]


def test_the_one_table_of_a_zip_is_read_and_a_system_s_own_files_do_not_count() -> None:
    tabbed = replace(PLAIN, delimiter="\t", encoding="utf-16")
    content = zipped(**{"t.csv": "İl\tCHP\nİSTANBUL\t185\n".encode("utf-16"), "__MACOSX/._t.csv": b"\x00"})
    assert list(read_source(content, tabbed)["İl"]) == ["İSTANBUL"]


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n", b"a,b\n1\n", b"a\n\xff\n", b"PK\x03\x04 no archive", zipped(a=b"1"),
     zipped(**{"a.csv": b"a\n1\n", "b.csv": b"a\n1\n"})],
)  # fmt: skip
def test_what_is_no_table_is_an_error_with_a_code(content: bytes) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_source(content, PLAIN)
    assert caught.value.code == "F01"


TABLE = {
    "id": ("01-010-0001", "01-010-0002", "02-001-0001"),
    "town": ("A", "B", ""),
    "list 1": ("10", "7.0", ""),
    "List 2": ("5", "", ""),
    "spoiled": ("1", "", "2"),
}


def test_counts_are_added_and_taken_away_and_stay_empty_where_nothing_is_filled() -> None:
    conversion = replace(
        PLAIN,
        columns={"valid": ("list 1", "List 2"), "leader": ("list 1",)},
        subtract={"valid": ("spoiled",)},
    )
    made = from_columns(TABLE, conversion, ("registered", "valid", "leader"))
    assert made == {"registered": ["", "", ""], "valid": ["14", "7", ""], "leader": ["10", "7", ""]}


def test_taking_away_from_nought_is_seen() -> None:
    conversion = replace(PLAIN, columns={"valid": ("a",)}, subtract={"valid": ("b",)})
    assert from_columns({"a": ("0",), "b": ("3",)}, conversion, ("valid",)) == {"valid": ["-3"]}


def test_a_star_stands_for_every_heading_it_matches_in_any_case() -> None:
    conversion = replace(PLAIN, columns={"valid": ("LIST *",)})
    assert from_columns(TABLE, conversion, ("valid",))["valid"] == ["15", "7", ""]


def test_rows_without_a_needed_count_are_left_out() -> None:
    conversion = replace(PLAIN, columns={"station": ("id",), "valid": ("list 1",)}, needed=("valid",))
    made = from_columns(TABLE, conversion, ("station", "valid"))
    assert made == {"station": ["01-010-0001", "01-010-0002"], "valid": ["10", "7"]}


def test_places_are_joined_shortened_numbered_or_written_as_the_registered_file_has_them() -> None:
    conversion = replace(
        PLAIN,
        columns={"region": ("id",), "district": ("town", "spoiled")},
        first_characters={"region": 2},
    )
    made = from_columns(TABLE, conversion, ("region", "district", "station"))
    assert made["region"] == ["01", "01", "02"]
    assert made["district"] == ["A/1", "B/", "/2"]
    assert made["station"] == ["1", "2", "3"]
    codes = replace(PLAIN, columns={"region": ("town",)}, decimal_codes=("region",))
    assert from_columns(TABLE, codes, ("region", "district"))["region"] == ["A.0", "B.0", ""]


@pytest.mark.parametrize(("name", "code"), [("absent", "F02"), ("absent *", "F02"), ("town", "F01")])
def test_a_missing_column_or_a_word_for_a_count_is_an_error_with_a_code(name: str, code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        from_columns(TABLE, replace(PLAIN, columns={"valid": (name,)}), ("valid",))
    assert caught.value.code == code


def test_the_text_is_comma_separated_utf_8_with_a_line_feed_after_every_row() -> None:
    assert as_csv({"region": ["Ü", "a, b"], "valid": ["1", ""]}) == 'region,valid\nÜ,1\n"a, b",\n'.encode()
