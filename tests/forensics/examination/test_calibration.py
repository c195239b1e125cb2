from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.calibration import (
    HOLDS,
    MADE_FOR,
    POWERED,
    Calibration,
    Experiment,
    Rate,
    count_rates,
    experiments,
    from_json,
    replicate,
    stored_calibration,
    to_json,
)
from scrutator.forensics.examination.verdicts import NOT_DIAGNOSTIC, Standing
from scrutator.replicates import map_replicates
from scrutator.simulation.votes import CLEAN_WORLDS
from support.needs import package

SMALL = [Experiment(world.name, "clean", 0.0, 400, 5, i) for world in CLEAN_WORLDS for i in range(1)]


def test_a_process_pool_gives_the_same_bits_as_one_process() -> None:
    serial = map_replicates(replicate, SMALL)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert map_replicates(replicate, SMALL, pool) == serial


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the cluster library warns about ports and its own loop
def test_two_worker_processes_of_a_cluster_give_the_same_bits() -> None:
    distributed = package("distributed")
    serial = map_replicates(replicate, SMALL)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        assert map_replicates(replicate, SMALL, client.get_executor()) == serial


def test_the_stored_table_has_four_hundred_elections_in_each_clean_world() -> None:
    table = stored_calibration()
    for test in table.tests():
        sizes = table.sizes(test)
        assert set(sizes) == {world.name for world in CLEAN_WORLDS}
        assert all(rate.elections >= 400 for rate in sizes.values())


def test_every_diagnostic_test_holds_its_size_in_every_clean_world() -> None:
    table = stored_calibration()
    standing = {test: table.standing(test) for test in table.tests()}
    diagnostic = [test for test, held in standing.items() if held is Standing.DIAGNOSTIC]
    assert {"integer_peaks_symmetric_either", "integer_peaks_symmetric_turnout", "flag_contrast"} <= set(
        diagnostic
    )
    for test in diagnostic:
        assert all(HOLDS[0] <= rate.rate <= HOLDS[1] for rate in table.sizes(test).values()), test
    assert standing["small_large_leader_share"] is Standing.NOT_DIAGNOSTIC
    assert all(standing[test] is Standing.NOT_DIAGNOSTIC for test in NOT_DIAGNOSTIC if test in standing)


def test_power_grows_with_the_number_of_rounded_stations_and_stuffing_is_not_seen() -> None:
    table = stored_calibration()
    rounded = list(table.power("integer_peaks_symmetric_turnout", "rounded turnout").values())
    assert rounded == sorted(rounded)
    assert rounded[-1] > 0.7
    assert max(table.power("integer_peaks_symmetric_either", "stuffing").values()) < 0.15


# At the size a reader is told: the least power each test must have against what it was made for.
LEAST_POWER = {
    "integer_peaks_symmetric_either": 0.2,
    "integer_peaks_symmetric_turnout": 0.3,
    "integer_peaks_symmetric_leader_share": 0.2,
    "multiples_of_five": 0.6,
    "identical_protocols": 0.95,
    "digit_shifts": 0.95,
    "arithmetic_runs": 0.9,
    "even_districts": 0.6,
    "missing_zeros": 0.5,
    "flag_contrast": 0.7,
}


def test_the_stored_table_holds_the_power_against_every_kind_of_manipulation() -> None:
    table = stored_calibration()
    for kind, sizes in POWERED.items():
        assert tuple(table.power("integer_peaks_symmetric_either", kind)) == sizes, kind
        elections = {rate.elections for rate in table.rates if rate.kind == kind}
        assert elections == {100}, kind


@pytest.mark.parametrize("test", LEAST_POWER)
def test_a_test_sees_what_it_was_made_for(test: str) -> None:
    kind, size = MADE_FOR[test]
    assert stored_calibration().power(test, kind)[size] >= LEAST_POWER[test]


def test_every_test_that_can_speak_has_a_measured_power() -> None:
    table = stored_calibration()
    for test in table.tests():
        if table.standing(test) is not Standing.NOT_DIAGNOSTIC:
            kind, size = MADE_FOR[test]
            assert size in table.power(test, kind), test


def test_the_stored_table_is_what_its_seed_gives() -> None:
    """A sample of the table's replicates is run again; all its rates come from the same function."""
    table = stored_calibration()
    plan = experiments(seed=table.seed, stations=table.stations)
    clean = [one for one in plan if one.kind == "clean" and one.replicate < 2]
    dirty = [one for one in plan if one.kind != "clean" and one.world == "regional" and one.replicate == 0]
    assert {one.world for one in clean} == {world.name for world in CLEAN_WORLDS}
    assert {one.kind for one in dirty} == set(POWERED)
    again = count_rates(clean + dirty, map_replicates(replicate, clean + dirty))
    stored = {(rate.test, rate.world, rate.kind, rate.percent): rate for rate in table.rates}
    for rate in again:
        whole = stored[rate.test, rate.world, rate.kind, rate.percent]
        assert rate.fired <= whole.fired
        assert rate.elections - rate.fired <= whole.elections - whole.fired


def test_a_table_survives_writing_and_reading() -> None:
    table = Calibration(3, 500, (Rate("a", "regional", "clean", 0.0, 20, 400),))
    assert from_json(to_json(table)) == table
    with pytest.raises(ScrutatorError, match="F06"):
        from_json('{"seed": 1}')
