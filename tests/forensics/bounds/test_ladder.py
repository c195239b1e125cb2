"""The ladder: nested, the same in any order, within half a percent on every undisputed election on file."""

import json
from pathlib import Path

import numpy as np
import pytest
from tools.ladder_coverage import WORLDS, one

from scrutator.errors import ScrutatorError
from scrutator.forensics.bounds.ladder import ASSUMPTIONS, contradictory, ladder, stored_coverage, to_plain
from scrutator.forensics.examination.panel import STATUS
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults, results_from_counts

UNDISPUTED = sorted(name for name, status in STATUS.items() if status == "comparison")


def election(size: int = 400, above: int = 0) -> StationResults:
    rng = np.random.default_rng(1)
    registered = rng.integers(300, 900, size)
    cast = rng.binomial(registered, rng.uniform(0.4, 0.7, size))
    leader = rng.binomial(cast, 0.4)
    cast[:above] = registered[:above] + 7
    counts = {"registered": registered, "ballots_cast": cast, "in_box": cast, "valid": cast, "leader": leader}
    place = [f"r{i % 4}" for i in range(size)]
    return results_from_counts("made", place, place, counts | {"runner_up": cast - leader})


def test_the_rungs_are_nested_and_end_between_none_and_all() -> None:
    found = ladder(election())
    assert tuple(one.name for one in found.rungs) == tuple(ASSUMPTIONS)
    least, most = [one.least for one in found.rungs], [one.most for one in found.rungs]
    assert least == sorted(least)
    assert most == sorted(most, reverse=True)
    assert most[0] == found.leader_votes
    assert least[0] == 0
    assert not any(map(contradictory, found.rungs))


def test_ballots_above_the_register_are_the_first_rung_and_their_votes_stay_possible() -> None:
    found = ladder(election(above=10))
    assert found.rungs[0].least == 70
    assert all(rung.least >= 70 for rung in found.rungs)
    assert found.ballots > found.ballots_looked_at


def test_the_order_of_the_stations_decides_nothing() -> None:
    results = election()
    order = np.random.default_rng(2).permutation(len(results))
    first, second = ladder(results), ladder(results.select(order))
    for one_rung, other in zip(first.rungs, second.rungs, strict=True):
        assert one_rung.least == pytest.approx(other.least, abs=1e-6)
        assert one_rung.most == pytest.approx(other.most, rel=1e-9)


@pytest.mark.parametrize("size", [0, 30, 76])
def test_too_few_stations_say_so(size: int) -> None:
    """Four regions: 19 stations each are 76."""
    with pytest.raises(ScrutatorError, match="F03"):
        ladder(election(size))


def test_an_election_without_registers_has_no_ladder() -> None:
    counts = {name: values for name, values in election().counts.items() if name != "registered"}
    place = ["r"] * 400
    with pytest.raises(ScrutatorError, match="bounds need registered voters"):
        ladder(results_from_counts("made", place, place, counts))


@pytest.mark.parametrize("name", UNDISPUTED)
def test_no_rung_says_more_than_half_a_percent_of_an_undisputed_election(
    reference_data: Path, name: str
) -> None:
    found = ladder(read_results(reference_data / "results" / f"{name}.csv.gz"))
    assert max(found.share(one.least) for one in found.rungs) <= 0.005


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("russia-2011", 3.90, 12.76), ("russia-2024", 3.60, 15.45), ("russia-2004", 2.07, 8.36)],
)
def test_the_last_rung_of_a_disputed_election(
    reference_data: Path, name: str, least: float, most: float
) -> None:
    """Of all ballots; kept so that a change is seen, not because another program says so."""
    found = ladder(read_results(reference_data / "results" / f"{name}.csv.gz"))
    last = found.rungs[-1]
    assert 100 * found.share(last.least) == pytest.approx(least, abs=0.05)
    assert 100 * found.share(last.most) == pytest.approx(most, abs=0.1)


def test_the_measured_coverage_meets_its_targets_and_names_the_worlds_that_break_it() -> None:
    measured = stored_coverage()
    for name in ASSUMPTIONS:
        row = measured["rungs"][name]
        assert row["honest_at_most_half_a_percent"] >= 0.95
        assert row["least_held"] >= 0.95
    broken = measured["rungs"]["steadier support"]["worlds"]
    assert broken["strongholds"]["breaks"] == broken["town and country"]["breaks"] == "least"
    assert broken["strongholds"]["honest_at_most_half_a_percent"] < 0.95
    assert broken["bimodal"]["a fifth of the stations"]["most_held"] < 0.95


@pytest.mark.parametrize("world", WORLDS[:3], ids=lambda world: world.name)
def test_ballots_added_in_a_made_up_election_lie_above_the_least(world) -> None:  # type: ignore[no-untyped-def]
    for replicate in range(2):
        found, added = one(world, 0.05, "a fifth of the stations", replicate)
        assert all(rung.least <= added for rung in found.rungs)
        assert found.rungs[3].most >= added


def test_the_plain_values_hold_every_rung_with_its_coverage() -> None:
    plain = to_plain(ladder(election()))
    assert json.loads(json.dumps(plain)) == plain
    for rung in plain["rungs"]:
        assert rung["least_percent"] <= rung["most_percent"]
        assert set(rung["coverage"]) >= {"least_held", "most_held", "honest_at_most_half_a_percent", "worlds"}
