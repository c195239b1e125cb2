"""A row of totals is recognised in any script and any way of writing, and asked about where it may be one."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.counts import CountTable, Wanted, read_counts
from scrutator.tables.reading import read_table
from scrutator.tables.totals_words import is_totals_text
from scrutator.tables.writing import csv_text

HEAD = ["region", "station", "registered", "votes"]
STATIONS = [["N", "1", "900", "500"], ["N", "2", "700", "400"], ["S", "3", "800", "300"]]


def counted(*more: list[str], rows: list[list[str]] = STATIONS) -> CountTable:
    table = read_table(csv_text(HEAD, [*rows, *more]).encode(), name="t")
    places = {"region": "region", "station": "station"}
    return read_counts(table, Wanted({"registered": ("registered",), "votes": ("votes",)}, places))


@pytest.mark.parametrize(
    "word",
    [
        *("ΣΥΝΟΛΟ", "Σύνολο:", 'סה"כ', "סה״כ", "סך הכל", "कुल", "รวม", "รวมทั้งหมด", "المجمـــوع", "ＴＯＴＡＬ"),
        *(
            "T O T A L",
            "T O T A L  N O R T H",
            "И Т О Г О",
            "合 計",
            "北海道合計",
            "合計",
            "小计",
            "Tổng cộng",
        ),
        *(
            "GENEL TOPLAMI",
            "Genel Toplamı",
            "TỔNG CỘNG",
            "*** Total ***",
            "Sub-total",
            "«Итого»",
            "TOTAL\nGENERAL",
        ),
        *(
            "Итого в целом по избирательному округу № 5 города Москвы (предварительно)",
            "to\u200btal",
            "Tötal",
        ),
    ],
)
def test_a_word_of_totals_is_known_however_it_is_written(word: str) -> None:
    assert is_totals_text(word)
    assert [row.line for row in counted([word, "", "2400", "1200"]).set_aside] == [5]
    with pytest.raises(ScrutatorError, match=r"(?s)row 5.* says that it is a total") as caught:
        counted([word, "", "2401", "1200"])
    assert caught.value.code == "B08"


@pytest.mark.parametrize(
    "word", ["Totalville", "Sumy", "Kultal", "North", "5", "", "T O", "会計課", "Tot al"]
)
def test_a_name_that_only_contains_such_a_word_is_none(word: str) -> None:
    assert not is_totals_text(word)


def test_rows_without_a_station_that_are_no_sum_stay_stations() -> None:
    assert len(counted(["W", "", "1601", "900"]).table) == 4


def test_a_sum_without_a_word_is_asked_about_wherever_its_row_stands() -> None:
    total, part = ["All", "", "2400", "1200"], ["Part", "", "1600", "900"]
    for place in range(4):
        rows = [*STATIONS[:place], total, part, *STATIONS[place:]]
        with pytest.raises(ScrutatorError, match=rf"row {place + 2} names no station") as caught:
            counted(rows=rows)
        assert f"drop = [{place + 2}, {place + 3}]" in caught.value.remedy


def test_every_row_that_is_asked_about_is_in_the_remedy() -> None:
    rows = []
    for region in range(30):
        rows += [[f"R{region}", "1", "50", f"{20 + region}"], [f"R{region}", "2", "40", "10"]]
        rows += [[f"Part {region}", "", "90", f"{30 + region}"]]
    with pytest.raises(ScrutatorError) as caught:
        counted(rows=rows)
    assert "94]" in caught.value.remedy or "91]" in caught.value.remedy
    assert caught.value.remedy.count(",") >= 29
