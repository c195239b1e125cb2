""" "Least" against brute force: every pair of lists, every kind of change, every question, small elections."""

import random
from collections.abc import Callable
from itertools import permutations

import pytest

from scrutator.law.chain.allocate import Allocation, chains, run
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.questions.margins import (
    admission_margins,
    allocate_changed,
    changed_votes,
    least_seat_change,
    list_margins,
    majority_margin,
)

Question = Callable[[Allocation], bool]
METHODS = ["dhondt", "sainte-lague", "modified-sainte-lague", "danish", "hare", "hare"]
ELECTIONS = 2000
"""Small random elections, a quarter in each part; the first part is tried in every run."""
PARTS = [0, *(pytest.param(part, marks=pytest.mark.system) for part in (1, 2, 3))]
MOST_TRIED = 9
"""The largest change that brute force tries on every line; a larger margin only must not be undercut by these."""


def election(seed: int) -> tuple[tuple[ChainStep, ...], Votes, str]:
    """A small election: up to four lists, a house of one to seven, thresholds, the second-party rule, lots."""
    draw = random.Random(seed)
    lists = draw.randint(2, 4)
    counts = [draw.randint(0, 15) for _ in range(lists)]
    if sum(counts) < 2:
        counts[0] = 5
    if counts[0] and draw.random() < 0.3:  # force equal votes, so that ties are common
        counts[-1] = counts[0]
    lots = draw.sample(range(1, lists + 1), lists) if draw.random() < 0.5 else [None] * lists
    table: dict[str, object] = {"seats": draw.randint(1, 6), "method": draw.choice(METHODS)}
    if draw.random() < 0.6:
        table |= {"threshold": draw.choice(["10%", "25%", "40%"]), "strictly": draw.random() < 0.3,
                  "denominator": draw.choice(["valid", "cast"])}  # fmt: skip
    if draw.random() < 0.25:
        table |= {"threshold": "40%", "step": [{"do": "admit_next", "at_least_lists": 2, "when_cleared": 1}]}
    if lots[0] is not None:
        table["ties"] = ["lot"]
    entries = tuple(
        ListVotes(name, votes, lot=lot) for name, votes, lot in zip("ABCD", counts, lots, strict=False)
    )
    against = draw.choice([0, 2])
    votes = Votes(entries, cast=sum(counts) + against + draw.randint(0, 3), against_all=against or None)
    return chains(rules_from(table))[0][1], votes, draw.choice(["moved", "added", "removed"])


def ends_of(votes: Votes, change: str) -> list[tuple[str | None, str | None]]:
    names = list(votes.by_name)
    if change == "moved":
        return list(permutations(names, 2))
    return [(None, name) for name in names] if change == "added" else [(name, None) for name in names]


def brute_force(
    steps: tuple[ChainStep, ...], votes: Votes, change: str, asked: dict[str, Question], most: int
) -> dict[str, int]:
    """The least votes of each question up to `most`, by trying every number on every line."""
    found: dict[str, int] = {}
    total = sum(votes.by_name.values())
    for count in range(1, most + 1):
        for source, target in ends_of(votes, change):
            if source is not None and count > min(votes.by_name[source], total - 1):
                continue
            now = allocate_changed(steps, votes, changed_votes(votes, source, target, count))
            for question, holds in asked.items():
                if question not in found and holds(now):
                    found[question] = count
    return found


