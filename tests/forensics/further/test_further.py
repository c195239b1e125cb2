"""The further tests as a family: rates held, standing by the rule of all tests, nothing silent."""

import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.rates import Calibration, Rate
from scrutator.forensics.examination.verdicts import Standing
from scrutator.forensics.further.further import MADE_FOR, TESTS, further_tests, stored_further
from scrutator.simulation.votes import CLEAN_WORLDS


def table_in_which(**fired: int) -> Calibration:
    """A table of 1,000 honest elections in which each test fired so often."""
    rates = [
        Rate(test, "regional", "clean", 0.0, count, 1000, count, tuple([count] * 15))
        for test, count in fired.items()
    ]
    rates += [Rate(test, "regional", MADE_FOR[test][0], MADE_FOR[test][1], 1, 2, 1, ()) for test in MADE_FOR]
    return Calibration((1,), 2000, 6000, tuple(rates))


def test_a_test_that_does_not_hold_its_size_is_not_run_and_is_named_with_its_rate() -> None:
    found = further_tests(plain_election(400), table=table_in_which(gathering_by_district=120))
    assert found["tests"] == {}
    assert found["left_out"]["gathering_by_district"] == pytest.approx(12.0)
    held = further_tests(plain_election(400), table=table_in_which(gathering_by_district=50))
    assert held["tests"]["gathering_by_district"]["standing"] == "diagnostic"
    assert held["tests"]["gathering_by_district"]["verdict"].startswith("consistent")
    few = further_tests(plain_election(399), table=table_in_which(gathering_by_district=50))
    assert few["tests"]["gathering_by_district"]["verdict"] == "cannot be determined"


def test_the_stored_table_speaks_of_every_test_in_every_world() -> None:
    table = stored_further()
    assert set(table.tests()) == set(TESTS)
    assert len(table.seeds) == 2
    for test in ("gathering_by_district", "gathering_by_place", "same_ballots_in_two_rounds"):
        sizes = table.sizes(test)
        assert {world.name for world in CLEAN_WORLDS} <= set(sizes)
        assert table.standing(test) is not Standing.NOT_DIAGNOSTIC, test
        assert max(rate.bounds[1] for rate in sizes.values()) <= 0.08
    assert table.standing("same_votes_in_two_contests") is Standing.NOT_DIAGNOSTIC
    assert all(one.called <= 0.08 * one.elections for one in table.families)


def test_rounds_that_examine_different_lists_are_refused() -> None:
    from dataclasses import replace

    one = replace(plain_election(400), sources={"leader": "A"})
    with pytest.raises(ScrutatorError, match="“B”"):
        further_tests(one, other_round=replace(one, sources={"leader": "B"}))


def test_what_was_not_given_is_said() -> None:
    found = further_tests(plain_election(400))
    assert "--places" in found["not_run"]["gathering_by_place"]
    assert "--other-round" in found["not_run"]["same_ballots_in_two_rounds"]
    assert found["matched"] is None


def test_two_rounds_with_the_same_ballots_are_not_explained_by_chance() -> None:
    one = plain_election()
    rng = np.random.default_rng(4)
    cast = np.where(
        rng.random(len(one)) < 0.05,
        one["ballots_cast"],
        np.clip(one["ballots_cast"] + rng.integers(-30, 31, len(one)), 100, one["registered"]),
    )
    two = one.with_counts({"ballots_cast": cast, "valid": cast, "leader": np.minimum(one["leader"], cast)})
    found = further_tests(one, other_round=two)
    line = found["tests"]["same_ballots_in_two_rounds"]
    assert line["verdict"] == "not explained by chance under this model"
    assert len(line["examples"]) == 20
    assert found["matched"]["stations"] == len(one)
