"""Margins: least by brute force, certified both ways, and the published arithmetic of thresholds."""

from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from scrutator.law.chain.allocate import Allocation, chains, run
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.steps.admission import Threshold
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.questions.margins import (
    Margin,
    admission_margins,
    allocate_changed,
    changed_votes,
    least_seat_change,
    list_margins,
    majority_margin,
)
from scrutator.law.statutes.files import load

VOTES_2012 = {
    "Nur Otan": 5621436, "Ak Zhol": 518405, "KNPK": 498788, "OSDP": 116534, "Auyl": 82623,
    "Patriots": 57732, "Adilet": 45702,
}  # fmt: skip
VOTES_2007 = {
    "Nur Otan": 5247720, "OSDP": 269310, "Ak Zhol": 183346, "Auyl": 89855, "KNPK": 76799,
    "Patriots": 46436, "Rukhaniyat": 22159,
}  # fmt: skip


def of(counts: dict[str, int], **totals: int) -> Votes:
    return Votes(tuple(ListVotes(name, votes) for name, votes in counts.items()), **totals)


def kazakh(base: str, share: str = "7%", day: str = "2012-01-15") -> tuple[ChainStep, ...]:
    rules = load("kazakhstan/elections").rules_at(date.fromisoformat(day)).with_threshold(share)
    return next(steps for choice, steps in chains(rules) if choice["threshold"].id == base)


def chain(**table: object) -> tuple[ChainStep, ...]:
    return chains(rules_from(table))[0][1]


def certified(margin: Margin, steps: tuple[ChainStep, ...], votes: Votes, base: Allocation) -> bool:
    """At the margin the outcome is another; one vote short it is the old one."""
    at = allocate_changed(steps, votes, margin.certificate)
    short = allocate_changed(
        steps, votes, changed_votes(votes, margin.source, margin.target, margin.votes - 1)
    )
    assert at.seats == margin.after
    return (at.seats, at.ties, at.admitted) != (base.seats, base.ties, base.admitted) and (
        margin.what != "seat" or (short.seats, short.ties) == (base.seats, base.ties)
    )


def by_brute_force(steps: tuple[ChainStep, ...], votes: Votes, change: str) -> int | None:
    base, counts = run(steps, votes), votes.by_name
    ends: list[tuple[str | None, str | None]] = {
        "moved": list(permutations(counts, 2)),
        "added": [(None, name) for name in counts],
        "removed": [(name, None) for name in counts],
    }[change]  # type: ignore[assignment]
    total = sum(counts.values())
    for size in range(1, total + 1):
        for source, target in ends:
            if source is not None and (size > counts[source] or size >= total):
                continue
            now = allocate_changed(steps, votes, changed_votes(votes, source, target, size))
            if now.seats != base.seats or now.ties != base.ties:
                return size
    return None


@settings(max_examples=80, deadline=None)
@given(
    some.lists(some.integers(1, 40), min_size=2, max_size=4),
    some.integers(1, 7),
    some.sampled_from(["dhondt", "sainte-lague", "modified-sainte-lague", "adams", "hare"]),
    some.sampled_from(["0%", "12%"]),
    some.sampled_from(["moved", "added", "removed"]),
)
def test_no_smaller_change_exists(
    counts: list[int], house: int, method: str, share: str, change: str
) -> None:
    assume(method != "adams" or house >= len(counts))  # else more first seats than the house has
    steps = chain(seats=house, method=method, threshold=share)
    votes = of({f"list {number}": count for number, count in enumerate(counts)})
    base = run(steps, votes)
    margin = least_seat_change(steps, votes, change)  # type: ignore[arg-type]
    brute = by_brute_force(steps, votes, change)
    if base.ties or (margin and not margin.exact):
        assert margin is None or certified(margin, steps, votes, base)
        return
    assert (margin.votes if margin else None) == brute


@settings(max_examples=15, deadline=None)
@given(some.lists(some.integers(100, 10**6), min_size=3, max_size=6), some.sampled_from(["dhondt", "hare"]))
def test_every_margin_of_every_list_is_certified_both_ways(counts: list[int], method: str) -> None:
    steps = chain(seats=20, method=method, threshold="5%")
    votes = of({f"list {number}": count for number, count in enumerate(counts)})
    base = run(steps, votes)
    for name, margins in list_margins(steps, votes).items():
        for what, margin in margins.items():
            if margin is None:
                continue
            seats = allocate_changed(steps, votes, margin.certificate).seats[name]
            assert seats > base.seats[name] if what == "gains a seat" else seats < base.seats[name]
            less = changed_votes(votes, margin.source, margin.target, margin.votes - 1)
            short = allocate_changed(steps, votes, less).seats[name]
            assert short <= base.seats[name] if what == "gains a seat" else short >= base.seats[name]


