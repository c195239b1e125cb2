"""Rows by station: one row each, and a row of totals is none."""

import pytest

from scrutator.counting.counts import by_station
from scrutator.errors import ScrutatorError

ROWS = [{"station": "1", "a": "5"}, {"station": "2", "a": "6"}]


@pytest.mark.parametrize("name", ["Total", "TOTAL", "Итого", "Σύνολο", "Барлығы"])
def test_a_row_of_totals_is_no_station(name: str) -> None:
    with pytest.raises(ScrutatorError, match="is a sum of others and no station"):
        by_station([*ROWS, {"station": name, "a": "11"}], "station")


@pytest.mark.parametrize("name", ["Totalville", "3", "Сумы", "school total 3a"])
def test_a_name_that_only_holds_such_a_word_is_one(name: str) -> None:
    assert list(by_station([*ROWS, {"station": name, "a": "11"}], "station")) == ["1", "2", name]


def test_levels_have_totals() -> None:
    assert len(by_station([*ROWS, {"station": "total", "a": "11"}], "station", with_totals=True)) == 3
