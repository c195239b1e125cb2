"""Stations are named only where a test speaks, each with its reason, and by no order of rows."""

import numpy as np
import pytest
from made_up import plain_election

from scrutator.forensics.examination.examination import Examination, examine
from scrutator.forensics.examination.named_stations import NamedStation, named_stations
from scrutator.forensics.examination.panel import stored_panel
from scrutator.forensics.examination.rates import stored_calibration
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults


def examined(results: StationResults) -> Examination:
    return examine(results, stored_calibration(), stored_panel(), seed=1)


def named(results: StationResults) -> tuple[NamedStation, ...]:
    return named_stations(results, examined(results))[0]


def rounded(stations: int) -> StationResults:
    """An election in which the ballots of every other station were set to a whole percentage of the register."""
    results = plain_election(stations)
    counts = {name: values.copy() for name, values in results.counts.items()}
    chosen = np.arange(stations) % 2 == 0
    share = np.ceil(100 * counts["ballots_cast"] / counts["registered"])
    made = np.ceil(share * counts["registered"] / 100).astype(np.int64)
    for name in ("ballots_cast", "valid"):
        counts[name] = np.where(chosen, np.maximum(made, counts["ballots_cast"]), counts[name])
    return results.with_counts(counts)


def test_an_election_without_anomalies_names_no_station_by_a_test() -> None:
    results = plain_election(2000)
    found, asked = named_stations(results, examined(results))
    assert [one for one in found if one.ground.test] == []
    assert {one.ground.test for one in asked} >= {"integer_peaks_symmetric_turnout", "identical_protocols"}
    assert all(one.expected is not None for one in asked if one.ground.test)


def test_rounded_stations_are_named_with_the_chance_of_each_and_the_tests_false_alarms() -> None:
    found = [one for one in named(rounded(2000)) if "turnout" in one.ground.test]
    assert len(found) > 700
    assert all(one.chance is not None and 0 < one.chance < 1 for one in found)
    assert all(one.false_alarms is not None and one.false_alarms < 0.08 for one in found)
    assert {one.ground.reason for one in found} == {"its turnout is a whole percentage"}


def test_all_copies_are_named_and_not_the_first_twenty() -> None:
    results = plain_election(2000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in range(30):
        for values in counts.values():
            values[row + 40] = values[row]
    found = [one for one in named(results.with_counts(counts)) if one.ground.test == "identical_protocols"]
    assert len({(one.district, one.station) for one in found}) == 60
    assert all(one.chance is None for one in found)
    assert {(one.region, one.district) for one in found} == {
        tuple(results.district_names[code].split(" / ")) for code in set(results.district[:30].tolist())
    }


@pytest.mark.parametrize(
    ("cast", "valid", "leader", "reason"),
    [
        (101, 90, 50, "more ballots cast than voters registered"),
        (90, 95, 50, "more valid ballots than ballots cast"),
        (90, 80, 85, "more votes for a list than valid ballots"),
    ],
)
def test_counts_that_cannot_be_are_named_without_any_chance(
    cast: int, valid: int, leader: int, reason: str
) -> None:
    usual = plain_election(500)
    table = {
        "region": [usual.region_names[code] for code in usual.region] + ["R"],
        "district": [usual.district_names[code] for code in usual.district] + ["D"],
        "station": [*map(str, range(len(usual))), "odd"],
        "registered": [*map(str, usual["registered"]), "100"],
        "ballots_cast": [*map(str, usual["ballots_cast"]), str(cast)],
        "valid": [*map(str, usual["valid"]), str(valid)],
        "leader": [*map(str, usual["leader"]), str(leader)],
    }
    results = read_results(table, name="made up")
    found = [one for one in named(results) if one.station == "odd"]
    assert reason in {one.ground.reason for one in found}
    assert all(one.chance is None and one.false_alarms is None for one in found)


def test_the_order_of_the_rows_names_no_other_stations() -> None:
    results = rounded(1000)
    turned = results.select(np.arange(len(results))[::-1])
    assert named(results) == named(turned)


def test_the_order_of_the_rows_changes_no_digit_of_what_chance_gives() -> None:
    """A sum of floats depends on their order: the last digits of a sealed finding did."""
    results = plain_election(600, seed=1001, districts=6)
    turned = results.select(np.random.default_rng(0).permutation(len(results)))
    one, other = (named_stations(rows, examined(rows))[1] for rows in (results, turned))
    assert one == other
