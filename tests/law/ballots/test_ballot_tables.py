"""Ranked ballots from tables: both forms, the candidates beside them, and what is refused."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.ballot_tables import read_papers

CANDIDATES = [
    {"number": "1", "name": "Adam", "withdrawn": ""},
    {"number": "2", "name": "Basil", "withdrawn": "yes"},
    {"number": "3", "name": "Cara", "withdrawn": "no"},
]


def test_preferences_in_one_column_by_number_or_by_name() -> None:
    rows = [{"papers": "3", "preferences": "3|1"}, {"papers": "2", "preferences": "Cara||1=Basil"}]
    found = read_papers(rows, CANDIDATES)
    assert found.candidates == ("Adam", "Basil", "Cara")
    assert found.withdrawn == {1}
    assert [(one.papers, one.marks, one.row) for one in found.papers] == [
        (3, (2, 0), 2),
        (2, (2, (), (0, 1)), 3),
    ]
    assert found.listed


def test_preferences_in_columns_and_a_paper_a_row() -> None:
    rows = [{"1": "Cara", "2": "Adam", "3": ""}, {"1": "Adam", "2": "", "3": "Cara"}]
    found = read_papers(rows)
    assert found.candidates == ("Adam", "Cara")
    assert [one.marks for one in found.papers] == [(1, 0), (0, (), 1)]
    assert (found.total, found.listed) == (2, False)


def test_without_a_table_of_candidates_their_order_is_not_that_of_the_rows() -> None:
    rows = [{"preferences": "10|2"}, {"preferences": "2|9"}]
    assert read_papers(rows).candidates == read_papers(rows[::-1]).candidates == ("2", "9", "10")


@pytest.mark.parametrize(
    ("rows", "code", "reason"),
    [
        ([], "L70", "no rows"),
        ([{"papers": "1"}], "L70", "either a column preferences"),
        ([{"preferences": "1", "1": "Adam"}], "L70", "either a column preferences"),
        ([{"1": "Adam", "3": "Cara"}], "L70", "without a gap"),
        ([{"preferences": "1", "colour": "red"}], "L70", "'colour' is not part"),
        ([{"preferences": "4"}], "L71", "no candidate '4'"),
        ([{"preferences": "1=4"}], "L71", "no candidate '4'"),
        ([{"papers": "-1", "preferences": "1"}], "L02", "not a whole number"),
        ([{"papers": "1.5", "preferences": "1"}], "L02", "not a whole number"),
        ([{"papers": "9" * 400, "preferences": "1"}], "L02", "18 digits"),
        ([{"preferences": "|".join("1" * 1001)}], "L71", "1,001 preferences"),
        ([{"papers": "0", "preferences": "1"}], "L70", "no ballot papers"),
    ],
)
def test_a_faulty_table_is_refused(rows: list[dict[str, str]], code: str, reason: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_papers(rows, CANDIDATES)
    assert (caught.value.code, reason in str(caught.value)) == (code, True), str(caught.value)


@pytest.mark.parametrize(
    ("candidates", "reason"),
    [
        ([{"number": "1"}], "no column name"),
        ([{"name": "A", "party": "x"}], "'party' is not part"),
        ([{"name": "A"}, {"name": "A"}], "two candidates are called 'A'"),
        ([{"name": "1", "number": "2"}, {"name": "B", "number": "1"}], "two candidates are called '1'"),
        ([{"name": "A", "withdrawn": "perhaps"}], "neither yes nor no"),
    ],
)
def test_a_faulty_table_of_candidates_is_refused(candidates: list[dict[str, str]], reason: str) -> None:
    with pytest.raises(ScrutatorError, match="L70") as caught:
        read_papers([{"preferences": "1"}], candidates)
    assert reason in str(caught.value)
