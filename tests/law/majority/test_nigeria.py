"""Nigeria: a quarter of the votes in two thirds of 37 units, and what the file does not say."""

from datetime import date

import pytest

from scrutator.law.count_rules import count_rules_at
from scrutator.law.majority.deciding import Decision, Outcome, decide
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules
from scrutator.law.statutes.files import load


def decided(units: int) -> Decision:
    """The first of three candidates has a quarter of the votes in so many of 37 units of equal size."""
    rules = count_rules_at(load("nigeria/president"), date(2023, 2, 25))
    assert isinstance(rules, MajorityRules)
    regions = {f"unit {number}": 400 for number in range(37)}
    won = {place: 100 if at < units else 99 for at, place in enumerate(regions)}
    first = Candidacy("First", sum(won.values()) + 5_000, None, won)
    others = tuple(Candidacy(name, 4_000, None, dict.fromkeys(regions, 90)) for name in ("Second", "Third"))
    return decide(Poll((first, *others), regions=regions), rules)


@pytest.mark.parametrize(
    ("units", "outcome"),
    [(24, Outcome.NEW_ELECTION), (25, Outcome.ELECTED), (30, Outcome.ELECTED)],  # 2023: 30 states
)
def test_a_quarter_is_needed_in_25_of_37_units(units: int, outcome: Outcome) -> None:
    assert decided(units).outcome is outcome


def test_the_other_reading_and_the_missing_check_are_said_with_every_result() -> None:
    notes = " ".join(decided(25).notes)
    assert "Not encoded: the other reading of s. 134(2)" in notes
    assert "Not checked against a result: votes by state are not on file" in notes
