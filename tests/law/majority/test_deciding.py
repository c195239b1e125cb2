"""Majorities: conditions at their limits, entries, ties, votes against all, spreads over regions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.law.lots import Lot, Purpose
from scrutator.law.majority.deciding import Decision, Outcome, decide
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import majority_rules

HALF = {"share": "1/2", "strictly": True}
ABSOLUTE = {"conditions": [HALF], "otherwise": "second_round", "entry": {"first": 2}}


def made(votes: dict[str, int], seats: int | None = None, lots: tuple[Lot, ...] = (), ages: dict[str, int] | None = None,
         poll: dict[str, int] | None = None, **keys: object) -> Decision:  # fmt: skip
    candidates = tuple(Candidacy(name, count, (ages or {}).get(name)) for name, count in votes.items())
    rules = majority_rules({"system": "majority", **keys}, "rules")
    return decide(Poll(candidates, **(poll or {})), rules, lots, seats)  # type: ignore[arg-type]


def test_the_most_votes_elect_and_equal_votes_are_undecided() -> None:
    assert made({"A": 3, "B": 2}).elected == ("A",)
    tie = made({"A": 2, "B": 2, "C": 1})
    assert (tie.outcome, tie.elected) == (Outcome.UNDECIDED, ())
    assert tie.tie is not None
    assert (tie.tie.between, tie.tie.places, tie.tie.purpose) == (("A", "B"), 1, Purpose.ELECTION)


def test_several_seats_by_block_or_limited_vote() -> None:
    block = made({"A": 9, "B": 8, "C": 7, "D": 1}, seats=3, votes_each=3, poll={"cast": 10})
    assert block.elected == ("A", "B", "C")
    limited = made({"A": 9, "B": 8, "C": 8}, seats=2, votes_each=1, poll={"cast": 25})
    assert (limited.outcome, limited.elected) == (Outcome.UNDECIDED, ("A",))  # A is sure of a seat
    assert limited.tie is not None
    assert limited.tie.places == 1
    few = made({"A": 9, "B": 8}, seats=3)
    assert (few.outcome, few.elected, few.unfilled) == (Outcome.ELECTED, ("A", "B"), 1)


def test_the_eldest_is_elected_and_the_lot_is_between_those_of_the_same_age() -> None:
    votes, ages = {"A": 5, "B": 5, "C": 5}, {"A": 70, "B": 60, "C": 60}
    open_ = made(votes, seats=2, ages=ages, ties=["age", "lot"])
    assert (open_.outcome, open_.elected) == (Outcome.UNDECIDED, ("A",))
    assert open_.tie is not None
    assert (open_.tie.between, open_.tie.places) == (("B", "C"), 1)
    lot = Lot(Purpose.ELECTION, frozenset("BC"), frozenset("C"), "minutes")
    assert made(votes, seats=2, ages=ages, lots=(lot,), ties=["age", "lot"]).elected == ("A", "C")
    against_age = Lot(Purpose.ELECTION, frozenset("ABC"), frozenset("BC"), "minutes")
    assert made(votes, seats=2, ages=ages, lots=(against_age,), ties=["age", "lot"]).elected == ("A",)


def test_no_one_has_more_votes_than_there_are_papers() -> None:
    with pytest.raises(ScrutatorError, match="L05"):
        made({"A": 11, "B": 2}, seats=2, votes_each=2, poll={"cast": 10})
    assert made({"A": 10, "B": 10}, seats=2, votes_each=2, poll={"cast": 10}).unfilled == 0
    with pytest.raises(ScrutatorError, match="L05"):
        made({"A": 9, "B": 8, "C": 4}, seats=2, votes_each=2, poll={"cast": 10})
    with pytest.raises(ScrutatorError, match="L05"):
        made({"A": 9, "B": 2}, poll={"cast": 10})


@pytest.mark.parametrize(("votes", "elected"), [(50, False), (51, True)])
def test_more_than_half_is_not_half(votes: int, elected: bool) -> None:
    one = made({"A": votes, "B": 100 - votes}, **ABSOLUTE)  # type: ignore[arg-type]
    assert (one.outcome is Outcome.ELECTED) is elected


def test_more_than_half_of_an_odd_number_is_not_half_plus_one() -> None:
    """Kenya 2022: half of 14,213,137 is 7,106,568.5; the least that is more is 7,106,569."""
    for votes, elected in ((7_106_568, False), (7_106_569, True)):
        rest = 14_213_137 - votes
        one = made({"A": votes, "B": rest - 9_000, "C": 9_000}, **ABSOLUTE)  # type: ignore[arg-type]
        assert (one.outcome is Outcome.ELECTED) is elected
        assert one.checks[0].needed == 7_106_569


@pytest.mark.parametrize(("votes", "elected"), [(24, False), (25, True)])
def test_at_least_a_quarter_of_the_register_is_met_at_the_limit(votes: int, elected: bool) -> None:
    keys = {**ABSOLUTE, "conditions": [{"share": "1/4", "of": "registered"}]}
    one = made({"A": votes, "B": 1}, poll={"registered": 100}, **keys)  # type: ignore[arg-type]
    assert (one.outcome is Outcome.ELECTED) is elected


def test_a_base_that_is_not_given_is_asked_for_and_is_not_zero() -> None:
    keys = {**ABSOLUTE, "conditions": [{"share": "1/4", "of": "registered"}]}
    with pytest.raises(ScrutatorError, match="L06"):
        made({"A": 24, "B": 1}, **keys)  # type: ignore[arg-type]
    cast = {**ABSOLUTE, "conditions": [{**HALF, "of": "cast"}]}
    with pytest.raises(ScrutatorError, match="L06"):
        made({"A": 24, "B": 1}, **cast)  # type: ignore[arg-type]
    assert made({"A": 24, "B": 1}, poll={"void": 23}, **cast).elected == ()  # type: ignore[arg-type]
    assert made({"A": 24, "B": 1}, poll={"void": 22}, **cast).elected == ("A",)  # type: ignore[arg-type]


def test_valid_and_cast_votes_are_different_bases() -> None:
    votes, poll = {"A": 52, "B": 48}, {"void": 10}
    valid = made(votes, poll=poll, **ABSOLUTE)  # type: ignore[arg-type]
    cast = made(votes, poll=poll, **{**ABSOLUTE, "conditions": [{**HALF, "of": "cast"}]})  # type: ignore[arg-type]
    assert (valid.elected, cast.elected) == (("A",), ())


def test_votes_against_all_are_in_the_base_and_elect_no_one() -> None:
    one = made({"A": 50, "B": 40}, poll={"against_all": 10}, **ABSOLUTE)  # type: ignore[arg-type]
    assert (one.outcome, one.entrants) == (Outcome.SECOND_ROUND, ("A", "B"))
    assert any("against all" in note for note in one.notes)
    assert made({"A": 50, "B": 40}, poll={"against_all": 9}, **ABSOLUTE).elected == ("A",)  # type: ignore[arg-type]


@pytest.mark.parametrize(("against", "elected"), [(39, ("A",)), (40, ()), (41, ())])
def test_a_candidate_must_have_more_votes_than_against_all(against: int, elected: tuple[str, ...]) -> None:
    keys = {"against_all": "must_be_outpolled", "otherwise": "new_election"}
    one = made({"A": 40, "B": 5}, poll={"against_all": against}, **keys)
    assert one.elected == elected
    assert (one.outcome is Outcome.NEW_ELECTION) is not elected
    with pytest.raises(ScrutatorError, match="L06"):
        made({"A": 40, "B": 5}, **keys)


def test_blank_papers_are_valid_only_where_the_law_says_so() -> None:
    votes, poll = {"A": 51, "B": 49}, {"blank": 10}
    assert made(votes, poll=poll, **ABSOLUTE).elected == ("A",)  # type: ignore[arg-type]
    assert made(votes, poll=poll, blank_is_valid=True, **ABSOLUTE).elected == ()  # type: ignore[arg-type]


FRENCH = {
    "conditions": [HALF, {"share": "1/4", "of": "registered"}], "otherwise": "second_round",
    "entry": {"share": "12.5%", "of": "registered", "first": 2}, "ties": ["age"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("votes", "entrants"),
    [
        ({"A": 300, "B": 200, "C": 125, "D": 124}, ("A", "B", "C")),
        ({"A": 300, "B": 124, "C": 100}, ("A", "B")),
        ({"A": 124, "B": 123, "C": 100}, ("A", "B")),
        ({"A": 300, "B": 301, "C": 250, "D": 125}, ("B", "A", "C", "D")),
    ],
)
def test_the_share_enters_or_the_next_or_the_first_two(
    votes: dict[str, int], entrants: tuple[str, ...]
) -> None:
    one = made({**votes, "Z": 0}, poll={"registered": 1000, "against_all": 400}, **FRENCH)  # type: ignore[arg-type]
    assert (one.outcome, one.entrants) == (Outcome.SECOND_ROUND, entrants)


def test_equal_votes_at_the_entry_are_settled_by_the_facts_of_the_law_or_open() -> None:
    votes, poll = {"A": 60, "B": 50, "C": 50}, {"registered": 1000}
    open_ = made(votes, poll=poll, **FRENCH)  # type: ignore[arg-type]
    assert open_.tie is not None
    assert (open_.outcome, open_.tie.purpose) == (Outcome.UNDECIDED, Purpose.ENTRY)
    assert (open_.elected, open_.entrants) == ((), ("A",))  # A is sure to enter
    older = made(votes, ages={"B": 40, "C": 41}, poll=poll, **FRENCH)  # type: ignore[arg-type]
    assert older.entrants == ("A", "C")
    assert "the older" in older.settled_by[0]
    level = made(votes, ages={"B": 40, "C": 40}, poll=poll, **FRENCH)  # type: ignore[arg-type]
    assert level.outcome is Outcome.UNDECIDED


def test_all_who_are_level_enter_where_the_law_says_so() -> None:
    keys = {**ABSOLUTE, "entry": {"first": 2, "with_ties": True}}
    assert made({"A": 6, "B": 5, "C": 5, "D": 1}, **keys).entrants == ("A", "B", "C")  # type: ignore[arg-type]


@pytest.mark.parametrize(("valid", "said"), [(100, []), (103, ["3 less"]), (99, ["more than the 99 valid"])])
def test_a_sum_that_is_not_that_of_the_valid_papers_is_said_with_the_difference(
    valid: int, said: list[str]
) -> None:
    one = made({"A": 60, "B": 40}, poll={"valid": valid}, **ABSOLUTE)  # type: ignore[arg-type]
    assert len(one.notes) == len(said)
    assert all(words in note for words, note in zip(said, one.notes, strict=True))


def test_a_sum_above_the_valid_papers_stops_where_the_result_depends_on_it() -> None:
    with pytest.raises(ScrutatorError, match="depends on which is right"):
        made({"A": 50, "B": 50}, poll={"valid": 99}, **ABSOLUTE)  # type: ignore[arg-type]


def test_numbers_that_no_rule_asks_for_are_named() -> None:
    given = {"registered": 500, "void": 9, "blank": 1}
    plain = made({"A": 5, "B": 4}, poll=given, ages={"A": 40, "B": 50})
    assert plain.notes == ("Given, and not asked for by these rules: registered, void, blank, ages.",)
    cast = {**ABSOLUTE, "conditions": [{**HALF, "of": "cast"}], "ties": ["age"]}
    asked = made({"A": 5, "B": 4}, poll={"void": 9, "blank": 1}, ages={"A": 40, "B": 50}, **cast)  # type: ignore[arg-type]
    assert asked.notes == ()
    assert made({"A": 600, "B": 4}, poll={"registered": 2000}, **FRENCH).notes == ()  # type: ignore[arg-type]


def test_one_alone_may_enter_where_the_law_says_so() -> None:
    assert made({"A": 5, "B": 4, "C": 3}, **{**ABSOLUTE, "entry": {"first": 1}}).entrants == ("A",)  # type: ignore[arg-type]


def test_without_another_number_two_enter_the_second_round() -> None:
    assert made({"A": 5, "B": 4, "C": 3}, **{**ABSOLUTE, "entry": {}}).entrants == ("A", "B")  # type: ignore[arg-type]


def test_a_recorded_lot_settles_a_tie_and_is_named() -> None:
    lot = Lot(Purpose.ELECTION, frozenset("AB"), frozenset("B"), "protocol no. 7")
    one = made({"A": 2, "B": 2}, lots=(lot,))
    assert (one.elected, one.used) == (("B",), (lot,))
    assert "the lot on record" in one.settled_by[0]
    elsewhere = Lot(Purpose.ELECTION, frozenset("AB"), frozenset("B"), "protocol no. 7", contest="North")
    assert made({"A": 2, "B": 2}, lots=(elsewhere,)).outcome is Outcome.UNDECIDED


def regions(
    votes: dict[str, list[int]], needed: dict[str, object], keys: dict[str, object] | None = None
) -> Decision:
    names = [f"r{number}" for number in range(len(next(iter(votes.values()))))]
    candidates = tuple(
        Candidacy(name, sum(counts), regions=dict(zip(names, counts, strict=True)))
        for name, counts in votes.items()
    )
    bases = {name: sum(counts[at] for counts in votes.values()) for at, name in enumerate(names)}
    rules = majority_rules({"system": "majority", **(keys or ABSOLUTE), "spread": needed}, "rules")
    return decide(Poll(candidates, regions=bases), rules)


def kenya(reached: int) -> dict[str, list[int]]:
    """A has exactly a quarter in so many of 47 counties and 24.x % in the others, and a large majority in one."""
    quarter = [25] * (reached - 1) + [24] * (47 - reached)
    return {"A": [9000, *quarter], "B": [0, *[100 - n for n in quarter]]}


@pytest.mark.parametrize(("reached", "elected"), [(23, ()), (24, ("A",)), (47, ("A",))])
def test_a_quarter_in_more_than_half_of_47_counties_is_in_24(reached: int, elected: tuple[str, ...]) -> None:
    needed: dict[str, object] = {"share": "1/4", "regions": 47, "in_share": "1/2", "in_strictly": True}
    one = regions(kenya(reached), needed)
    assert one.elected == elected
    (check,) = [c for c in one.checks if c.candidate == "A" and "regions" in c.condition]
    assert (check.votes, check.needed) == (reached, 24)


def test_two_thirds_of_37_units_are_25_and_twenty_of_38_more_than_half() -> None:
    needed = {"share": "1/4", "regions": 37, "in_share": "2/3"}
    rules = majority_rules({"system": "majority", **ABSOLUTE, "spread": needed}, "rules")
    assert rules.keys.spread is not None
    assert rules.keys.spread.needed == 25
    needed = {"share": "1/5", "regions": 38, "in_share": "1/2", "in_strictly": True}
    rules = majority_rules({"system": "majority", **ABSOLUTE, "spread": needed}, "rules")
    assert rules.keys.spread is not None
    assert rules.keys.spread.needed == 20


def test_a_region_in_which_a_candidate_has_no_number_is_unknown_and_not_zero() -> None:
    needed = {"share": "1/4", "regions": 2, "in_regions": 2}
    rules = majority_rules({"system": "majority", **ABSOLUTE, "spread": needed}, "rules")
    lacking = Candidacy("A", 90, regions={"north": 60})
    with pytest.raises(ScrutatorError, match="1 of 1 regions known, 2 of 2 needed"):
        decide(Poll((lacking, Candidacy("B", 40)), regions={"north": 90, "south": 40}), rules)
    given = Candidacy("A", 90, regions={"north": 90, "south": 0})
    made = decide(Poll((given, Candidacy("B", 40)), regions={"north": 90, "south": 40}), rules)
    assert made.outcome is Outcome.SECOND_ROUND


def test_missing_regions_do_not_matter_for_one_who_fails_another_condition() -> None:
    votes = {"A": [60, 60, 60], "B": [40, 40, 40]}
    keys = {**ABSOLUTE, "conditions": [{"share": "2/3"}]}
    one = regions(votes, {"share": "1/4", "regions": 9, "in_regions": 4}, keys)
    assert one.outcome is Outcome.SECOND_ROUND


def test_regions_that_are_missing_stop_the_decision_only_where_they_matter() -> None:
    votes = {"A": [60, 60, 60], "B": [40, 40, 40]}
    assert regions(votes, {"share": "1/4", "regions": 9, "in_regions": 3}).elected == ("A",)
    with pytest.raises(ScrutatorError, match="3 of 3 regions known, 4 of 9 needed"):
        regions(votes, {"share": "1/4", "regions": 9, "in_regions": 4})
    with pytest.raises(ScrutatorError, match="the law counts 2"):
        regions(votes, {"share": "1/4", "regions": 2, "in_regions": 1})


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"colour": "red"}, "colour"),
        ({"conditions": [HALF]}, "otherwise is missing"),
        ({"otherwise": "new_election"}, "otherwise has no effect"),
        ({"conditions": [HALF], "otherwise": "second_round"}, "entry is missing"),
        ({"conditions": [HALF], "otherwise": "new_election", "entry": {}}, "entry has no effect"),
        ({**ABSOLUTE, "entry": {"of": "valid"}}, "of has no effect"),
        ({**ABSOLUTE, "conditions": [{"share": "0%"}]}, "of no use"),
        ({**ABSOLUTE, "conditions": [{"share": "1" * 41 + "%"}]}, "of no use"),
        ({**ABSOLUTE, "votes_each": 2}, "one vote for each voter"),
        ({**ABSOLUTE, "entry": {"first": 0}}, "first is at least 1"),
        ({"seats": 0}, "at least 1"),
        ({"seats": 1001}, "at least 1"),
        ({"spread": {"share": "1/4", "regions": 9}, "otherwise": "new_election"}, "in_regions or in_share"),
        (
            {"spread": {"share": "1/4", "regions": 9, "in_regions": 10}, "otherwise": "new_election"},
            "10 of 9",
        ),
        ({"ties": ["order"]}, "order"),
    ],
)
def test_rules_that_are_unknown_or_without_effect_are_refused(keys: dict[str, object], reason: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        majority_rules({"system": "majority", **keys}, "rules")
    assert (caught.value.code, reason in str(caught.value)) == ("L72", True), str(caught.value)


@given(
    votes=st.lists(st.integers(0, 4), min_size=2, max_size=5).filter(any), order=st.permutations(range(5)),
    seats=st.integers(1, 3), keys=st.sampled_from([{}, ABSOLUTE, {**ABSOLUTE, "entry": {"first": 2, "with_ties": True}}]),
)  # fmt: skip
def test_the_order_of_candidates_decides_nothing(votes, order, seats, keys) -> None:  # type: ignore[no-untyped-def]
    names = "ABCDE"[: len(votes)]
    first = made(dict(zip(names, votes, strict=True)), seats=seats, **keys)
    mixed = {names[at]: votes[at] for at in order if at < len(votes)}
    other = made(mixed, seats=seats, **keys)
    for part in ("outcome", "elected", "entrants", "tie"):
        assert getattr(first, part) == getattr(other, part)


def test_valid_and_void_papers_are_no_more_than_those_cast() -> None:
    made({"A": 60, "B": 30}, poll={"cast": 100, "void": 10})
    with pytest.raises(ScrutatorError, match="L05"):
        made({"A": 60, "B": 30}, poll={"cast": 100, "void": 11})
    with pytest.raises(ScrutatorError, match="L05"):
        made({"A": 60, "B": 30}, poll={"cast": 100, "valid": 95, "void": 6})


def test_more_papers_than_registered_voters_are_said() -> None:
    (note, *_) = made({"A": 60, "B": 30}, poll={"registered": 80}).notes
    assert note == "90 papers are more than the 80 registered voters."
    assert "papers are more" not in str(made({"A": 60, "B": 30}, poll={"registered": 90}).notes)


def test_votes_by_region_that_contradict_a_total_are_refused_or_said() -> None:
    needed = {"share": "1/4", "regions": 2, "in_regions": 1}
    rules = majority_rules({"system": "majority", **ABSOLUTE, "spread": needed}, "rules")
    candidates = (Candidacy("A", 90, regions={"north": 60, "south": 31}), Candidacy("B", 40))
    with pytest.raises(ScrutatorError, match="60 votes for candidates in north, 59 valid votes there"):
        decide(Poll(candidates, regions={"north": 59, "south": 40}), rules)
    made = decide(Poll(candidates, regions={"north": 60, "south": 40}), rules)
    assert "A has 90 votes in all and 91 in the regions." in made.notes
