"""Margins of whole systems against every number of votes of every pair, in small random systems."""

import random
from typing import Any

import pytest

from scrutator.law.questions import system_margins
from scrutator.law.questions.system_margins import contests_of, moved, system_margin
from scrutator.law.systems.ballots import Ballots, ballots_of
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import distribute, run_system
from scrutator.law.systems.system import System
from support.systems import district

AVERAGES = {"do": "highest_averages", "divisor": "dhondt"}
THRESHOLD = {"tier": "admission", "do": "threshold", "share": "15%"}
HOUSE = {"tier": "national", "do": "house", "seats": 9}
QUOTA = [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers"}]
SYSTEMS: dict[str, dict[str, Any]] = {
    "districts": {
        "stage": [{"do": "admission"}, {"do": "districts"}],
        "step": [THRESHOLD, *({"tier": "district", **step} for step in QUOTA)],
    },
    "levelled": {
        "stage": [
            {"do": "admission"}, {"do": "districts", "all_lists": True}, {"do": "national", "link": "kept"},
            {"do": "place", "by": "comparison"},
        ],
        "step": [THRESHOLD, {"tier": "district", **AVERAGES}, HOUSE, {"tier": "national", **AVERAGES}],
    },
    "returned": {
        "stage": [
            {"do": "admission"}, {"do": "districts"}, {"do": "national", "link": "returned"},
            {"do": "place", "by": "comparison"},
        ],
        "step": [THRESHOLD, {"tier": "district", **AVERAGES}, HOUSE, {"tier": "national", **AVERAGES}],
    },
    "parallel": {
        "stage": [{"do": "direct"}, {"do": "national"}],
        "step": [HOUSE, *({"tier": "national", **step} for step in QUOTA)],
    },
    "linked": {
        "stage": [{"do": "direct"}, {"do": "admission"}, {"do": "national", "link": "levelled"}],
        "step": [THRESHOLD, HOUSE, {"tier": "national", "do": "highest_averages", "divisor": "sainte-lague"}],
    },
}  # fmt: skip


def drawn(draw: random.Random, system: System) -> Ballots:
    """Three lists in two districts, few votes, ties as often as chance will have it."""

    def counts() -> dict[str, int]:
        return {"A": draw.randint(5, 14), "B": draw.randint(0, 9), "C": draw.randint(0, 5)}

    if system.has_direct:
        single = [district(name, counts()) for name in ("1", "2")]
        return ballots_of([district("", counts()), *single], {"1": "", "2": ""})
    return ballots_of([district("N", counts(), 3), district("S", counts(), 2)])


def by_brute_force(system: System, ballots: Ballots) -> int | None:
    """The fewest votes between two lists of one contest that change any seat anywhere, or an open tie."""
    _, chains = next(system.chains())

    def shown(given: Ballots) -> tuple[object, ...]:
        found = run_system(system, chains, given)
        return found.seats, found.by_district, found.ties

    before, best = shown(ballots), None
    for place, votes in contests_of(ballots):
        for source, has in votes.by_name.items():
            for target in votes.by_name:
                for count in range(1, has + 1 if source != target else 0):
                    changes = shown(moved(ballots, place, source, target, count)) != before
                    if changes and (best is None or count < best):
                        best = count
    return best


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_margin_called_least_is_the_least_of_all(name: str) -> None:
    system, draw = system_from(SYSTEMS[name]), random.Random(name)
    found = 0
    for _ in range(25):
        ballots = drawn(draw, system)
        search = system_margin(system, ballots)
        assert search.least, search.said
        assert (search.margin.votes if search.margin else None) == by_brute_force(system, ballots)
        found += search.margin is not None
    assert found > 20


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_search_that_is_cut_short_says_searched_and_is_never_below_the_least(name: str) -> None:
    system, draw = system_from(SYSTEMS[name]), random.Random(name)
    short = 0
    for runs in (1, 4, 9, 20):
        ballots = drawn(draw, system)
        search = system_margin(system, ballots, runs)
        least = by_brute_force(system, ballots)
        if not search.least:
            assert search.said.startswith(f"searched, {search.tried} of {search.pairs} pairs")
            short += 1
        if search.margin:
            assert least is not None
            assert search.margin.votes >= least
    assert short >= 1  # a margin of one vote needs no search to be the least


def test_the_margin_names_the_seats_that_change_and_one_vote_less_changes_none() -> None:
    system = system_from(SYSTEMS["districts"])
    ballots = ballots_of([district("N", {"A": 60, "B": 40}, 5), district("S", {"A": 30, "B": 50}, 3)])
    margin = system_margin(system, ballots).margin
    assert margin is not None
    _, chains = next(system.chains())
    base = run_system(system, chains, ballots)
    at = moved(ballots, margin.district, margin.source, margin.target, margin.votes)
    short = moved(ballots, margin.district, margin.source, margin.target, margin.votes - 1)
    assert run_system(system, chains, short).by_district == base.by_district
    after = run_system(system, chains, at)
    for place, name, had, has in margin.moves:
        assert (base.by_district[place][name], after.by_district[place][name]) == (had, has)
        assert had != has
    assert margin.moves
    assert dict(margin.after) == dict(after.seats)


def test_a_margin_of_a_law_with_readings_names_the_one_it_was_searched_under() -> None:
    readings = [
        {"id": "cast", "label": "of all", "do": "threshold", "share": "10%", "of": "cast"},
        {"id": "valid", "label": "of valid", "do": "threshold", "share": "10%"},
    ]
    law = {
        "stage": [{"do": "admission"}, {"do": "districts"}],
        "step": [
            {"tier": "admission", "id": "barrier", "reading": readings},
            {"tier": "district", **AVERAGES},
        ],
    }
    system = system_from(law)
    ballots = ballots_of([district("N", {"A": 60, "B": 40}, 5)])
    search = system_margin(system, ballots)
    assert search.readings == 2
    assert search.said.endswith("under one of the 2 readings of the law: barrier valid")
    results = distribute(system, ballots)
    assert (results.outcome, results.computed, results.combinations) == ("settled_where_computed", 1, 2)


def test_the_place_of_a_levelling_seat_is_a_seat_too() -> None:
    """The two lists keep their totals, and each wins a seat where the other loses one."""
    system = system_from(SYSTEMS["levelled"])
    draw = random.Random(7)
    only_places = 0
    for _ in range(60):
        ballots = drawn(draw, system)
        margin = system_margin(system, ballots).margin
        if margin and dict(margin.after) == dict(distribute(system, ballots).first.seats):
            only_places += bool(margin.moves)
    assert only_places > 3


def test_all_pairs_tried_by_halving_alone_are_a_search_and_no_proof() -> None:
    system = system_from(SYSTEMS["districts"])
    ballots = ballots_of([district("N", {"A": 6_100, "B": 4_000}, 5)])
    search = system_margin(system, ballots, 100)
    assert (search.tried, search.pairs, search.least) == (2, 2, False)
    assert search.said == "searched, 2 of 2 pairs of lists of one district"
    assert search.margin is not None
    whole = system_margin(system, ballots, 20_000)
    assert (whole.least, whole.margin) == (True, search.margin)


class _From:
    """Seats that differ from a number of votes on."""

    def __init__(self, first: int) -> None:
        self.first = first

    def differs(self, end: object, votes: int) -> bool:
        return votes >= self.first


@pytest.mark.parametrize("first", range(1, 41))
def test_a_searched_number_of_votes_changes_a_seat_and_one_less_does_not(first: int) -> None:
    assert system_margins._first_change(_From(first), None, 40) == first  # type: ignore[arg-type]
    assert system_margins._first_change(_From(41), None, 40) is None  # type: ignore[arg-type]
