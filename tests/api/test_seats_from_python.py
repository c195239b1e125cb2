"""Seats, laws, margins, comparisons and chances from plain Python values."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scrutator
from scrutator import ScrutatorError

DHONDT = {"seats": 10, "method": "dhondt"}


@pytest.mark.parametrize(
    "votes",
    [
        {"A": 600, "B": 400},
        {"A": np.int64(600), "B": np.uint16(400)},
        pd.Series({"A": 600, "B": 400}),
        {"A": {"votes": 600, "lot": 1}, "B": 400},
    ],
)
def test_votes_may_be_any_mapping_of_whole_numbers(votes: Any) -> None:
    assert scrutator.seats(votes, 10, method="dhondt").by_list == {"A": 6, "B": 4}


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ({"A": 600.0, "B": 400}, "600.0 is not a whole number"),
        ({"A": "600", "B": 400}, "'600' is not a whole number"),
        ({"A": True, "B": 400}, "True is not a count"),
        ({"A": np.True_, "B": 400}, "not a whole number"),
        ({"A": -1, "B": 400}, "-1 is not a count"),
        ({"A": None, "B": 400}, "None is not a whole number"),
        ({1: 600, "B": 400}, "not named by a text"),
        ([600, 400], "type list"),
        ({"A": {"votes": 600, "colour": 1}}, "no fact 'colour'"),
        ({"A": {"lot": 1}}, "no votes"),
    ],
)
def test_votes_that_are_no_counts_are_refused_without_talk_of_a_file(votes: Any, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as caught:
        scrutator.seats(votes, 10, method="dhondt")
    assert caught.value.code == "A01"
    assert "file" not in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"seats": 10},
        {"method": "dhondt"},
        {"seats": 10, "method": "dhondt", "law": DHONDT},
        {"law": DHONDT, "threshold": "5%"},
        {"law": 3},
        {"seats": 2.5, "method": "dhondt"},
        {"seats": 10, "method": "dhondt", "ballots": {"spoiled": 3}},
        {"seats": 10, "method": "dhondt", "ballots": {"void": 0.5}},
    ],
)
def test_an_argument_that_has_no_meaning_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.seats({"A": 600, "B": 400}, **arguments)
    assert caught.value.code == "A01"


def test_a_tie_stays_open_and_is_said_until_a_fact_settles_it() -> None:
    tied = scrutator.seats({"A": 50, "B": 50}, 1, method="dhondt")
    assert (tied.outcome, tied.unfilled, tied.by_list) == ("tie_to_resolve", 1, {"A": 0, "B": 0})
    assert "1 of 1 seats are not filled" in str(tied)
    lots = {"A": {"votes": 50, "lot": 2}, "B": {"votes": 50, "lot": 1}}
    law = {**DHONDT, "seats": 1, "ties": ["lot"]}
    assert scrutator.seats(lots, law=law).by_list == {"A": 0, "B": 1}


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 500), min_size=2), st.integers(1, 30))
def test_the_order_of_the_lists_decides_nothing(votes: dict[str, int], house: int) -> None:
    turned = dict(reversed(votes.items()))
    first, second = (scrutator.seats(given, house, method="dhondt") for given in (votes, turned))
    assert (first.by_list, first.outcome) == (second.by_list, second.outcome)


def test_a_law_may_be_a_statute_a_name_a_bundled_file_a_path_or_a_table(tmp_path: Path) -> None:
    votes = {"A": 700, "B": 250, "C": 50}
    statute = scrutator.statute("kazakhstan/elections", on=date(2012, 1, 15))
    same = "kazakhstan/elections@2012-01-15"
    ballots = {"void": 20}
    results = [scrutator.seats(votes, law=law, ballots=ballots).to_dict() for law in (statute, same)]
    assert results[0] == results[1]
    (tmp_path / "own.toml").write_text('seats = 10\nmethod = "dhondt"\n')
    for law in (tmp_path / "own.toml", str(tmp_path / "own.toml"), DHONDT):
        assert scrutator.seats(votes, law=law)["A"] == 8
    assert scrutator.seats(votes, 21, law="israel-knesset").house == 21


@pytest.mark.parametrize(
    "name", ["kazakhstan/elections", "narnia", "nowhere.toml", "narnia/elections@2012-01-15"]
)
def test_a_law_that_is_not_there_is_an_error_that_names_the_others_or_the_path(name: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.seats({"A": 600, "B": 400}, law=name)
    assert caught.value.code in ("L30", "X01")


def test_a_statute_shows_what_was_in_force_on_the_day() -> None:
    early, late = (scrutator.statute("kazakhstan/elections", on=day) for day in ("2007-08-18", "2012-01-15"))
    assert early.provisions != late.provisions
    assert all(one["source"] for one in late.to_dict()["provisions"])
    with pytest.raises(ScrutatorError, match="not a date"):
        scrutator.statute("kazakhstan/elections", on="15.1.2012")
    assert scrutator.statute("kazakhstan/elections", on=datetime(2012, 1, 15, 9, tzinfo=UTC)).on == date(
        2012, 1, 15
    )


def test_a_margin_is_found_by_what_it_changes_and_its_certificate_changes_it() -> None:
    votes = {"A": 600, "B": 340, "C": 60}
    found = scrutator.margins(votes, 10, method="dhondt")
    least = found["any seat"]
    changed = scrutator.seats({**votes, **least.certificate}, 10, method="dhondt")
    assert changed.by_list != scrutator.seats(votes, 10, method="dhondt").by_list or changed.unfilled
    with pytest.raises(ScrutatorError, match="no margin"):
        found["the weather"]
    with pytest.raises(ScrutatorError, match="change="):
        scrutator.margins(votes, 10, method="dhondt", change="lost")  # type: ignore[arg-type]


def test_laws_are_compared_by_name_and_one_alone_is_refused() -> None:
    laws = {"first": DHONDT, "second": {"seats": 10, "method": "hare"}}
    compared = scrutator.counterfactual({"A": 600, "B": 340, "C": 60}, laws)
    assert [column.law for column in compared.columns] == ["first", "second"]
    assert compared.to_dict()["columns"][1]["gains"] == {"A": -1, "B": 0, "C": 1}
    assert "might have acted otherwise" in str(compared)
    for too_few in ([DHONDT], "israel-knesset"):
        with pytest.raises(ScrutatorError, match="two laws"):
            scrutator.counterfactual({"A": 600}, too_few)


def test_the_chance_of_seats_is_counted_over_the_draws() -> None:
    draws = {"A": np.array([60, 60, 40, 55]), "B": np.array([40, 40, 60, 45])}
    chances = scrutator.seat_chances(draws, 3, method="dhondt")
    assert chances.probability(lambda r: r.seats[:, 0] >= 2) == Fraction(3, 4)
    assert chances.to_dict()["readings"][""]["lists"][0]["majority"] == "75.0 %"
    assert chances.steps_of(0)


def test_the_same_draws_in_another_order_of_lists_and_rows_give_the_same_chances() -> None:
    votes = np.random.default_rng(3).multinomial(1_000, [0.6, 0.33, 0.07], size=200)
    straight = scrutator.seat_chances(
        dict(zip("ABC", votes.T, strict=True)), 20, method="dhondt", threshold="7%"
    )
    turned = dict(zip("CBA", votes[::-1].T[::-1], strict=True))
    other = scrutator.seat_chances(turned, 20, method="dhondt", threshold="7%")

    def by_list(chances: scrutator.SeatChances) -> list[dict[str, object]]:
        return sorted(chances.to_dict()["readings"][""]["lists"], key=lambda one: one["list"])

    assert by_list(straight) == by_list(other)


@pytest.mark.parametrize("draws", [{}, {"A": [1, 2], "B": [1]}, {"A": [0.5, 1.0]}, {"A": [-1, 2]}, {"A": []}])
def test_draws_that_are_no_votes_are_refused(draws: Any) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.seat_chances(draws, 3, method="dhondt")
    assert caught.value.code == "A01"


@pytest.mark.parametrize("votes", [{}, {"A": 0}, {" ": 5}, {"A": 700, "B": 300}])
def test_no_error_about_a_mapping_speaks_of_a_file(votes: dict[str, int]) -> None:
    law = {"seats": 10, "method": "dhondt", "threshold": "5%", "denominator": "registered"}
    calls = [
        scrutator.seats,
        scrutator.margins,
        lambda given, law: scrutator.counterfactual(given, [law, law]),
    ]
    for call in calls:
        with pytest.raises(ScrutatorError) as caught:
            call(votes, law=law)  # type: ignore[operator]
        assert not {"file", "row", "rows", "column"} & set(caught.value.remedy.strip(".").split())


def test_a_reading_of_the_law_that_the_draws_do_not_suffice_for_is_named_beside_the_others() -> None:
    draws = {"A": [8_000] * 5, "B": [690] * 5, "C": [1_310] * 5}
    law = scrutator.statute("kazakhstan/elections", on="2012-01-15")
    chances = scrutator.seat_chances(draws, law=law)
    assert chances.readings
    assert chances.unavailable
    assert "Not computable" in str(chances)
    complete = scrutator.seat_chances(draws, law=law, void=100)
    assert not complete.unavailable
    alone = {"seats": 10, "method": "dhondt", "threshold": "5%", "denominator": "cast"}
    with pytest.raises(ScrutatorError, match="void=") as caught:
        scrutator.seat_chances(draws, law=alone)
    assert caught.value.code == "L06"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('seats = 5\nmethod = "dhondt"\nthresold = "5 %"\n', "thresold"),
        ('seats = 5\nmethod = "dho\u200bndt"\n', "invisible character"),
        ("seats = \n", "not TOML"),
        ("seats = 99999999999999999999\n", "too large"),
    ],
)
def test_a_file_of_rules_is_refused_with_what_is_wrong_in_it(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "law.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScrutatorError, match=what) as refused:
        scrutator.seats({"a": 10, "b": 5}, law=tmp_path / "law.toml")
    assert refused.value.code == "L10"


def test_more_ballots_than_registered_voters_are_said_beside_the_outcome() -> None:
    votes = {"A": 600, "B": 400}
    said = "1,000 ballots are more than the 999 registered voters."
    assert said in str(scrutator.seats(votes, 10, method="dhondt", ballots={"registered": 999}))
    none = scrutator.seats(votes, 10, method="dhondt", ballots={"registered": 1000})
    assert none.to_dict()["warnings"] == []
    assert "registered voters" not in str(none)


def test_regions_of_a_majority_are_a_mapping() -> None:
    for votes, ballots in (({"A": 5}, {"regions": 3}), ({"A": {"votes": 5, "regions": [5]}}, {})):
        with pytest.raises(ScrutatorError, match="A01"):
            scrutator.majority(votes, law="kenya-president", ballots=ballots)


@pytest.mark.parametrize("huge", [10**5_000, -(10**5_000)], ids=["large", "negative"])
def test_a_number_too_long_to_print_is_an_error_of_the_catalogue(huge: int) -> None:
    districts = {"stage": [{"do": "districts"}], "step": [{"tier": "district", "do": "highest_averages"}]}
    two: dict[str, Any] = {"A": 2, "B": 1}
    for call in (
        lambda: scrutator.seats({"A": huge, "B": 1}, seats=3, method="dhondt"),
        lambda: scrutator.seats({"A": {"votes": 1, "lot": huge}, "B": 1}, seats=3, method="dhondt"),
        lambda: scrutator.seats(two, seats=huge, method="dhondt"),
        lambda: scrutator.seats(two, seats=3, method="dhondt", threshold=huge),  # type: ignore[arg-type]
        lambda: scrutator.seats(two, seats=3, method="dhondt", ballots={"void": huge}),
        lambda: scrutator.seats(two, law={"seats": huge, "method": "hare"}),
        lambda: scrutator.system_seats({"N": two}, law=districts, seats={"N": huge}),
        lambda: scrutator.majority({"A": huge, "B": 1}, law="kazakhstan/president@2022-11-20"),
    ):
        with pytest.raises(ScrutatorError) as raised:
            call()
        assert "long" in str(raised.value) or "18 digits" in str(raised.value)
