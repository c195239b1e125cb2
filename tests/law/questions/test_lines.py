"""What a walk along a line of changed votes looks at, against the same computed anew at every number of votes."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scrutator.law.arithmetic.divisors import DIVISORS
from scrutator.law.arithmetic.inequalities import divisor_inequalities, remainder_inequalities
from scrutator.law.chain.allocate import chains, run
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.state import start
from scrutator.law.chain.votes import ListVotes, Votes, base_of
from scrutator.law.questions.lines import Line, crossings_of, start_of

COUNTS = some.lists(some.integers(1, 60), min_size=2, max_size=4)
ENDS = some.sampled_from([("A", "B"), ("B", "A"), (None, "A"), ("A", None), (None, "B"), ("B", None)])


def votes_of(counts: list[int], cast: bool) -> Votes:
    entries = tuple(
        ListVotes(name, count, parties=1 + count % 2) for name, count in zip("ABCD", counts, strict=False)
    )
    total = sum(counts)
    return Votes(
        entries,
        void=3,
        against_all=2,
        blank=1,
        cast=total + 9 if cast else None,
        registered=500,
        envelopes=total + 4,
        nationwide=400,
    )


@settings(max_examples=150, deadline=None)
@given(
    COUNTS,
    ENDS,
    some.sampled_from(["lists", "valid", "cast", "registered", "envelopes", "nationwide"]),
    some.booleans(),
    some.sampled_from(["7%", "20%", "1/3"]),
    some.booleans(),
)
def test_between_two_crossings_no_list_crosses_a_threshold_or_another_list(
    counts: list[int], ends: tuple[str | None, str | None], base: str, cast: bool, share: str, second: bool
) -> None:
    step: list[dict[str, object]] = [
        {"do": "threshold", "share": share, "of": base, "coalition": {"2": "40%"}},
        *([{"do": "admit_next", "at_least_lists": 2, "when_cleared": 1}] if second else []),
        {"do": "highest_averages", "divisor": "dhondt"},
    ]
    steps, votes = chains(rules_from({"seats": 5, "step": step}))[0][1], votes_of(counts, cast)
    line = Line(*ends)
    crossings = set(crossings_of(votes, line, start_of(steps, votes)))
    last = min(votes.by_name[line.source] if line.source else 60, sum(counts) - 1, 60)

    def admitted(count: int) -> object:
        now = run(steps, votes.with_votes(line.changed(votes, count)))
        return [sorted(s.result) for s in now.steps if s.rule in ("threshold", "admit next")]

    before = admitted(0)
    for count in range(1, last + 1):
        now = admitted(count)
        assert now == before or count in crossings
        before = now


@settings(max_examples=60, deadline=None)
@given(COUNTS, ENDS, some.booleans(), some.integers(1, 9))
def test_a_base_that_grows_grows_by_the_votes_there_are_more(
    counts: list[int], ends: tuple[str | None, str | None], cast: bool, step: int
) -> None:
    votes, line = votes_of([count + 9 for count in counts], cast), Line(*ends)
    after = votes.with_votes(line.changed(votes, step))
    for base in ("lists", "valid", "cast"):
        known = base_of(votes, base)  # type: ignore[arg-type]
        assert base_of(after, base) == known + step * line.growth  # type: ignore[arg-type, operator]
    for base in ("registered", "envelopes", "nationwide"):
        assert base_of(after, base) == base_of(votes, base)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(COUNTS, some.integers(1, 12), some.sampled_from(["dhondt", "sainte-lague", "danish", "hare"]))
def test_the_inequalities_of_an_outcome_hold_there_and_are_those_of_the_source(
    counts: list[int], house: int, method: str
) -> None:
    """Written out again: a quotient for a divisor rule, a difference of votes for largest remainders."""
    steps, votes = chains(rules_from({"seats": house, "method": method}))[0][1], votes_of(counts, True)
    now = run(steps, votes)
    seats, have = {name: now.seats[name] for name in now.admitted}, votes.by_name
    total = sum(have.values())
    if method == "hare":
        made = list(remainder_inequalities(seats, house))
    else:
        made = list(divisor_inequalities(seats, DIVISORS[method]))
    assert {(one.gains, one.loses) for one in made} == {
        (i, j) for i in seats for j in seats if i != j and seats[j]
    }
    for one in made:
        value = one.gain * have[one.gains] + one.lose * have[one.loses] + one.every * total
        i, j = one.gains, one.loses
        if method == "hare":
            apart = (have[i] - have[j]) * house - (1 + seats[i] - seats[j]) * total
            assert value == apart
        else:
            rule = DIVISORS[method]
            claim, keeps = Fraction(have[i]) / rule.at(seats[i]), Fraction(have[j]) / rule.at(seats[j] - 1)
            assert (value > 0) == (claim > keeps)
            assert (value == 0) == (claim == keeps)
        if not now.ties:
            assert value <= 0


@given(some.sets(some.sampled_from("ABCD"), min_size=1, max_size=2), some.sampled_from(["dhondt", "hare"]))
def test_the_inequalities_of_touched_lists_are_those_of_all_with_one_of_them(
    touched: set[str], method: str
) -> None:
    seats = {"A": 4, "B": 2, "C": 1}

    def made(names: frozenset[str] | None) -> list[object]:
        if method == "hare":
            return list(remainder_inequalities(seats, 7, names))
        return list(divisor_inequalities(seats, DIVISORS[method], names))

    wanted = [one for one in made(None) if {one.gains, one.loses} & touched]  # type: ignore[attr-defined]
    assert sorted(made(frozenset(touched))) == sorted(wanted)  # type: ignore[type-var]


def test_a_list_without_votes_has_its_first_vote_among_the_crossings() -> None:
    steps = chains(rules_from({"seats": 3, "method": "dhondt"}))[0][1]
    votes = Votes((ListVotes("A", 9), ListVotes("B", 0)))
    assert 1 in crossings_of(votes, Line("A", "B"), start_of(steps, votes))
    assert start(votes).strength["B"] == 0


@pytest.mark.parametrize(("second", "most"), [(False, 500), (True, 900)])
def test_twenty_lists_of_nearly_the_same_size_take_few_allocations(
    second: bool, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that overtakes another is looked at only where the order of the lists admits one: 20 lists, all
    below a threshold, took 60,000 allocations."""
    from scrutator.law.questions import lines
    from scrutator.law.questions.margins import least_seat_change

    step: list[dict[str, object]] = [
        {"do": "threshold", "share": "7%"},
        *([{"do": "admit_next", "at_least_lists": 2, "when_cleared": 1}] if second else []),
        {"do": "highest_averages", "divisor": "dhondt"},
    ]
    steps = chains(rules_from({"seats": 98, "step": step}))[0][1]
    votes = Votes(tuple(ListVotes(f"L{n}", 10_000 + 7 * n) for n in range(20)))
    made: list[int] = []
    monkeypatch.setattr(lines, "run", lambda *given: made.append(1) or run(*given))
    margin = least_seat_change(steps, votes)
    assert margin is not None
    assert margin.exact
    assert len(made) < most
