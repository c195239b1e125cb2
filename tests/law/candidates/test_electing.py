"""Which candidates of a list are elected: thresholds at their limits, personal mandates, minima, ties, empty seats."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.law.candidates.electing import ListResult, elect
from scrutator.law.candidates.lists import Candidate, CandidateList, Lists, read_lists
from scrutator.law.candidates.rules import CandidateRules, candidate_rules
from scrutator.law.count_rules import count_rules_at
from scrutator.law.lots import Lot, Purpose
from scrutator.law.statutes.files import load


def law(name: str, day: str) -> CandidateRules:
    found = count_rules_at(load(name), date.fromisoformat(day))
    assert isinstance(found, CandidateRules)
    return found


DUTCH, ESTONIAN = law("netherlands/candidates", "2022-03-16"), law("estonia/candidates", "2019-03-03")


def one(votes: list[int], seats: int, house: int, valid: int, rules: CandidateRules, out: tuple[int, ...] = (),
        lots: tuple[Lot, ...] = ()) -> ListResult:  # fmt: skip
    """One list with candidates a, b, c, … in the order of the list."""
    candidates = tuple(
        Candidate(name, at, count, at in out)
        for at, (name, count) in enumerate(zip("abcdefgh", votes, strict=False), 1)
    )
    (result,) = elect([Lists((CandidateList("L", seats, candidates),), valid, house)], rules, lots)
    return result


def names(result: ListResult) -> list[tuple[str, str]]:
    return [(who.name, str(who.reason)) for who in result.elected]


def test_the_example_of_the_electoral_council() -> None:
    """Number 5 with 100,000 votes goes before number 1 with 75,000: one seat, threshold 25 % of the quota."""
    result = one([75_000, 100, 100, 100, 100_000], 1, 150, 10_432_726, DUTCH)
    assert names(result) == [("e", "preference threshold")]
    assert result.elected[0].article == "art. P 15"


@pytest.mark.parametrize(
    ("house", "votes", "elected"),
    [(19, 25, "a"), (19, 26, "c"), (18, 50, "a"), (18, 51, "c"), (150, 26, "c")],
)
def test_a_quarter_or_half_of_the_quota_must_be_exceeded(house: int, votes: int, elected: str) -> None:
    result = one([5, 0, votes], 1, house, 100 * house, DUTCH)
    assert result.elected[0].name == elected


def test_the_order_is_by_votes_above_the_threshold_and_by_the_list_below() -> None:
    result = one([30, 10, 40, 10, 90], 4, 20, 2000, DUTCH)
    assert names(result) == [
        ("e", "preference threshold"), ("c", "preference threshold"), ("a", "preference threshold"),
        ("b", "order of the list"),
    ]  # fmt: skip


def test_not_more_pass_the_threshold_than_the_list_has_seats() -> None:
    assert names(one([30, 40, 50], 2, 20, 2000, DUTCH)) == [
        ("c", "preference threshold"), ("b", "preference threshold"),
    ]  # fmt: skip
    assert names(one([30, 40, 50], 0, 20, 2000, DUTCH)) == []


def test_who_cannot_take_a_seat_is_passed_over_and_an_exhausted_list_leaves_seats_empty() -> None:
    result = one([10, 90, 5], 3, 20, 2000, DUTCH, out=(2,))
    assert (names(result), result.empty) == ([("a", "order of the list"), ("c", "order of the list")], 1)


def test_equal_votes_at_the_last_seat_need_a_lot() -> None:
    open_ = one([40, 40, 40], 2, 20, 2000, DUTCH)
    assert open_.tie is not None
    assert (open_.tie.between, open_.tie.places, open_.elected, open_.empty) == (("a", "b", "c"), 2, (), 0)
    sure = one([40, 90, 40], 2, 20, 2000, DUTCH)
    assert sure.tie is not None
    assert (names(sure), sure.tie.between) == ([("b", "preference threshold")], ("a", "c"))
    drawn = Lot(Purpose.ELECTION, frozenset("abc"), frozenset("bc"), "protocol")
    assert {who.name for who in one([40, 40, 40], 2, 20, 2000, DUTCH, lots=(drawn,)).elected} == {"b", "c"}
    with pytest.raises(ScrutatorError, match="L73"):
        one([50, 40, 30], 2, 20, 2000, DUTCH, lots=(drawn,))


@pytest.mark.parametrize(("votes", "reason"), [(99, "votes"), (100, "personal mandate")])
def test_a_personal_mandate_is_reached_at_the_quota(votes: int, reason: str) -> None:
    assert names(one([votes, 20], 1, 5, 500, ESTONIAN)) == [("a", reason)]


def test_a_personal_mandate_needs_no_seat_of_the_list() -> None:
    result = one([100, 90], 0, 5, 500, ESTONIAN)
    assert (names(result), result.seats) == ([("a", "personal mandate")], 0)


@pytest.mark.parametrize(("votes", "empty"), [(9, 1), (10, 0)])
def test_a_tenth_of_the_quota_is_the_least_for_a_district_mandate(votes: int, empty: int) -> None:
    result = one([100, votes], 2, 5, 500, ESTONIAN)
    assert (len(result.elected), result.empty) == (2 - empty, empty)


def test_equal_votes_go_to_the_higher_place_on_the_national_list() -> None:
    assert names(one([20, 30, 30], 1, 5, 500, ESTONIAN)) == [("b", "votes")]
    lower = candidate_rules({"system": "candidates", "rest": "votes", "ties": ["lower_position"]}, "rules")
    assert names(one([20, 30, 30], 1, 5, 500, lower)) == [("c", "votes")]


@pytest.mark.parametrize(
    "keys",
    [
        {"rest": "chance"},
        {"rest": "votes", "colour": 1},
        {"rest": "votes", "threshold": {"share": "25%"}},
        {"rest": "list_order", "threshold": {"share": "25%", "small_house": 19}},
        {"rest": "list_order", "threshold": {"share": "0%"}},
        {"rest": "list_order", "minimum": "1" * 41 + "%"},
        {},
    ],
)
def test_rules_that_are_unknown_or_without_effect_are_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ScrutatorError, match="L72"):
        candidate_rules({"system": "candidates", **keys}, "rules")


ROWS = [
    {"list": "L", "candidate": "a", "position": "2", "votes": "7", "seats": "2", "out": "", "kind": ""},
    {"list": "L", "candidate": "b", "position": "1", "votes": "3", "seats": "2", "out": "yes", "kind": ""},
    {"list": "", "candidate": "", "position": "", "votes": "90", "seats": "", "out": "", "kind": "valid"},
    {"list": "", "candidate": "", "position": "", "votes": "9", "seats": "", "out": "", "kind": "house"},
]


def test_a_table_of_candidates() -> None:
    (lists,) = read_lists(ROWS)
    assert lists.quota == 10
    assert [(c.name, c.position, c.out) for c in lists.lists[0].candidates] == [
        ("b", 1, True),
        ("a", 2, False),
    ]
    (short,) = read_lists(ROWS[:2])
    assert short.quota == 5


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seats": "3"}, "L07"),
        ({"votes": "-1"}, "L02"),
        ({"position": "1"}, "L07"),
        ({"candidate": "b"}, "L07"),
        ({"candidate": " "}, "L07"),
        ({"out": "perhaps"}, "L07"),
        ({"kind": "spoilt"}, "L07"),
        ({"votes": "88"}, "L05"),
        ({"colour": "red"}, "L07"),
    ],
)
def test_a_faulty_table_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_lists([{**ROWS[0], **change}, *ROWS[1:]])
    assert caught.value.code == code


@given(
    votes=st.lists(st.integers(0, 60), min_size=1, max_size=6),
    order=st.permutations(range(6)),
    seats=st.integers(0, 4),
)
def test_the_order_of_rows_decides_nothing(votes: list[int], order: list[int], seats: int) -> None:
    rows = [
        {
            "list": "L",
            "candidate": "abcdef"[at],
            "position": str(at + 1),
            "votes": str(count),
            "seats": str(seats),
        }
        for at, count in enumerate(votes)
    ]
    total = {"list": "", "candidate": "", "position": "", "seats": "", "votes": "2000", "kind": "valid"}
    house = {**total, "votes": "20", "kind": "house"}
    mixed = [rows[at] for at in order if at < len(rows)]
    for rules in (DUTCH, ESTONIAN):
        assert elect(read_lists([*rows, total, house]), rules) == elect(
            read_lists([house, *mixed, total]), rules
        )
