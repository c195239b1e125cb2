from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.calibration import (
    POWERED,
    Experiment,
    digest,
    experiments,
    measure,
    replicate,
)
from scrutator.forensics.examination.rates import (
    MADE_FOR,
    Calibration,
    FamilyRate,
    Rate,
    from_json,
    stored_calibration,
    to_json,
)
from scrutator.forensics.examination.verdicts import NOT_DIAGNOSTIC, Standing
from scrutator.replicates import map_replicates
from scrutator.simulation.votes import CLEAN_WORLDS, MANIPULATED_WORLDS
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


WORLDS = {world.name for world in CLEAN_WORLDS}
# In honest elections of each world, at least; what carries no verdict, and the flag, in fewer of them.
HONEST, DESCRIBED, MANIPULATED = 1990, 580, 400


def test_the_worlds_have_run_offs_two_lists_small_lists_towns_large_districts_and_no_invalid_ballots() -> (
    None
):
    assert {len(world.support) for world in CLEAN_WORLDS} == {2, 4, 12}
    assert any(len(world.support) == 2 and world.invalid == 0 for world in CLEAN_WORLDS)
    assert any(world.regions * world.districts_per_region <= 10 for world in CLEAN_WORLDS)
    assert any(world.rural_turnout >= 1 and world.rural_support >= 1 for world in CLEAN_WORLDS)


def test_the_stored_table_holds_every_clean_world_under_two_seeds() -> None:
    table = stored_calibration()
    assert len(table.seeds) == 2
    for test in table.tests():
        sizes = table.sizes(test)
        assert set(sizes) == WORLDS
        least = HONEST if test in table.speaking() else DESCRIBED
        if test == "missing_zeros":  # where the small list is small enough somewhere
            least = 9 * HONEST // 10
        assert all(rate.elections >= least for rate in sizes.values()), test


def test_every_test_that_speaks_is_shown_to_hold_its_size_in_every_world() -> None:
    table = stored_calibration()
    speaking = set(table.speaking())
    flags = table.sizes("flag_contrast").values()
    assert sum(one.fired for one in flags) <= 0.06 * sum(one.elections for one in flags)
    assert {"integer_peaks_symmetric_either", "identical_protocols", "digit_shifts"} <= speaking
    for test in speaking:
        assert max(rate.bounds[1] for rate in table.sizes(test).values()) <= 0.08, test
    assert table.standing("small_large_leader_share") is Standing.NOT_DIAGNOSTIC
    assert not set(NOT_DIAGNOSTIC) & speaking


def test_honest_run_offs_are_called_in_at_most_five_per_cent() -> None:
    """The fault: identical protocols in 9 of 40 honest run-offs, because two lists share all valid votes."""
    table = stored_calibration()
    for world in ("second round", "two lists, none invalid"):
        rate = table.sizes("identical_protocols")[world]
        assert rate.called <= 0.05 * rate.elections
        assert rate.rate <= 0.05


@pytest.mark.parametrize(
    ("test", "kind"),
    [("identical_protocols", "copied protocols"), ("digit_shifts", "shifted protocols")],
)
def test_planted_copies_and_shifts_at_one_per_cent_are_called_in_nine_of_ten_elections(
    test: str, kind: str
) -> None:
    """The fault: raw p was below 0.05 in 16 of 16 and the verdict came in none, for its placebo fired too."""
    table = stored_calibration()
    cells = [one for one in table.rates if (one.test, one.kind, one.percent) == (test, kind, 1.0)]
    assert {one.world for one in cells} == {world.name for world in MANIPULATED_WORLDS}
    assert all(one.called >= 0.9 * one.elections for one in cells)


def test_the_whole_rule_calls_an_honest_election_in_at_most_eight_per_cent_of_every_world() -> None:
    table = stored_calibration()
    assert {one.world for one in table.families if one.tests == "all tests"} == WORLDS
    assert all(one.called <= 0.08 * one.elections for one in table.families)


def test_sets_of_tests_that_were_not_measured_have_a_bound() -> None:
    table = stored_calibration()
    speaking = table.speaking()
    whole, some = table.false_alarms(speaking), table.false_alarms(speaking[:3])
    assert whole is not None
    assert some is not None
    assert (whole.measured, some.measured) == (True, False)
    assert 0 < some.rate < 0.1
    assert table.false_alarms(["never_measured"]) is None


