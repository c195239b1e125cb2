"""Night files: a denominator may be a sum of columns, and a missing station code is said for what it is."""

from datetime import date
from typing import Any

import pytest

from scrutator.counting.night.night_file import Night, read_night
from scrutator.errors import ScrutatorError

ROWS = [
    {"station": f"s{i}", "stratum": "a", "population": "8", "weight": "2", "at": "21:00",
     "A": str(40 + i), "B": "50", "blank": "3", "void": "2", "valid": str(90 + i)}
    for i in range(4)
]  # fmt: skip


def night(rows: list[dict[str, str]], denominator: str) -> Night:
    content: dict[str, Any] = {
        "title": "A night",
        "date": date(2026, 11, 21),
        "sample": {"station": "station", "stratum": ["stratum"], "population": "population", "weight": "weight"},
        "arrivals": {"station": "station", "at": "at", "denominator": denominator, "lists": {"A": "A", "B": "B"}},
        "registered": {},
    }  # fmt: skip
    return read_night(content, rows, rows)


def test_a_sum_of_columns_is_a_denominator() -> None:
    summed = night(ROWS, "valid + blank + void")
    whole = night([{**row, "cast": str(int(row["valid"]) + 5)} for row in ROWS], "cast")
    assert [one.counts for one in summed.reports] == [one.counts for one in whole.reports]


def test_a_part_of_the_sum_that_is_no_column_is_named() -> None:
    with pytest.raises(ScrutatorError, match="no column 'nothing'"):
        night(ROWS, "valid + nothing")


def test_an_empty_cell_of_the_sum_is_no_zero() -> None:
    with pytest.raises(ScrutatorError, match="empty or broken count"):
        night([{**ROWS[0], "blank": ""}, *ROWS[1:]], "valid + blank")


def test_a_station_without_a_code_is_not_called_a_double_draw() -> None:
    with pytest.raises(ScrutatorError, match="drawn station 2 has no code in the column 'station'"):
        night([ROWS[0], {**ROWS[1], "station": " "}, *ROWS[2:]], "valid")
    with pytest.raises(ScrutatorError, match="station 's0' was drawn twice"):
        night([ROWS[0], *ROWS], "valid")
