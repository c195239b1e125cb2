"""A table with a row for each list becomes one with a row for each station, or is refused."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import Table
from scrutator.tables.reading import read_table

LONG = TableMapping(long=("party", "votes"))


def read(text: str, mapping: TableMapping = LONG) -> Table:
    return read_table(text.encode(), mapping, name="t")


def test_a_column_that_differs_by_list_is_named_and_what_names_a_station_is_asked_for() -> None:
    text = "station,no,party,votes\n1,1,A,5\n1,2,B,6\n2,1,A,7\n2,2,B,8\n"
    with pytest.raises(ScrutatorError, match="no station has two lists") as caught:
        read(text)
    assert (caught.value.code, caught.value.where) == ("B10", "t; by list may be: no")
    assert 'stations = ["station"]' in caught.value.remedy
    table = read(text, TableMapping(long=("party", "votes"), stations=("station",)))
    assert {name: cells.texts() for name, cells in table.columns.items()} == {
        "station": ["1", "2"],
        "A": ["5", "7"],
        "B": ["6", "8"],
    }


def test_a_share_that_is_equal_for_two_lists_of_one_station_does_not_hide_that_it_differs_by_list() -> None:
    text = "station,share,party,votes\n1,50,A,5\n1,50,B,5\n2,40,A,4\n2,60,B,6\n"
    with pytest.raises(ScrutatorError, match="columns differ within a station"):
        read(text)


def test_a_column_of_the_station_is_no_column_of_the_list() -> None:
    text = "region,station,cast,party,votes\nN,1,9,A,5\nN,1,9,B,4\nN,2,7,A,4\nN,2,7,B,3\n"
    table = read(text)
    assert list(table.columns) == ["region", "station", "cast", "A", "B"]
    assert len(table) == 2