@pytest.mark.parametrize("part", PARTS)
def test_nothing_that_is_called_least_can_be_undercut(part: int) -> None:
    proved = 0
    for seed in range(part, ELECTIONS, 4):
        steps, votes, change = election(seed)
        base = run(steps, votes)
        asked: dict[str, Question] = {"seat": lambda now, b=base: now.seats != b.seats or now.ties != b.ties}
        margins = {"seat": least_seat_change(steps, votes, change)}  # type: ignore[arg-type]
        for name, by_list in list_margins(steps, votes, change).items():  # type: ignore[arg-type]
            held = base.seats[name]
            asked[f"{name} gains"] = lambda now, n=name, h=held: now.seats[n] > h
            asked[f"{name} loses"] = lambda now, n=name, h=held: now.seats[n] < h
            margins |= {f"{name} gains": by_list["gains a seat"], f"{name} loses": by_list["loses a seat"]}
        for name, margin in admission_margins(steps, votes, change).items():  # type: ignore[arg-type]
            asked[f"{name} admitted"] = lambda now, n=name, i=name in base.admitted: (n in now.admitted) != i
            margins[f"{name} admitted"] = margin
        if change == "moved":
            margins["majority"] = majority_margin(steps, votes)
            holder = [n for n, s in base.seats.items() if 2 * s > base.house]
            asked["majority"] = lambda now, h=holder: (
                [n for n, s in now.seats.items() if 2 * s > now.house] != h
            )
        truth = brute_force(steps, votes, change, asked, MOST_TRIED)
        for question, margin in margins.items():
            if margin is None:
                continue
            if margin.exact:
                proved += 1
                assert truth.get(question) in (margin.votes, None), (seed, question)
                assert question in truth or margin.votes > MOST_TRIED, (seed, question)
            else:
                assert margin.votes >= min(truth.get(question, MOST_TRIED + 1), MOST_TRIED + 1), (
                    seed,
                    question,
                )
            assert asked[question](allocate_changed(steps, votes, margin.certificate)), (seed, question)
    assert proved > 2500  # most margins are proved, else the test would say little


def allied_election(seed: int) -> tuple[tuple[ChainStep, ...], Votes]:
    """A small election whose lists may stand as one with another, some with facts that decide ties."""
    draw = random.Random(seed)
    counts = [draw.randint(0, 15) for _ in range(draw.randint(3, 5))]
    counts[0] += 2
    if draw.random() < 0.3:
        counts[-1] = counts[0]
    table: dict[str, object] = {
        "seats": draw.randint(1, 6),
        "method": draw.choice(["dhondt", "sainte-lague", "danish"]),
        "threshold": draw.choice(["0%", "10%", "25%"]),
        "step": [{"do": "alliances"}, {"do": "share_inside", "method": draw.choice(["dhondt", "danish"])}],
        "ties": ["lot"],
    }
    lots = draw.sample(range(1, 6), 5) if draw.random() < 0.5 else [None] * 5
    entries = tuple(
        ListVotes(name, votes, lot=lot, alliance=draw.choice(["", "x", "x", "y"]))
        for name, votes, lot in zip("ABCDE", counts, lots, strict=False)
    )
    return chains(rules_from(table))[0][1], Votes(entries, cast=sum(counts) + 3)


@pytest.mark.parametrize("change", ["moved", "added", "removed"])
def test_nothing_that_is_called_least_can_be_undercut_where_lists_stand_as_one(change: str) -> None:
    proved = 0
    for seed in range(120):
        steps, votes = allied_election(seed)
        base = run(steps, votes)
        margin = least_seat_change(steps, votes, change)  # type: ignore[arg-type]
        if margin is None or not margin.exact:
            continue
        proved += 1
        asked = {"seat": lambda now, b=base: now.seats != b.seats or now.ties != b.ties}
        truth = brute_force(steps, votes, change, asked, min(margin.votes, MOST_TRIED))  # type: ignore[arg-type]
        assert truth.get("seat") in (margin.votes, None), seed
        assert "seat" in truth or margin.votes > MOST_TRIED, seed
        assert asked["seat"](allocate_changed(steps, votes, margin.certificate)), seed
    assert proved > 80


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_where_nothing_is_found_and_all_was_seen_nothing_is_there(seed: int) -> None:
    steps, votes, change = election(seed)
    base = run(steps, votes)
    assert base.seats
    if least_seat_change(steps, votes, change) is None:  # type: ignore[arg-type]
        asked: dict[str, Question] = {"seat": lambda now: now.seats != base.seats or now.ties != base.ties}
        assert brute_force(steps, votes, change, asked, sum(votes.by_name.values())) == {}


def test_eight_votes_from_the_smallest_list_give_the_third_a_seat() -> None:
    steps = chains(rules_from({"seats": 25, "method": "dhondt"}))[0][1]
    votes = Votes(tuple(ListVotes(n, v) for n, v in {"A": 141, "B": 8, "C": 54, "D": 14, "E": 31}.items()))
    margin = list_margins(steps, votes)["C"]["gains a seat"]
    assert margin is not None
    assert (margin.votes, margin.exact) == (8, True)


