"""Votes of a majority election from a table."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.majority.poll import read_polls


def test_candidates_other_ballots_and_districts() -> None:
    rows = [
        {"district": "N", "candidate": "A", "votes": "10", "kind": "", "age": "50"},
        {"district": "N", "candidate": "", "votes": "2", "kind": "against_all", "age": ""},
        {"district": "S", "candidate": "A", "votes": "3", "kind": "candidate", "age": ""},
        {"district": "N", "candidate": "", "votes": "40", "kind": "registered", "age": ""},
    ]
    north, south = read_polls(rows)
    assert (north.name, north.against_all, north.registered, north.cast) == ("N", 2, 40, None)
    assert (north.candidates[0].age, south.candidates[0].votes) == (50, 3)


def test_regions_are_added_up_and_their_valid_votes_found() -> None:
    rows = [
        {"list": "A", "votes": "10", "region": "x", "kind": ""},
        {"list": "A", "votes": "5", "region": "y", "kind": ""},
        {"list": "B", "votes": "7", "region": "x", "kind": ""},
        {"list": "", "votes": "3", "region": "x", "kind": "against_all"},
        {"list": "", "votes": "9", "region": "y", "kind": "valid"},
    ]
    (poll,) = read_polls(rows)
    assert [(one.name, one.votes) for one in poll.candidates] == [("A", 15), ("B", 7)]
    assert dict(poll.regions) == {"x": 20, "y": 9}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "L07"),
        ([{"candidate": "A"}], "L07"),
        ([{"candidate": "A", "votes": "1", "colour": "red"}], "L07"),
        ([{"candidate": "A", "votes": "x"}], "L02"),
        ([{"candidate": "A", "votes": "1" * 19}], "L02"),
        ([{"candidate": "A", "votes": "1"}, {"candidate": "A", "votes": "1"}], "L03"),
        (
            [{"candidate": "A", "votes": "1", "region": ""}, {"candidate": "A", "votes": "1", "region": "x"}],
            "L03",
        ),
        ([{"candidate": "", "votes": "1"}], "L03"),
        ([{"candidate": "A", "votes": "1", "kind": "spoilt"}], "L07"),
        ([{"candidate": "A", "votes": "0"}], "L04"),
        (
            [{"candidate": "A", "votes": "1", "seats": "1"}, {"candidate": "B", "votes": "1", "seats": "2"}],
            "L40",
        ),
    ],
)
def test_a_faulty_table_is_refused(rows: list[dict[str, str]], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_polls(rows)
    assert caught.value.code == code


def test_a_row_has_one_kind() -> None:
    rows = [{"candidate": "Ada", "votes": "3", "kind": "", "type": ""}]
    rows += [{"candidate": "", "votes": "2", "kind": "void", "type": "blank"}]
    with pytest.raises(ScrutatorError, match="L07"):
        read_polls(rows)
