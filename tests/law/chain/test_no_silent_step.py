"""Every step counts or is refused by name; the order of rows decides nothing; what is left over is said."""

import random

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import Allocation, allocate, chains, run
from scrutator.law.chain.chain_files import bundled_chains, chain_table
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.votes import ListVotes, Votes

COUNCIL = {"seats": 15, "method": "hare", "ties": ["lot"], "step": [{"do": "absolute_majority"}]}
EQUAL = {"A": 2552, "B": 511, "C": 511, "D": 511, "E": 509, "F": 509}


def of(counts: dict[str, int], **lots: int) -> Votes:
    return Votes(tuple(ListVotes(name, count, lot=lots.get(name)) for name, count in counts.items()))


def seats(table: dict[str, object], votes: Votes) -> Allocation:
    return run(chains(rules_from(table))[0][1], votes)


def test_the_seat_won_last_is_a_tie_where_remainders_are_equal_whatever_the_order_of_rows() -> None:
    for names in ("ABCDEF", "ADCBEF", "FEDCBA"):
        found = seats(COUNCIL, of({name: EQUAL[name] for name in names}))
        assert found.outcome == "tie_to_resolve"
        assert {frozenset(tie.lists) for tie in found.ties} == {frozenset("BCD")}


def test_a_recorded_lot_says_which_list_won_the_last_seat_and_loses_it() -> None:
    lots = {"A": 9, "B": 3, "C": 2, "D": 1, "E": 4, "F": 5}
    for names in ("ABCDEF", "ADCBEF", "FEDCBA"):
        found = seats(COUNCIL, of({name: EQUAL[name] for name in names}, **lots))
        assert found.outcome == "settled"
        assert found.seats == {"A": 8, "B": 1, "C": 2, "D": 2, "E": 1, "F": 1}


def test_two_largest_lists_leave_the_opposition_share_open_until_a_lot_is_recorded() -> None:
    table = {"seats": 20, "method": "hare", "step": [{"do": "opposition_share", "share": "60%"}]}
    counts = {"A": 500, "B": 500, "C": 10}
    for names in ("ABC", "BAC", "CBA"):
        found = seats(table, of({name: counts[name] for name in names}))
        assert found.outcome == "tie_to_resolve"
        assert dict(found.seats) == {"A": 10, "B": 10, "C": 0}
        settled = seats(table, of({name: counts[name] for name in names}, A=1, B=2, C=3))
        assert settled.outcome == "settled"
        assert dict(settled.seats) == {"A": 10, "B": 15, "C": 0}


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        ([{"do": "coefficient", "factor": "0.1"}, {"do": "highest_averages"}], "coefficient has no effect"),
        ([{"do": "quota"}, {"do": "whole_seats"}, {"do": "highest_averages"}], "two methods"),
        ([{"do": "highest_averages"}, {"do": "highest_averages"}], "two steps highest_averages"),
        ([{"do": "whole_seats"}], "whole_seats has no effect without quota"),
        ([{"do": "highest_averages"}, {"do": "share_inside"}], "share_inside has no effect"),
        ([{"do": "leftovers"}], "leftovers by largest_remainder need a quota"),
        ([{"do": "highest_averages"}, {"do": "leftovers", "by": "largest_lists"}], "two methods"),
    ],
)
def test_a_step_that_cannot_have_an_effect_is_refused_by_name(
    steps: list[dict[str, str]], named: str
) -> None:
    with pytest.raises(ScrutatorError, match=named):
        rules_from({"seats": 10, "step": steps})


def test_seats_that_the_rules_give_to_no_list_are_an_outcome() -> None:
    table = {"seats": 7, "step": [{"do": "quota"}, {"do": "whole_seats"}]}
    found = allocate(rules_from(table), of({"A": 20000, "B": 13000, "C": 9000}))
    assert found.outcome == "seats_unfilled"
    assert found.first.unfilled == 1


def test_a_cap_that_leaves_seats_over_is_an_outcome_and_one_that_does_not_bind_is_said() -> None:
    capped = {"seats": 10, "method": "dhondt", "step": [{"do": "cap", "seats": 4}]}
    found = seats(capped, of({"A": 60, "B": 40}))
    assert (dict(found.seats), found.unfilled, found.outcome) == ({"A": 4, "B": 4}, 2, "seats_unfilled")
    loose = seats({**capped, "step": [{"do": "cap", "seats": 9}]}, of({"A": 60, "B": 40}))
    assert any("not binding" in step.says for step in loose.steps if step.rule == "cap")


@pytest.mark.parametrize(
    ("base", "price", "whole"),
    [("admitted", 100, {"A": 6, "B": 3}), ("lists", 105, {"A": 6, "B": 2}), ("cast", 120, {"A": 5, "B": 2})],
)
def test_the_quota_divides_what_the_law_names(base: str, price: int, whole: dict[str, int]) -> None:
    table = {
        "seats": 10, "threshold": "10%",
        "step": [{"do": "quota", "of": base}, {"do": "whole_seats"}, {"do": "leftovers", "repeat": True}],
    }  # fmt: skip
    votes = Votes((ListVotes("A", 690), ListVotes("B", 310), ListVotes("C", 50)), cast=1200)
    steps = {step.rule: step for step in seats(table, votes).steps}
    assert steps["quota"].base == price
    assert steps["whole seats"].result == whole


def test_the_dutch_quota_of_2023_is_the_one_of_the_law() -> None:
    """Kieswet art. P 5: 10,432,726 votes for lists over 150 seats are 69,551.5; 24 seats of VVD make 22 whole."""
    quotas = [step for step in chain_table("netherlands-tweede-kamer")["step"] if step["do"] == "quota"]
    assert [step["of"] for step in quotas] == ["lists"]


# Whole systems have tests of their own.
SINGLE_CHAINS = sorted(name for name in bundled_chains() if "system" not in chain_table(name))


@pytest.mark.parametrize("name", SINGLE_CHAINS)
def test_rows_in_another_order_never_give_another_seat(name: str) -> None:
    """Over every bundled chain, with ties forced: the same outcome or the same tie."""
    steps = chains(rules_from(chain_table(name), name))[0][1]
    draw = random.Random(7)
    for _ in range(25):
        counts = [draw.choice([0, 100, 200, 200, 300, 1000, 1000]) for _ in range(6)]
        entries = [ListVotes(f"list {n}", count, parties=1) for n, count in enumerate(counts)]
        if not any(counts):
            continue
        try:
            one = run(steps, Votes(tuple(entries), cast=sum(counts), registered=2 * sum(counts)))
        except ScrutatorError as error:
            with pytest.raises(ScrutatorError, match=error.code):
                run(steps, Votes(tuple(reversed(entries)), cast=sum(counts), registered=2 * sum(counts)))
            continue
        mixed = draw.sample(entries, len(entries))
        other = run(steps, Votes(tuple(mixed), cast=sum(counts), registered=2 * sum(counts)))
        assert dict(one.seats) == {n: other.seats[n] for n in one.seats}, (name, counts)
        assert {(frozenset(t.lists), t.seats) for t in one.ties} == {
            (frozenset(t.lists), t.seats) for t in other.ties
        }
