"""Counts of ranked ballots: quota, surpluses, exclusions, ties, lots, last vacancies."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.ballots.slow_count import SlowCount
from scrutator.errors import ScrutatorError
from scrutator.law.ballots.counting import count_ballots, quota_of
from scrutator.law.ballots.papers import Ballots, Paper
from scrutator.law.ballots.result import Action, Count, Outcome
from scrutator.law.ballots.rules import Quota, rules_of_keys
from scrutator.law.lots import Lot, Purpose

STV = {"system": "stv", "transfer": "weighted_inclusive", "decimals": 5, "ties": "latest_stage"}
AV = {"system": "av", "ties": "latest_stage"}


def ballots(text: str, withdrawn: frozenset[int] = frozenset()) -> Ballots:
    """ "5 A B, 3 B" as ballots; candidates are all letters that occur, in order."""
    rows = [row.split() for row in text.split(",")]
    names = tuple(sorted({name for row in rows for name in row[1:]}))
    return Ballots(
        names,
        tuple(Paper(int(row[0]), tuple(names.index(name) for name in row[1:])) for row in rows),
        withdrawn,
    )


def count(
    text: str, seats: int = 1, lots: tuple[Lot, ...] = (), whole_sheet: bool = False, **keys: object
) -> Count:
    rules = rules_of_keys({**(STV if seats > 1 or "transfer" in keys else AV), **keys}, "rules")
    return count_ballots(ballots(text), seats, rules, lots, whole_sheet)


def lot(purpose: Purpose, between: str, drawn: str) -> Lot:
    return Lot(purpose, frozenset(between.split()), frozenset(drawn.split()), "minutes of the count, p. 3")


@pytest.mark.parametrize(
    ("valid", "seats", "kind", "votes"),
    [
        (100, 3, Quota.DROOP, 26),
        (99, 3, Quota.DROOP, 25),
        (103, 3, Quota.DROOP, 26),
        (104, 3, Quota.DROOP, 27),
        (7267, 1, Quota.DROOP, 3634),
        (6324, 2, Quota.DROOP, 2109),
        (100, 1, Quota.MAJORITY, 51),
        (101, 1, Quota.MAJORITY, 51),
    ],
)
def test_the_quota_ignores_fractions_and_is_one_more(valid: int, seats: int, kind: Quota, votes: int) -> None:
    assert quota_of(valid, seats, kind) == votes


def test_the_quota_elects_and_one_vote_less_does_not() -> None:
    reached = count("4 A, 3 B, 2 C B", seats=2)
    assert (reached.quota, reached.stages[0].elected) == (4, ("A",))
    short = count("3 A, 3 B D, 2 C B, 1 D A", seats=2)
    assert (short.quota, short.stages[0].elected) == (4, ())


def test_a_surplus_moves_all_papers_at_a_value_cut_to_five_decimals() -> None:
    made = count("7 A B, 2 A C, 4 B, 4 C, 1 D", seats=2)
    stage = made.stages[1]
    assert (made.quota, stage.action, stage.candidate) == (7, Action.SURPLUS, "A")
    assert stage.value == Fraction(22222, 100_000)  # 2 of 9
    assert stage.totals["B"] == 4 + 7 * Fraction(22222, 100_000)
    assert stage.totals["A"] == 7
    assert stage.non_transferable == 18 - sum(stage.totals.values()) == Fraction(2, 100_000)


def test_a_surplus_is_exact_where_the_law_names_no_decimals() -> None:
    rules = rules_of_keys({"system": "stv", "transfer": "weighted_inclusive"}, "rules")
    made = count_ballots(ballots("7 A B, 2 A C, 4 B, 4 C, 1 D"), 2, rules)
    assert made.stages[1].totals["B"] == 4 + Fraction(14, 9)
    assert made.stages[1].non_transferable == 0


def test_no_votes_disappear_at_any_stage() -> None:
    made = count("9 A B C, 5 B C, 4 C D, 3 D A, 2 E", seats=2, whole_sheet=True)
    for stage in made.stages:
        assert sum(stage.totals.values()) + stage.non_transferable == made.valid


def test_equal_candidates_are_told_apart_by_the_latest_or_the_earliest_stage() -> None:
    # After two exclusions B and C have 6 each; at stage 1 C had more, at stage 2 B had more.
    text = "9 A, 4 B, 5 C, 2 D B, 1 E C, 2 E, 7 F"
    late, early = (count(text, ties=way) for way in ("latest_stage", "earliest_stage"))
    assert [stage.candidate for stage in late.stages[1:4]] == ["D", "E", "C"]
    assert [stage.candidate for stage in early.stages[1:4]] == ["D", "E", "B"]
    assert count(text, ties="lot").tie.between == ("B", "C")  # type: ignore[union-attr]


def test_a_tie_without_a_recorded_lot_is_undecided_and_names_who_and_where() -> None:
    made = count("3 A, 2 B C, 2 C B")
    assert (made.outcome, made.elected) == (Outcome.UNDECIDED, ())
    assert made.tie is not None
    assert (made.tie.purpose, made.tie.between, made.tie.stage) == (Purpose.EXCLUSION, ("B", "C"), 2)


def test_a_recorded_lot_settles_the_tie_either_way() -> None:
    for drawn, winner in (("B", "C"), ("C", "B")):
        made = count("3 A, 2 B C, 2 C B", lots=(lot(Purpose.EXCLUSION, "B C", drawn),))
        assert (made.outcome, made.elected) == (Outcome.SETTLED, (winner,))


def test_equal_surpluses_need_a_lot_of_their_own() -> None:
    text = "6 A C, 6 B D, 2 C, 2 D"
    made = count(text, seats=3)
    assert made.tie is not None
    assert (made.tie.purpose, made.tie.between) == (Purpose.SURPLUS, ("A", "B"))
    settled = count(text, 3, (lot(Purpose.SURPLUS, "A B", "A"),))
    assert settled.stages[1].candidate == "A"
    assert settled.stages[2].candidate == "B"


def test_of_equal_surpluses_the_one_who_had_more_at_an_earlier_stage_goes_first() -> None:
    made = count("7 A C, 6 B E, 2 D A, 3 D B, 6 C, 6 E", seats=3)
    assert made.stages[1].elected == ("A", "B")  # with 9 votes each; at stage 1 they had 7 and 6
    assert [stage.candidate for stage in made.stages[2:4]] == ["A", "B"]


def test_a_lot_that_settles_nothing_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="L73"):
        count("3 A, 2 B", lots=(lot(Purpose.EXCLUSION, "A B", "A"),))


def test_two_lots_that_contradict_each_other_are_refused() -> None:
    both = (lot(Purpose.EXCLUSION, "B C", "B"), lot(Purpose.EXCLUSION, "B C", "C"))
    with pytest.raises(ScrutatorError, match="draw different candidates"):
        count("3 A, 2 B C, 2 C B", lots=both)


def test_the_last_vacancies_are_filled_without_a_further_transfer() -> None:
    made = count("4 A, 3 B A, 2 C B")
    last = made.stages[-1]
    assert (last.candidate, last.moved, last.elected) == ("C", True, ("B",))
    short = count("6 A, 5 B, 2 C B, 2 D")
    assert short.outcome is Outcome.UNDECIDED
    made = count("6 A, 5 B, 3 C")
    assert (made.stages[-1].candidate, made.stages[-1].moved, made.elected) == ("B", False, ("A",))
    assert count("6 A, 5 B, 3 C", whole_sheet=True).stages[-1].totals["B"] == 0


def test_with_more_seats_than_candidates_the_rest_is_unfilled() -> None:
    made = count("6 A, 5 B", seats=3)
    assert (set(made.elected), made.unfilled, made.outcome) == ({"A", "B"}, 1, Outcome.SETTLED)


def test_a_majority_of_papers_counts_exhausted_ones_too() -> None:
    made = count("4 A, 3 B, 2 C", quota="majority")
    assert made.quota == 5
    assert made.elected == ("A",)  # the last one left, below the quota
    assert made.stages[-1].says.startswith("last vacancies")


def test_one_who_stands_alone_above_all_others_is_elected_where_the_law_says_so() -> None:
    text = "9 A, 4 B, 3 C B, 2 D"
    keys = {"system": "stv", "transfer": "whole_papers", "decimals": None}
    stops = count(text, last_alone=True, **keys)
    assert (stops.elected, len(stops.stages), stops.quota) == (("A",), 2, 10)
    goes_on = count(text, **keys)
    assert len(goes_on.stages) > 2
    # at the limit: equal to the others together is not more
    assert len(count("9 A, 4 B, 3 C B, 2 D C", last_alone=True, **keys).stages) > 2


def test_the_lowest_is_left_out_where_no_surplus_can_lift_them() -> None:
    text = "9 A B, 6 B, 5 C, 3 D"
    keys = {"system": "stv", "transfer": "whole_papers", "decimals": None}
    made = count(text, 3, lowest_out_of_reach=True, **keys)
    assert (made.quota, set(made.elected)) == (6, {"A", "B", "C"})
    assert len(made.stages) == 1 + 1  # A's surplus of 3 could lift D above C, so it is transferred first
    assert len(count("7 A B, 6 B, 5 C, 3 D", 3, lowest_out_of_reach=True, **keys).stages) == 1


@pytest.mark.parametrize(("seats", "keys"), [(0, STV), (1001, STV), (2, AV)])
def test_seats_that_do_not_fit_the_rules_are_refused(seats: int, keys: dict[str, object]) -> None:
    with pytest.raises(ScrutatorError, match="L72"):
        count_ballots(ballots("2 A, 1 B"), seats, rules_of_keys(keys, "rules"))


def test_a_thousand_seats_can_be_filled() -> None:
    assert count_ballots(ballots("2 A, 1 B"), 1000, rules_of_keys(STV, "rules")).unfilled == 998


@pytest.mark.parametrize(
    "keys",
    [
        {"system": "stv"},
        {"system": "av", "transfer": "weighted_inclusive"},
        {"system": "av", "decimals": 5},
        {"system": "stv", "transfer": "whole_papers", "decimals": 2},
        {"system": "stv", "transfer": "weighted_inclusive", "quota": "majority"},
        {"system": "stv", "transfer": "weighted_inclusive", "decimals": 19},
        {"system": "stv", "transfer": "weighted_inclusive", "colour": "red"},
        {"system": "stv", "transfer": "meek"},
        {"system": "av", "last_alone": True},
        {"system": "av", "every_preference": True, "equal": "not_valid"},
        {"system": "av", "withdrawn": "not_valid"},
        {},
    ],
)
def test_rules_with_a_key_that_is_unknown_or_has_no_effect_are_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ScrutatorError, match="L72"):
        rules_of_keys(keys, "rules")


RANKING = st.permutations(range(5)).flatmap(lambda all_: st.integers(1, 5).map(lambda n: tuple(all_[:n])))
PAPERS = st.lists(RANKING, min_size=1, max_size=40)


@given(papers=PAPERS, seats=st.integers(1, 4), decimals=st.sampled_from([None, 0, 2, 5]), last=st.booleans())
@settings(max_examples=400)
def test_the_engine_counts_as_a_slow_count_does_paper_by_paper(
    papers: list[tuple[int, ...]], seats: int, decimals: int | None, last: bool
) -> None:
    keys = {**STV, "transfer": "last_parcel" if last else "weighted_inclusive", "decimals": decimals}
    mine = count_ballots(
        Ballots(tuple("ABCDE"), tuple(Paper(1, one) for one in papers)), seats, rules_of_keys(keys, "rules")
    )
    slow = SlowCount(papers, range(5), seats, decimals, last)
    assert [{name: stage.totals[name] for name in "ABCDE"} for stage in mine.stages] == [
        {name: votes["ABCDE".index(name)] for name in "ABCDE"} for votes in slow.history
    ]
    assert (mine.outcome is Outcome.UNDECIDED) == (slow.tie is not None)
    assert {"ABCDE".index(name) for name in mine.elected} == set(slow.elected)


@given(
    papers=st.lists(RANKING, min_size=1, max_size=12), seats=st.integers(1, 3), order=st.permutations(range(5)),
    mixed=st.randoms(use_true_random=False), way=st.sampled_from(["weighted_inclusive", "last_parcel", "whole_papers"]),
)  # fmt: skip
@settings(max_examples=300)
def test_the_order_of_papers_and_of_candidates_decides_nothing(papers, seats, order, mixed, way) -> None:  # type: ignore[no-untyped-def]
    """Few papers force ties; the count stops at the same tie, or elects the same candidates."""
    rules = rules_of_keys({"system": "stv", "transfer": way, "ties": "latest_stage"}, "rules")
    names = tuple("ABCDE")
    first = count_ballots(Ballots(names, tuple(Paper(1, one) for one in papers)), seats, rules)
    shuffled = list(papers)
    mixed.shuffle(shuffled)
    moved = [tuple(order.index(one) for one in paper) for paper in shuffled]
    other = count_ballots(
        Ballots(tuple(names[at] for at in order), tuple(Paper(1, one) for one in moved)), seats, rules
    )
    assert (first.outcome, first.tie, first.elected) == (other.outcome, other.tie, other.elected)
    assert [dict(stage.totals) for stage in first.stages] == [dict(stage.totals) for stage in other.stages]


def test_a_lot_that_an_undecided_count_does_not_reach_is_said() -> None:
    later = lot(Purpose.EXCLUSION, "A C", "A")
    made = count("3 A, 2 B C, 2 C B", lots=(later,))
    assert made.outcome is Outcome.UNDECIDED
    assert "1 recorded lots were not reached." in made.notes
