"""The same votes under other laws: the reference's seats and indices to the printed digit, and sweeps."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.indices import indices
from scrutator.law.chain.allocate import allocate, chains
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.questions.counterfactual import (
    compare,
    holder,
    house_range,
    sweep_house,
    sweep_threshold,
    threshold_range,
    turning_points,
)
from scrutator.law.questions.margins import admission_margins
from scrutator.law.statutes.files import load

SHARES = {"7pct": "7%", "5pct": "5%", "3pct": "3%", "no_barrier": "0%"}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "law" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def votes_of(folder: Path, year: str) -> Votes:
    listed = [row for row in rows(folder, "kz_mazhilis_party_lists.csv") if row["year"] == year]
    against = [int(row["votes"]) for row in listed if row["party"] == "(against all)"]
    lists = tuple(ListVotes(r["party"], int(r["votes"])) for r in listed if r["party"] != "(against all)")
    return Votes(lists, against_all=against[0] if against else None)


def law_of(scenario: str, house: int) -> Sequence[tuple[Rules, dict[str, str]]]:
    """The rules behind a scenario's name in the file, with the reading it takes."""
    if "2009rule" in scenario:
        rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
        return [(rules, {"leftovers": "A" if "literal" in scenario else "B"})]
    share = next(share for begin, share in SHARES.items() if scenario.startswith(begin))
    table: dict[str, object] = {"seats": house, "method": "hare", "threshold": share}
    if "second_party_without" in scenario:
        table["step"] = [{"do": "admit_next", "at_least_lists": 2, "when_cleared": 1}]
    return [(rules_from(table), {})]


def seats_of(folder: Path, year: str, scenario: str, house: int) -> dict[str, int]:
    ((rules, reading),) = law_of(scenario, house)
    result = allocate(rules, votes_of(folder, year))
    fitting = [r for r in result.readings if reading.items() <= dict(r.choice).items()]
    assert len(fitting) == 1
    return dict(fitting[0].allocation.seats)


def test_every_counterfactual_of_the_reference_seat_for_seat(reference_data: Path) -> None:
    expected: dict[tuple[str, str, int], dict[str, int]] = {}
    for row in rows(reference_data, "kz_counterfactuals.csv"):
        key = (row["year"], row["scenario"], int(row["house"]))
        expected.setdefault(key, {})[row["party"]] = int(row["seats"])
    assert len(expected) == 23
    for (year, scenario, house), seats in expected.items():
        assert seats_of(reference_data, year, scenario, house) == seats, (year, scenario)


def test_every_index_of_the_reference_to_the_printed_digit(reference_data: Path) -> None:
    checked = 0
    for row in rows(reference_data, "kz_counterfactual_indices.csv"):
        votes = votes_of(reference_data, row["year"])
        seats = seats_of(reference_data, row["year"], row["scenario"], 69 if row["year"] == "2023" else 98)
        found = indices(votes.by_name, seats, votes.against_all or 0)
        printed = (
            round(found.gallagher, 2),
            round(float(found.loosemore_hanby), 2),
            round(float(found.effective_by_votes), 3),
            round(float(found.effective_by_seats or 0), 3),
            round(float(found.wasted_percent), 2),
        )
        assert printed == tuple(float(row[key]) for key in list(row)[2:]), (row["year"], row["scenario"])
        checked += 1
    assert checked == 23


@pytest.mark.parametrize(
    ("treat", "gallagher", "loosemore", "enp", "wasted"),
    [
        ("in_base", 3.39, 4.25, 3.080, 6.20),
        ("own_term", 4.37, 6.20, 3.065, 6.20),
        ("not_in_base", 2.19, 2.69, 2.844, 2.39),
    ],
)
def test_against_all_is_a_choice_with_three_answers(
    reference_data: Path, treat: str, gallagher: float, loosemore: float, enp: float, wasted: float
) -> None:
    votes = votes_of(reference_data, "2023")
    seats = allocate(load("kazakhstan/elections").rules_at(date(2023, 3, 19)), votes).seats
    found = indices(votes.by_name, seats, votes.against_all or 0, treat)  # type: ignore[arg-type]
    assert round(found.gallagher, 2) == gallagher
    assert round(float(found.loosemore_hanby), 2) == loosemore
    assert round(float(found.effective_by_votes), 3) == enp
    assert round(float(found.wasted_percent), 2) == wasted
    assert found.against_all == treat


def test_a_comparison_has_a_column_for_each_reading_and_says_who_gains(reference_data: Path) -> None:
    statute = load("kazakhstan/elections")
    laws = [statute.rules_at(date(2007, 8, 18)), statute.rules_at(date(2012, 1, 15))]
    columns = compare(laws, votes_of(reference_data, "2007")).columns
    assert [(column.seats["Nur Otan"], column.reading) for column in columns] == [
        (98, ""),
        (94, "leftovers A"),
        (95, "leftovers B"),
    ]
    assert columns[1].gains["OSDP"] == 4
    assert columns[1].gains["Nur Otan"] == -4
    assert columns[0].two_thirds == "Nur Otan"
    assert "otherwise" in compare(laws, votes_of(reference_data, "2007")).caveat


