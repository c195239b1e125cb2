"""Margins of majority results against all ways to move votes, in small random elections."""

import random
from collections.abc import Iterator
from itertools import product

import pytest

from scrutator.law.majority.deciding import Decision, decide
from scrutator.law.majority.margins import Margin, margin_of, moved, with_votes
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules, majority_rules

PLURALITY = {"system": "majority"}
ABSOLUTE = {
    "system": "majority", "conditions": [{"share": "1/2", "strictly": True}], "otherwise": "second_round",
    "entry": {"first": 2},
}  # fmt: skip
FRENCH = {
    "system": "majority", "otherwise": "second_round", "ties": ["age"],
    "conditions": [{"share": "1/2", "strictly": True}, {"share": "1/4", "of": "registered"}],
    "entry": {"share": "12.5%", "of": "registered", "first": 2},
}  # fmt: skip
TIED_ENTRY = {**ABSOLUTE, "entry": {"first": 2, "with_ties": True}}
AGAINST = {"system": "majority", "against_all": "must_be_outpolled", "otherwise": "new_election"}
SEVERAL = {"system": "majority", "seats": 2, "votes_each": 2, "ties": ["age", "lot"]}


def result(one: Decision) -> tuple[object, ...]:
    return one.outcome, set(one.elected), set(one.entrants)


def ways(total: int, candidates: int) -> Iterator[tuple[int, ...]]:
    for head in product(range(total + 1), repeat=candidates - 1):
        if sum(head) <= total:
            yield (*head, total - sum(head))


def least_by_force(poll: Poll, rules: MajorityRules) -> int | None:
    """Every distribution of the same votes; the fewest moved that change the result."""
    now, names = result(decide(poll, rules)), [one.name for one in poll.candidates]
    before = {one.name: one.votes for one in poll.candidates}
    best: int | None = None
    for votes in ways(poll.total, len(names)):
        after = dict(zip(names, votes, strict=True))
        count = moved(before, after)
        if (best is None or count < best) and result(decide(with_votes(poll, after), rules)) != now:
            best = count
    return best


def random_poll(chance: random.Random, ages: bool) -> Poll:
    size = chance.randint(2, 4)
    votes = [chance.randint(0, 5) for _ in range(size)]
    votes[0] += not sum(votes)
    years = chance.sample(range(30, 80), size) if ages else [None] * size
    candidates = tuple(Candidacy(name, v, a) for name, v, a in zip("ABCD", votes, years, strict=False))
    total = sum(votes)
    against = chance.randint(0, 4)
    return Poll(candidates, registered=total + chance.randint(4, 30), against_all=against)


@pytest.mark.parametrize(
    ("keys", "number"),
    [(PLURALITY, 500), (ABSOLUTE, 500), (FRENCH, 700), (TIED_ENTRY, 500), (AGAINST, 400), (SEVERAL, 500)],
)
def test_the_least_is_that_of_all_distributions_of_the_votes(keys: dict[str, object], number: int) -> None:
    chance, rules, computed = random.Random(20240630), majority_rules(keys, "rules"), 0
    for _ in range(number):
        poll = random_poll(chance, ages="age" in str(keys.get("ties")) and chance.random() < 0.7)
        found = margin_of(poll, rules)
        if isinstance(found, str):
            if "undecided" not in found:
                assert least_by_force(poll, rules) is None, (poll, found)
            continue
        computed += 1
        assert found.votes == least_by_force(poll, rules), (poll, found)
        before = {one.name: one.votes for one in poll.candidates}
        assert sum(found.example.values()) == poll.total
        assert min(found.example.values()) >= 0
        assert moved(before, found.example) == found.votes
        assert result(found.then) != result(decide(poll, rules))
    assert computed > number // 2


def test_a_lead_of_ten_votes_is_undone_by_five_that_move() -> None:
    rules = majority_rules(PLURALITY, "rules")
    found = margin_of(Poll((Candidacy("A", 60), Candidacy("B", 50), Candidacy("C", 5))), rules)
    assert isinstance(found, Margin)
    assert (found.votes, found.example) == (5, {"A": 55, "B": 55, "C": 5})
    found = margin_of(Poll((Candidacy("A", 61), Candidacy("B", 50))), rules)
    assert isinstance(found, Margin)
    assert found.votes == 6


def test_a_million_votes_are_no_harder_than_ten() -> None:
    rules = majority_rules(FRENCH, "rules")
    poll = Poll(tuple(Candidacy(f"c{n}", 10**12 + n * 10**9) for n in range(20)), registered=10**14)
    found = margin_of(poll, rules)
    assert isinstance(found, Margin)
    assert found.votes == 5 * 10**8


def test_where_it_is_not_computed_the_reason_is_said() -> None:
    spread = {**ABSOLUTE, "spread": {"share": "1/4", "regions": 1, "in_regions": 1}}
    poll = Poll((Candidacy("A", 6, regions={"N": 6}), Candidacy("B", 5, regions={"N": 5})), regions={"N": 11})
    assert "spread" in str(margin_of(poll, majority_rules(spread, "rules")))
    some = Poll((Candidacy("A", 6, 50), Candidacy("B", 5)))
    assert "ages" in str(margin_of(some, majority_rules({**PLURALITY, "ties": ["age"]}, "rules")))
    level = Poll((Candidacy("A", 5), Candidacy("B", 5)))
    assert "undecided" in str(margin_of(level, majority_rules(PLURALITY, "rules")))
