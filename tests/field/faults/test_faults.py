"""Eleven kinds of faults at known stations: found by the checks made for them, and clean stations left alone."""

from collections import Counter
from functools import cache

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.checks.declared import About, bundled_checks, check_set
from scrutator.field.faults.measuring import MADE_FOR, FaultsFound, measure_faults
from scrutator.field.faults.seeding import Fault, SeededDay, seeded_day
from support.field_forms import bundled_published

EACH = 10


@cache
def day(seed: int = 1, each: int = EACH) -> SeededDay:
    forms = {name: bundled_published(name) for name in ("opening", "voting", "quickcount")}
    return seeded_day(forms, stations=44 * each, each=each, seed=seed)


@cache
def measured(seed: int = 1) -> FaultsFound:
    return measure_faults(day(seed), bundled_checks())


def test_there_are_eleven_kinds_and_every_subject_of_checks_is_made_for_one() -> None:
    assert len(Fault) == 11
    assert set(MADE_FOR) == set(Fault)
    assert set(MADE_FOR.values()) == set(About)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_checks_find_95_of_100_of_each_kind_and_no_more_than_one_clean_station_in_a_hundred_is_serious(
    seed: int,
) -> None:
    found = measured(seed)
    assert set(found.seeded.values()) == {EACH}
    assert {
        kind: found.found.get(kind, 0) for kind in Fault if 100 * found.found.get(kind, 0) < 95 * EACH
    } == {}
    assert found.clean >= 2 * len(day(seed).stations) // 3
    assert 100 * found.clean_serious <= found.clean


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_desk_s_decisions_replayed_give_the_truth_at_every_station(seed: int) -> None:
    assert measured(seed).untrue == ()


def test_without_the_checks_for_it_a_fault_is_neither_found_nor_corrected() -> None:
    small = day(1, 1)
    for kind, about in ((Fault.TIME, About.TIME), (Fault.FORMS, About.FORMS), (Fault.PLACE, About.PLACE)):
        without = check_set([one for one in bundled_checks().checks if one.about is not about])
        found = measure_faults(small, without)
        assert found.found.get(kind, 0) == 0
        wrong = {code for code, (seeded, _) in small.faults.items() if seeded is kind}
        assert found.untrue, kind
        if kind is not Fault.PLACE:  # whose wrong visit is counted at another station
            assert set(found.untrue) == wrong


def test_without_any_fault_decided_about_the_truth_is_missed_where_something_is_wrong() -> None:
    small = day(1, 1)
    found = measure_faults(small, check_set([]))
    silent = {Fault.REGISTER, Fault.TEAMS, Fault.NEIGHBOURS, Fault.PHOTOS}  # true as they are
    missed = Counter(small.faults[code][0] for code in found.untrue if code in small.faults)
    assert set(missed) == set(Fault) - silent - {Fault.PLACE}
    assert found.clean_flagged == 0


def test_the_same_seed_gives_the_same_day_and_faults_are_where_they_are_said_to_be() -> None:
    assert day.__wrapped__() == day()
    assert day(2) != day(1)
    reports = {one.report: one for one in day().reports}
    assert len(reports) == len(day().reports)
    for code, (kind, wrong) in day().faults.items():
        assert wrong.split("-")[1] == code
        assert (kind in (Fault.PLACE, Fault.DEPLOYMENT)) == (reports[wrong].station != code)
    assert set(day().faults) <= day().touched


def test_too_few_stations_are_refused() -> None:
    forms = {name: bundled_published(name) for name in ("opening", "voting", "quickcount")}
    for stations, each in ((43, 1), (100, 0)):
        with pytest.raises(ScrutatorError, match="D09"):
            seeded_day(forms, stations=stations, each=each, seed=1)
    assert len(seeded_day(forms, stations=44, each=1, seed=1).faults) == 11