@pytest.mark.parametrize(
    "steps",
    [
        [{"do": "quota", "of": "lists"}, {"do": "whole_seats"}, {"do": "leftovers"}],
        [{"do": "quota", "rounded": "nearest"}, {"do": "whole_seats"}, {"do": "leftovers"}],
        [{"do": "highest_averages", "divisor": "estonian"}],
        [{"do": "multiplier", "factor": "1.5"}, {"do": "highest_averages"}],
        [{"do": "threshold", "share": "5%", "alliance_sum": True}, {"do": "highest_averages"}],
        [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "to": "cleared"}],
        [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "to": "with_seats"}],
        [{"do": "quota"}, {"do": "whole_seats"}],
        [{"do": "quota"}, {"do": "leftovers", "repeat": True}],
    ],
)
def test_a_margin_under_a_step_that_no_proof_covers_is_searched(steps: list[dict[str, object]]) -> None:
    """The proof is of the Hare quota of admitted lists and of linear divisors; others must not claim it."""
    bar = [] if any(step["do"] == "threshold" for step in steps) else [{"do": "threshold", "share": "15%"}]
    chain = chains(rules_from({"seats": 7, "step": [*bar, *steps]}))[0][1]
    votes = Votes(
        (ListVotes("A", 410), ListVotes("B", 333, minority=True), ListVotes("C", 190), ListVotes("D", 67))
    )
    margin = least_seat_change(chain, votes)
    assert margin is not None
    assert not margin.exact
    before, after = run(chain, votes), allocate_changed(chain, votes, margin.certificate)
    assert (after.seats, after.ties) != (before.seats, before.ties)


def chain_of(seats: int, *steps: dict[str, object], **short: object) -> tuple[ChainStep, ...]:
    return chains(rules_from({"seats": seats, **short, "step": list(steps)}))[0][1]


def test_one_vote_costs_a_seat_that_only_lists_with_seats_may_win() -> None:
    """Remainders among lists with a whole seat only: two votes were called the least, and one does."""
    left = {"do": "leftovers", "to": "with_seats"}
    steps = chain_of(2, {"do": "quota"}, {"do": "whole_seats"}, left, ties=["lot"])
    margin = least_seat_change(steps, Votes((ListVotes("A", 4), ListVotes("B", 4))))
    assert margin is not None
    assert margin.votes == 1


def test_a_tie_for_a_seat_hides_no_list_that_crosses_the_threshold() -> None:
    steps = chain_of(1, method="dhondt", threshold="40%")
    votes = Votes((ListVotes("A", 50), ListVotes("B", 50)))
    assert run(steps, votes).ties
    margin = admission_margins(steps, votes)["A"]
    assert margin is not None
    assert (margin.votes, margin.exact) == (11, True)


def test_votes_under_which_more_seats_are_guaranteed_than_there_are_are_no_outcome() -> None:
    floor = {"do": "floor", "seats": 2, "to": "admitted"}
    steps = chain_of(4, floor, method="dhondt", threshold="25%")
    votes = Votes((ListVotes("A", 60), ListVotes("B", 40), ListVotes("C", 8)))
    margin = least_seat_change(steps, votes)
    assert margin is not None
    assert run(steps, votes.with_votes(margin.certificate)).seats != run(steps, votes).seats


@pytest.mark.parametrize("change", ["moved", "added", "removed"])
def test_rules_for_alliances_are_at_work_where_a_list_has_seats_already(change: str) -> None:
    """A list below the threshold with a seat of a district: alliances leave its seat out of the house."""
    averages = {"do": "highest_averages", "held_first": True}
    allied = ({"do": "alliances"}, {"do": "share_inside"})
    steps = chain_of(5, averages, *allied, threshold="20%")
    entries = (ListVotes("A", 40), ListVotes("B", 31), ListVotes("C", 9, district_seats=1))
    votes = Votes(entries)
    base = run(steps, votes)
    margin = least_seat_change(steps, votes, change)  # type: ignore[arg-type]
    assert margin is not None
    asked = {"seat": lambda now: now.seats != base.seats or now.ties != base.ties}
    assert brute_force(steps, votes, change, asked, margin.votes)["seat"] == margin.votes  # type: ignore[arg-type]