def test_power_grows_with_the_number_of_rounded_stations_and_stuffing_is_not_seen() -> None:
    table = stored_calibration()
    rounded = list(table.power("integer_peaks_symmetric_turnout", "rounded turnout").values())
    assert rounded == sorted(rounded)
    assert rounded[-1] > 0.6
    assert max(table.power("integer_peaks_symmetric_either", "stuffing").values()) < 0.15


# At the size a reader is told: the least that p must see of what each test was made for.
LEAST_POWER = {
    "integer_peaks_symmetric_either": 0.15,
    "integer_peaks_symmetric_turnout": 0.25,
    "integer_peaks_symmetric_leader_share": 0.15,
    "multiples_of_five": 0.5,
    "identical_protocols": 0.95,
    "digit_shifts": 0.95,
    "arithmetic_runs": 0.9,
    "even_districts": 0.5,
    "missing_zeros": 0.45,
    "flag_contrast": 0.7,
}


@pytest.mark.parametrize("test", LEAST_POWER)
def test_a_test_sees_what_it_was_made_for(test: str) -> None:
    kind, size = MADE_FOR[test]
    assert stored_calibration().power(test, kind)[size] >= LEAST_POWER[test]


def test_every_kind_and_size_of_manipulation_was_measured_for_every_test_that_speaks() -> None:
    table = stored_calibration()
    for kind, sizes in POWERED.items():
        assert tuple(table.power("integer_peaks_symmetric_either", kind)) == sizes, kind
        assert {rate.elections for rate in table.rates if rate.kind == kind} == {MANIPULATED}, kind
    for test in table.speaking():
        kind, size = MADE_FOR[test]
        assert size in table.power(test, kind), test


@pytest.mark.slow
@pytest.mark.system
def test_the_first_twenty_elections_of_every_world_are_repeated_to_the_bit() -> None:
    table = stored_calibration()
    plan = experiments(elections=20, powered=0, stations=table.stations, seeds=table.seeds[:1])
    assert {one.world for one in plan} == WORLDS
    assert digest(map_replicates(replicate, plan)) == table.repeat


def test_one_other_p_or_one_other_silence_is_another_digest() -> None:
    answer = {"p": {"a": 0.1}, "muted": []}
    others = [{"p": {"a": 0.1 + 2**-56}, "muted": []}, {"p": {"a": 0.1}, "muted": ["a"]}]
    assert len({digest([answer]), *(digest([one]) for one in others)}) == 3


def test_a_table_survives_writing_and_reading() -> None:
    rate = Rate("a", "regional", "clean", 0.0, 20, 400, 3, (20, 9))
    table = Calibration(
        (3, 4), 500, 600, (rate,), (FamilyRate("all tests", "regional", 9, 400),), {"a": (0.05,)}
    )
    assert from_json(to_json(table)) == table
    with pytest.raises(ScrutatorError, match="F06"):
        from_json('{"seed": 1}')


def made(
    world: str, p: float, muted: tuple[str, ...] = (), number: int = 0
) -> tuple[Experiment, dict[str, object]]:
    experiment = Experiment(world, "clean", 0.0, 100, 1, number)
    return experiment, {"p": {"multiples_of_five": p, "digit_shifts": 0.5}, "muted": list(muted)}


def test_the_rates_of_the_table_are_those_of_the_whole_rule() -> None:
    """Of 1,000 elections 45 have p = 0.03 (not below Holm's half), 20 p = 0.001, five of them silenced."""
    pairs = [made("regional", 0.5, number=n) for n in range(935)]
    pairs += [made("regional", 0.03, number=n) for n in range(45)]
    pairs += [made("regional", 0.001, number=n) for n in range(15)]
    pairs += [made("regional", 0.001, ("multiples_of_five",), number=n) for n in range(5)]
    table = measure([one for one, _ in pairs], [answer for _, answer in pairs])
    (rate,) = [one for one in table.rates if one.test == "multiples_of_five"]
    assert (rate.fired, rate.called, rate.elections) == (65, 15, 1000)
    assert rate.tails[:2] == (65, 20)
    assert table.speaking() == ("digit_shifts", "multiples_of_five")
    assert next((one.called, one.elections) for one in table.families if one.tests == "all tests") == (
        15,
        1000,
    )
