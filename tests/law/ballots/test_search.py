"""The search for few papers that change a count: what it finds changes the result, and it says how far it looked."""

import random

from law.ballots.test_counting import STV, ballots
from scrutator.law.ballots.counting import count_ballots
from scrutator.law.ballots.papers import Ballots
from scrutator.law.ballots.rules import rules_of_keys
from scrutator.law.ballots.search import Searched, searched_margin, with_moved

AV = rules_of_keys({"system": "av", "ties": "latest_stage"}, "rules")


def found(given: Ballots, seats: int = 1, rules=AV) -> Searched | str:  # type: ignore[no-untyped-def]
    return searched_margin(given, seats, rules, count_ballots(given, seats, rules))


def test_two_candidates_are_level_after_half_of_the_lead() -> None:
    result = found(ballots("9 A, 4 B"))
    assert isinstance(result, Searched)
    # With 2 papers A leads by 1; with 3 B has more.
    assert (result.papers, result.source, result.target, result.elected) == (3, "A", "B", ("B",))
    assert (result.pairs, result.of_pairs) == (2, 2)


def test_the_papers_that_were_found_change_the_result_and_one_less_of_that_pair_does_not() -> None:
    chance = random.Random(7)
    rules = rules_of_keys(STV, "rules")
    looked = 0
    for _ in range(40):
        rows = [
            f"{chance.randint(1, 30)} {' '.join(chance.sample('ABCD', chance.randint(1, 4)))}"
            for _ in range(12)
        ]
        given = ballots(", ".join([*rows, "1 A", "1 B", "1 C", "1 D"]))
        made = count_ballots(given, 2, rules)
        result = searched_margin(given, 2, rules, made)
        if isinstance(result, str) or result.papers is None:
            continue
        looked += 1
        source, target = (given.candidates.index(name) for name in (result.source, result.target))
        then = count_ballots(with_moved(given, source, target, result.papers), 2, rules)
        assert (then.outcome, set(then.elected)) == (result.outcome, set(result.elected))
        assert (then.outcome, set(then.elected)) != (made.outcome, set(made.elected))
        less = count_ballots(with_moved(given, source, target, result.papers - 1), 2, rules)
        assert (less.outcome, set(less.elected)) == (made.outcome, set(made.elected))
    assert looked > 25


def test_later_pairs_are_searched_only_below_what_was_found() -> None:
    given = ballots("60 A, 20 B, 18 C, 16 D")
    result = found(given)
    assert isinstance(result, Searched)
    assert (result.papers, result.pairs) == (20, 12)  # a tie that no earlier stage settles
    assert result.counts <= 12 + 3 * 6  # one look for each pair, and halvings only where something was found


def test_the_order_of_the_papers_decides_nothing() -> None:
    rows = ["9 A B", "4 B C", "6 C A", "5 D B"]
    assert found(ballots(", ".join(rows))) == found(ballots(", ".join(rows[::-1])))


def test_an_undecided_count_has_no_margin() -> None:
    assert "not settled" in str(found(ballots("3 A, 2 B C, 2 C B")))


def test_where_every_preference_is_asked_for_the_new_papers_are_valid() -> None:
    rules = rules_of_keys({"system": "av", "every_preference": True}, "rules")
    moved = with_moved(ballots("9 A B C, 4 B A C, 1 C A B"), 0, 1, 3, in_full=True)
    assert count_ballots(moved, 1, rules).not_valid == 0
    assert sum(paper.papers for paper in moved.papers) == 14
