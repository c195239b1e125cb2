"""Whole papers: what the ballots determine of an Irish count, and where they stop telling."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.ballots.test_counting import ballots, lot
from scrutator.law.ballots.counting import count_ballots
from scrutator.law.ballots.papers import Ballots, Paper
from scrutator.law.ballots.result import Count, Outcome
from scrutator.law.ballots.rules import CountRules
from scrutator.law.count_rules import count_rules_at
from scrutator.law.lots import Lot, Purpose
from scrutator.law.statutes.files import load


def irish(day: str = "1997-06-06") -> CountRules:
    rules = count_rules_at(load("ireland/dail"), date.fromisoformat(day))
    assert isinstance(rules, CountRules)
    return rules


def count(text: str, seats: int, lots: tuple[Lot, ...] = ()) -> Count:
    return count_ballots(ballots(text), seats, irish(), lots)


def test_a_surplus_moves_in_whole_papers_the_largest_fractions_first() -> None:
    made = count("7 A B, 4 A C, 3 A, 3 B, 4 C, 5 D", seats=2)
    # Quota 9, surplus 5 of 11 transferable papers: 7·5/11 = 3 2/11, 4·5/11 = 1 9/11.
    stage = made.stages[1]
    assert (made.quota, stage.totals["A"], stage.totals["B"], stage.totals["C"]) == (9, 9, 6, 6)
    assert stage.non_transferable == 0


def test_when_fewer_papers_can_move_than_the_surplus_all_of_them_do() -> None:
    made = count("2 A B, 12 A, 3 B, 4 C, 5 D", seats=2)
    stage = made.stages[1]
    assert (made.quota, stage.totals["B"], stage.non_transferable) == (9, 5, 3)


def test_a_surplus_that_came_by_transfers_moves_from_the_parcel_received_last() -> None:
    made = count("5 B C, 4 D B E, 6 C, 7 E", seats=2)
    # Quota 8; D is excluded, B has 9; one paper of the four that came last goes on, to E and not to C.
    assert [stage.candidate for stage in made.stages[1:]] == ["D", "B"]
    assert (made.stages[2].totals["C"], made.stages[2].totals["E"]) == (6, 8)


def test_the_count_stops_where_it_depends_on_which_papers_were_moved() -> None:
    made = count("6 A B C, 6 A B D, 2 B, 7 C, 7 D, 1 E", seats=2)
    # 2 of 12 papers go to B, and then B is excluded: to C or to D?
    assert made.outcome is Outcome.NOT_DETERMINED
    assert made.elected == ("A",)
    assert any("sorts papers of B" in note for note in made.notes)
    (other,) = [note for note in made.notes if "Gregory" in note]
    assert "which is not this law" in other


def test_it_goes_on_where_all_papers_that_may_have_moved_go_the_same_way() -> None:
    made = count("6 A B C, 6 A B C D, 2 B, 5 C, 4 D, 1 E", seats=2)
    assert (made.outcome, made.elected) == (Outcome.SETTLED, ("A", "C"))


def test_papers_that_moved_all_together_are_known_and_are_sorted_later() -> None:
    made = count("9 A, 8 C, 4 B, 2 D B A, 1 D B C", seats=1)
    # D is excluded and all three papers go to B; then B is excluded, and the three differ.
    assert [stage.candidate for stage in made.stages[1:]] == ["D", "B"]
    assert (made.outcome, made.elected) == (Outcome.SETTLED, ("A",))
    sheet = count_ballots(ballots("9 A, 8 C, 4 B, 2 D B A, 1 D B C"), 1, irish(), whole_sheet=True)
    assert (sheet.stages[2].totals["A"], sheet.stages[2].totals["C"]) == (11, 9)


def test_equal_fractions_are_for_a_lot() -> None:
    text = "5 A B, 5 A C, 4 B, 4 C, 3 D"
    made = count(text, seats=2)  # quota 8, surplus 2 of 10: one each
    assert made.stages[1].totals["B"] == 5
    text = "6 A B, 6 A C, 4 B, 4 C, 3 D, 3 E"  # quota 9, surplus 3 of 12: 1½ each
    open_ = count(text, seats=2)
    assert open_.tie is not None
    assert (open_.outcome, open_.tie.purpose, open_.tie.between) == (
        Outcome.UNDECIDED, Purpose.FRACTION, ("B", "C"),
    )  # fmt: skip
    drawn = count(text, 2, (lot(Purpose.FRACTION, "B C", "C"), lot(Purpose.EXCLUSION, "D E", "D")))
    assert (drawn.stages[1].totals["B"], drawn.stages[1].totals["C"]) == (5, 6)


def test_the_amendment_of_2001_ends_the_count_earlier() -> None:
    text = "5 A, 5 B, 3 C, 2 D"
    early = count_ballots(ballots(text), 2, irish("1997-06-06"))
    late = count_ballots(ballots(text), 2, irish("2002-05-17"))
    assert set(early.elected) == set(late.elected) == {"A", "B"}
    assert (len(early.stages), len(late.stages)) == (3, 2)


RANKING = st.permutations(range(4)).flatmap(lambda all_: st.integers(1, 4).map(lambda n: tuple(all_[:n])))


@given(papers=st.lists(RANKING, min_size=3, max_size=9), seats=st.integers(2, 3))
@settings(max_examples=150)
def test_a_settled_result_is_that_of_every_way_to_draw_the_papers_of_the_first_surplus(
    papers: list[tuple[int, ...]], seats: int
) -> None:
    """Every choice of the papers that move first gives the same elected, when the count says it is settled."""
    names = tuple("ABCD")
    made = count_ballots(Ballots(names, tuple(Paper(1, one) for one in papers)), seats, irish())
    surplus = [stage for stage in made.stages if stage.action == "surplus"]
    if made.outcome is not Outcome.SETTLED or len(surplus) != 1 or surplus[0].number != 2:
        return
    who = names.index(surplus[0].candidate)
    own = [one for one in papers if one[0] == who]
    standing = [at for at, name in enumerate(names) if name not in made.stages[0].elected]
    moved = {at: int(surplus[0].totals[names[at]] - made.stages[0].totals[names[at]]) for at in standing}
    results = set()
    for choice in combinations(range(len(own)), sum(moved.values())):
        next_of = [next((one for one in own[at] if one in standing), -1) for at in choice]
        if any(next_of.count(at) != number for at, number in moved.items()):
            continue
        kept = [own[at] for at in range(len(own)) if at not in choice]
        results.add(
            continued(
                [one for one in papers if one[0] != who], [own[at] for at in choice], kept, who, made, seats
            )
        )
    assert results == {frozenset(made.elected)} or results == set()


def continued(others, moving, kept, who, made, seats) -> frozenset[str]:  # type: ignore[no-untyped-def]
    """The rest of the count by hand, exclusions only: the elected, or of an open tie those of the count."""
    names = tuple("ABCD")
    elected = [names.index(name) for name in made.stages[0].elected]
    left = [at for at in range(4) if at not in elected]
    piles = {
        at: [one for one in others if next((x for x in one if x in (*left, *elected)), -1) == at]
        for at in left
    }
    for paper in moving:
        piles[next(one for one in paper if one in left)].append(paper)
    history = [
        {names.index(name): int(votes) for name, votes in stage.totals.items()} for stage in made.stages[:2]
    ]
    while len(elected) < seats and left:
        reached = [at for at in left if len(piles[at]) >= made.quota]
        rank = sorted(left, key=lambda at: -len(piles[at]))
        if len(left) <= seats - len(elected):
            reached = left
        elif (
            not reached
            and seats - len(elected) == 1
            and len(piles[rank[0]]) > sum(len(piles[at]) for at in rank[1:])
        ):
            reached = rank[:1]
        if reached:
            elected += reached
            left = [at for at in left if at not in reached]
            continue
        low = [at for at in left if len(piles[at]) == min(len(piles[one]) for one in left)]
        for votes in history:
            low = [at for at in low if votes[at] == min(votes[one] for one in low)]
        if len(low) > 1:
            return frozenset(made.elected)
        left.remove(low[0])
        if len(left) > seats - len(elected):
            for paper in piles.pop(low[0]):
                to = next((one for one in paper if one in left), None)
                if to is not None:
                    piles[to].append(paper)
            history.append({at: len(piles.get(at, ())) for at in range(4)})
    return frozenset(names[at] for at in elected)


@pytest.mark.parametrize("day", ["1997-06-06", "2002-05-17"])
def test_the_result_says_what_of_the_act_is_not_encoded(day: str) -> None:
    made = count_ballots(ballots("9 A, 6 B, 5 C"), 2, irish(day))
    assert any("Not encoded" in note for note in made.notes)
    assert any("unverified" in note for note in made.notes)