@pytest.mark.parametrize(
    ("counts", "totals", "base", "share", "name", "above"),
    [
        (VOTES_2012, {}, "valid", "7%", "KNPK", 12902),
        (VOTES_2007, {"cast": 6082430}, "valid", "3%", "Ak Zhol", 5277),
        (VOTES_2007, {"cast": 6082430}, "cast", "3%", "Ak Zhol", 873),
    ],
)
def test_the_published_margins_to_the_threshold(
    counts: dict[str, int], totals: dict[str, int], base: str, share: str, name: str, above: int
) -> None:
    margin = admission_margins(kazakh(base, share), of(counts, **totals))[name]
    assert margin is not None
    assert margin.votes == above + 1
    assert margin.exact


def test_the_third_list_of_2012_falls_with_12903_votes_and_not_with_12902() -> None:
    steps, votes = kazakh("valid"), of(VOTES_2012)
    margin = admission_margins(steps, votes)["KNPK"]
    assert margin is not None
    assert (margin.votes, margin.source) == (12903, "KNPK")
    assert margin.per_station(9764) == Fraction(12903, 9764)
    assert certified(margin, steps, votes, run(steps, votes))


def test_the_least_change_of_2012_swaps_a_seat_between_second_and_third() -> None:
    steps, votes = kazakh("valid"), of(VOTES_2012)
    margin = least_seat_change(steps, votes)
    assert margin is not None
    assert (margin.votes, margin.source, margin.target, margin.exact) == (9809, "Ak Zhol", "KNPK", True)
    assert certified(margin, steps, votes, run(steps, votes))


def test_osdp_of_2007_was_short_by_156461_of_the_ballots_cast() -> None:
    steps = kazakh("cast", day="2007-08-18")
    margin = admission_margins(steps, of(VOTES_2007, cast=6082430))["OSDP"]
    assert margin is not None
    assert (margin.votes, margin.target) == (156461, "OSDP")


def test_a_coefficient_at_work_is_searched_and_says_so() -> None:
    steps, votes = kazakh("valid"), of(VOTES_2007)
    margin = least_seat_change(steps, votes)
    assert margin is not None
    assert not margin.exact
    assert certified(margin, steps, votes, run(steps, votes))


def test_a_majority_breaks_at_its_margin_and_holds_one_vote_before() -> None:
    steps, votes = chain(seats=101, method="dhondt"), of({"A": 5200, "B": 3000, "C": 1800})
    margin = majority_margin(steps, votes)
    assert margin is not None
    assert margin.after["A"] == 50
    short = changed_votes(votes, margin.source, margin.target, margin.votes - 1)
    assert allocate_changed(steps, votes, short).seats["A"] == 51
    nobody = of({"A": 4800, "B": 3000, "C": 2200})
    margin = majority_margin(steps, nobody)
    assert margin is not None
    assert margin.after["A"] == 51


def test_the_third_list_is_tried_for_a_majority_when_two_coalitions_above_it_fail_their_threshold() -> None:
    lists = [("A", 350, 2), ("B", 330, 2), ("C", 110, 1), ("D", 110, 1), ("E", 100, 1)]
    votes = Votes(tuple(ListVotes(name, count, parties=parties) for name, count, parties in lists))
    steps = tuple(
        Threshold("5%", of="lists", coalition={"2": "60%"}) if isinstance(step, Threshold) else step
        for step in chain(seats=31, method="dhondt", threshold="5%")
    )
    margin = majority_margin(steps, votes)
    assert margin is not None
    assert margin.target in ("C", "D")  # two lists of equal size: from one to the other, either way
    assert margin.after[str(margin.target)] == 16


def test_added_votes_cannot_exceed_the_register() -> None:
    steps = chain(seats=10, method="dhondt")
    votes = of({"A": 95, "B": 5}, registered=101)
    assert least_seat_change(steps, votes, "added") is None


def test_without_a_threshold_there_is_no_margin_to_it() -> None:
    margins = admission_margins(chain(seats=3, method="hare"), of({"A": 10, "B": 20}))
    assert {name: margin.votes if margin else None for name, margin in margins.items()} == {"A": 10, "B": 20}


def test_the_only_seat_of_a_list_has_an_exact_margin_too() -> None:
    for method in ("dhondt", "sainte-lague", "hare"):
        steps, votes = chain(seats=3, method=method), of({"A": 50, "B": 29, "C": 21})
        margin = least_seat_change(steps, votes)
        assert margin is not None
        assert margin.exact, method
        assert margin.votes == by_brute_force(steps, votes, "moved")


def test_votes_for_which_the_law_gives_no_outcome_are_passed_over_and_nothing_beyond_is_least() -> None:
    """Six votes more and C is in, and three lists are owed a first seat each of two: the law is silent."""
    steps = chain(seats=2, method="adams", threshold="10%")
    votes = of({"A": 50, "B": 30, "C": 4})
    margin = least_seat_change(steps, votes)
    assert margin is not None
    assert (margin.votes, margin.source, margin.exact) == (22, "B", False)
