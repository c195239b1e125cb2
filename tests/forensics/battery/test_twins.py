from dataclasses import replace

import numpy as np
import pytest
from made_up import plain_election
from scipy.stats import binom

from scrutator.forensics.battery.twins import (
    _natural,
    _ranks,
    arithmetic_runs,
    binomial_mid_p,
    digit_shifts,
    even_districts,
    identical_protocols,
    prepared,
)
from scrutator.forensics.inputs.results import StationResults, results_from_counts


def copied(pairs: int) -> StationResults:
    """An election in which some stations repeat another station of their district."""
    results = plain_election(2000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in range(pairs):
        for values in counts.values():
            values[row + 40] = values[row]
    return results.with_counts(counts)


def test_copied_protocols_are_found_and_named() -> None:
    found = identical_protocols(prepared(copied(8)))
    assert found.observed == 8
    assert found.p < 1e-6
    assert found.examples[0] == ("region 0 / district 000", "1", "41")


@pytest.mark.parametrize(("pairs", "named"), [(20, 20), (21, 20)])
def test_twenty_copies_are_named_and_the_others_counted(pairs: int, named: int) -> None:
    found = identical_protocols(prepared(copied(pairs)))
    assert (found.observed, len(found.examples)) == (pairs, named)


def test_an_election_without_copies_is_quiet() -> None:
    for seed in range(5):
        rows = prepared(plain_election(2000, seed=seed, size=1000))
        for test in (identical_protocols, digit_shifts, arithmetic_runs):
            assert test(rows).p > 0.01


def test_a_station_shifted_by_a_thousand_is_found() -> None:
    results = plain_election(400, size=4000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in range(4):
        for name in counts:
            counts[name][row + 40] = counts[name][row] + (1000 if name != "runner_up" else 0)
    counts["registered"][:] = 6000
    found = digit_shifts(prepared(results.with_counts(counts)))
    assert found.observed == 4
    assert found.p < 0.01


def test_with_addresses_only_stations_of_one_building_are_neighbours() -> None:
    results = plain_election(400, size=4000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    address = np.array([f"school {row}" for row in range(400)])
    for row in range(4):  # two hundred rows on: far apart in the order of names, but in one building
        address[row + 200] = address[row]
        for name in counts:
            counts[name][row + 200] = counts[name][row] + (1000 if name != "runner_up" else 0)
    counts["registered"][:] = 6000
    shifted = results.with_counts(counts)
    assert digit_shifts(prepared(shifted)).observed == 0
    found = digit_shifts(prepared(replace(shifted, labels={"address": address})))
    assert (found.observed, found.compared) == (4, 4)


def test_an_arithmetic_run_of_four_neighbours_is_found() -> None:
    results = plain_election(400, size=2000)
    leader = results["leader"].copy()
    for place in range(3):
        leader[place + 40 * np.arange(4)] = 300 + 7 * np.arange(4)
    found = arithmetic_runs(prepared(results.with_counts({"leader": leader})))
    assert found.observed == 3
    assert found.p < 0.01


def test_a_district_with_one_percentage_everywhere_comes_first() -> None:
    results = plain_election(2000)
    here = results.district == 7
    leader = np.where(here, np.rint(0.622 * results["valid"]), results["leader"]).astype(int)
    even = even_districts(prepared(results.with_counts({"leader": leader})))
    assert even[0].district == results.district_names[7]
    assert even[0].p_adjusted < 1e-6
    assert even[1].p_adjusted > 0.05


def test_nothing_depends_on_the_order_of_the_rows() -> None:
    results = copied(3)
    shuffled = results.select(np.random.default_rng(1).permutation(len(results)))
    for test in (identical_protocols, digit_shifts, arithmetic_runs, even_districts):
        assert test(prepared(results)) == test(prepared(shuffled))


def test_the_mid_p_halves_the_observed_term() -> None:
    exact = binom.sf(3, 50, 0.05) + binom.pmf(3, 50, 0.05) / 2
    assert binomial_mid_p(3, 50, 0.05) == pytest.approx(exact)
    assert binomial_mid_p(0, 0, 0.1) == 0.5


@pytest.mark.parametrize(("ballots", "pairs"), [(100, 1), (99, 0)])
def test_a_station_of_a_hundred_ballots_can_be_a_twin_and_a_smaller_one_cannot(
    ballots: int, pairs: int
) -> None:
    results = plain_election(400, size=1000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in (0, 40):
        for name, value in (("ballots_cast", ballots), ("valid", ballots), ("leader", 61), ("runner_up", 13)):
            counts[name][row] = value
        if "in_box" in counts:
            counts["in_box"][row] = ballots
    assert identical_protocols(prepared(results.with_counts(counts))).observed == pairs


def two_lists(stations: int, seed: int) -> StationResults:
    """Every vote goes to one of two lists: ballots, leader and runner-up are two numbers, not three."""
    rng = np.random.default_rng(seed)
    registered = rng.integers(500, 900, stations)
    cast = rng.binomial(registered, 0.6)
    leader = rng.binomial(cast, 0.5)
    counts = {"registered": registered, "ballots_cast": cast, "valid": cast, "leader": leader}
    district = [f"district {i % 5}" for i in range(stations)]
    return results_from_counts(
        "run-off", ["region"] * stations, district, counts | {"runner_up": cast - leader}
    )


def test_where_two_lists_share_all_votes_as_many_coincidences_are_expected_as_come() -> None:
    """The fault: the chance of a match was taken as 1/343 where it is 1/49, and honest run-offs were called."""
    found = [identical_protocols(prepared(two_lists(1500, seed))) for seed in range(8)]
    observed, expected = sum(one.observed for one in found), sum(one.expected for one in found)
    assert observed > 60
    assert observed == pytest.approx(expected, rel=0.3)
    assert all(one.p > 0.001 for one in found)


def test_copies_do_not_raise_the_chance_of_a_copy() -> None:
    few, many = (identical_protocols(prepared(copied(pairs))) for pairs in (1, 30))
    assert many.observed - few.observed == 29
    assert many.expected == pytest.approx(few.expected, abs=0.1)


@pytest.mark.parametrize("names", [["10", "2", "02", "1", "2"], ["7"], ["٣", "2"], ["123456789012345", "9"]])
def test_numbers_as_names_have_the_places_that_any_names_have(names: list[str]) -> None:
    given = np.array(names)
    keys = [_natural(name) for name in names]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    assert _ranks(given).tolist() == [places[key] for key in keys]
