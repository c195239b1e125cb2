"""Where stations differ hardly more than chance the tests of percentages are silenced, and nowhere else."""

import numpy as np
import pytest

from scrutator.forensics.battery.narrow import narrow_tests
from scrutator.forensics.examination.calibration import simulated_results
from scrutator.forensics.inputs.results import StationResults, results_from_counts
from scrutator.simulation.country import make_country
from scrutator.simulation.votes import CLEAN_WORLDS, World, honest_votes


def made(spread: float, stations: int = 600, seed: int = 1) -> StationResults:
    rng = np.random.default_rng(seed)
    register = np.full(stations, 1_000)
    cast = rng.binomial(register, np.clip(rng.normal(0.6, spread, stations), 0, 1))
    leader = rng.binomial(cast, np.clip(rng.normal(0.5, 0.2, stations), 0, 1))
    counts = {"registered": register, "ballots_cast": cast, "valid": cast, "leader": leader}
    return results_from_counts("made", ["r"] * stations, ["d"] * stations, counts)


def test_binomial_turnout_silences_multiples_of_five_and_not_the_share() -> None:
    found = narrow_tests(made(0.0))
    assert "multiples_of_five" in found
    assert "integer_peaks_symmetric_leader_share" not in found
    assert narrow_tests(made(0.05)) == set()


@pytest.mark.parametrize(("spread", "silenced"), [(0.017, True), (0.021, False)])
def test_the_limit_is_half_the_distance_of_two_targets(spread: float, silenced: bool) -> None:
    """Chance alone gives a standard deviation of 1.55 points; together 2.3 and 2.6, half of five is 2.5."""
    assert ("multiples_of_five" in narrow_tests(made(spread, 20_000))) is silenced


def test_one_protocol_at_every_station_is_no_chance_and_is_not_silenced() -> None:
    one = {"registered": 1_000, "ballots_cast": 600, "valid": 600, "leader": 300}
    counts = {name: np.full(500, value) for name, value in one.items()}
    assert narrow_tests(results_from_counts("one", ["r"] * 500, ["d"] * 500, counts)) == set()


@pytest.mark.parametrize("world", CLEAN_WORLDS, ids=lambda world: world.name)
def test_no_world_of_the_calibration_is_silenced(world: World) -> None:
    rng = np.random.default_rng(5)
    country = make_country(
        rng,
        stations=2_000,
        sizes=world.sizes,
        regions=world.regions,
        districts_per_region=world.districts_per_region,
        mapped=False,
    )
    assert narrow_tests(simulated_results(country, honest_votes(country, world, rng))) == set()