def test_a_majority_is_more_than_half_and_two_thirds_includes_exactly_two_thirds() -> None:
    assert holder({"A": 50, "B": 50}, 100, Fraction(1, 2), strictly=True) is None
    assert holder({"A": 51, "B": 49}, 100, Fraction(1, 2), strictly=True) == "A"
    assert holder({"A": 66, "B": 33}, 99, Fraction(2, 3), strictly=False) == "A"


def test_a_sweep_finds_where_the_seats_turn(reference_data: Path) -> None:
    rules = load("kazakhstan/elections").rules_at(date(2021, 1, 10))
    votes = votes_of(reference_data, "2021")
    turns = turning_points(sweep_threshold(rules, votes, threshold_range("0..10%")))
    found = [(point.value, list(point.seats.values())) for point in turns]
    assert found[0] == (0, [70, 11, 9, 5, 3])
    assert (Fraction(36, 1000), [72, 11, 9, 6, 0]) in found
    assert (Fraction(53, 1000), [76, 12, 10, 0, 0]) in found
    assert Fraction(92, 1000) in {value for value, _ in found}


def test_a_sweep_over_the_size_of_the_house_never_takes_a_seat_under_dhondt() -> None:
    rules = rules_from({"seats": 5, "method": "dhondt"})
    votes = Votes((ListVotes("A", 500), ListVotes("B", 300), ListVotes("C", 120)))
    points = sweep_house(rules, votes, range(1, 40))
    for before, after in pairwise(points):
        assert all(before.seats[name] <= after.seats[name] for name in before.seats)


def test_ranges_are_read_as_written() -> None:
    assert threshold_range("0..1%:0.5%") == [0, Fraction(1, 200), Fraction(1, 100)]
    assert threshold_range("3..5%:1%") == [Fraction(3, 100), Fraction(4, 100), Fraction(5, 100)]
    assert len(threshold_range("0..10%")) == 101
    for faulty in ("10%", "5%..3%", "0..200%", "a..b", "0..5%:0%"):
        with pytest.raises(ScrutatorError, match="L10"):
            threshold_range(faulty)


def test_indices_without_any_seat_have_no_effective_number() -> None:
    assert indices({"A": 1}, {"A": 0}).effective_by_seats is None


def test_a_sweep_replaces_a_threshold_of_quotas_by_one_of_votes() -> None:
    step = {"do": "threshold", "share": "1", "quotas": True}
    rules = rules_from({"seats": 100, "method": "dhondt", "step": [step]})
    votes = Votes((ListVotes("A", 900), ListVotes("B", 60), ListVotes("C", 40)))
    points = sweep_threshold(rules, votes, [Fraction(0), Fraction(5, 100), Fraction(7, 100), Fraction(1)])
    assert [sum(count > 0 for count in point.seats.values()) for point in points] == [3, 2, 1, 0]


@pytest.mark.parametrize(
    ("year", "day", "name", "share", "on_valid", "on_cast"),
    [
        ("2016", "2016-03-20", "KNPK", "7%", 10522, 7492),
        ("2016", "2016-03-20", "Ak Zhol", "7%", 13805, 10775),
        ("2021", "2021-01-10", "Auyl", "5%", 20944, 6059),
        ("2023", "2023-03-19", "OSDP", "5%", 12735, 4965),
        ("2007", "2007-08-18", "Ak Zhol", "3%", 5277, 873),
    ],
)
def test_the_margins_to_the_threshold_on_both_bases(
    reference_data: Path, year: str, day: str, name: str, share: str, on_valid: int, on_cast: int
) -> None:
    (election,) = (r for r in rows(reference_data, "kz_mazhilis_elections.csv") if r["year"] == year)
    votes = replace(votes_of(reference_data, year), cast=int(election["ballots_received"]))
    rules = load("kazakhstan/elections").rules_at(date.fromisoformat(day)).with_threshold(share)
    found = {}
    for choice, steps in chains(rules):
        margin = admission_margins(steps, votes)[name]
        assert margin is not None
        # One vote fewer than the least change leaves the list where it is: the gap, rounded towards zero.
        found[choice["threshold"].id] = (margin.votes - 1) * (1 if margin.source == name else -1)
    assert found == {"valid": on_valid, "cast": on_cast}


@pytest.mark.parametrize("text", ["1..99999999", "1..²", "1..5:00", f"1..{'9' * 5000}", "5..1"])
def test_a_range_of_houses_that_cannot_be_swept_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="L10"):
        house_range(text)


def test_a_sweep_has_at_most_ten_thousand_points() -> None:
    assert len(house_range("1..10000")) == 10_000
    with pytest.raises(ScrutatorError, match="too many points"):
        house_range("1..10001")
    with pytest.raises(ScrutatorError, match="too many points"):
        threshold_range("0..100%:0.000001%")
