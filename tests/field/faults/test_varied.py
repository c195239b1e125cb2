"""Faults of all sizes, made without the checks in mind: what is found of them, and what is not, said openly."""

from collections import Counter
from random import Random

import pytest

from scrutator.field.checks.declared import bundled_checks, check_set
from scrutator.field.faults.country import draw_stations
from scrutator.field.faults.measuring import found_at, measure_faults, named_at
from scrutator.field.faults.seeding import Fault
from scrutator.field.faults.uneven import draw_uneven
from scrutator.field.faults.varied import Draw, VariedDay, varied_day
from support.field_forms import bundled_published

NOT_FOUND = {
    (Fault.REGISTER, "1 % more or fewer voters"),  # registers grow on the day
    (Fault.REGISTER, "3 % more or fewer voters"),
    (Fault.NEIGHBOURS, "less than 10% of the voters added"),  # as honest stations of high turnout
    (Fault.NEIGHBOURS, "10% to 15% of the voters added"),
    (Fault.NEIGHBOURS, "15% to 20% of the voters added"),
    (Fault.NEIGHBOURS, "20% to 25% of the voters added"),  # nine in ten
    (Fault.BLANK, "votes zero"),  # found by another check: votes and valid ballots differ
}
"""What the checks are not made for; of all else they find 95 in a hundred."""
COUNTRIES = pytest.mark.parametrize("draw", [draw_stations, draw_uneven])


def day(seed: int = 1, each: int = 10, draw: Draw = draw_stations) -> VariedDay:
    forms = {name: bundled_published(name) for name in ("opening", "voting", "quickcount")}
    return varied_day(forms, each=each, seed=seed, draw=draw)


@COUNTRIES
def test_faults_that_checks_are_made_for_are_found_but_one_at_most_and_no_clean_station_is_serious(
    draw: Draw,
) -> None:
    seeded: Counter[Fault] = Counter()
    found: Counter[Fault] = Counter()
    for seed in (201, 202):
        made = day(seed, 8, draw)
        seen = found_at(made.day, bundled_checks())
        for code, (kind, _) in made.day.faults.items():
            seeded[kind] += (kind, made.how[code]) not in NOT_FOUND
            found[kind] += code in seen and (kind, made.how[code]) not in NOT_FOUND
        unseen = {made.how[code] for code in made.day.faults.keys() - named_at(made.day, bundled_checks())}
        assert "votes zero" not in unseen
        clean = measure_faults(made.day, bundled_checks())
        assert 100 * clean.clean_serious <= clean.clean
        assert 20 * clean.clean_flagged <= clean.clean
    # So few say no more than this: what 95 in 100 rests on is measured over many days, in decision 0128.
    assert {kind for kind in Fault if found[kind] < seeded[kind] - 1} == set()
    assert min(seeded.values()) >= 7


@COUNTRIES
def test_a_register_that_is_a_tenth_off_is_found_where_other_registers_are_the_missions(draw: Draw) -> None:
    how = "10 % more or fewer voters"
    made = day(102, 10, draw)
    codes = {code for code, words in made.how.items() if words == how}
    assert codes
    assert codes <= found_at(made.day, bundled_checks())
    alone = check_set([one for one in bundled_checks().checks if not one.id.endswith("-far")])
    assert not codes <= found_at(made.day, alone)


def test_an_uneven_country_adds_up_and_its_registers_are_not_quite_the_missions() -> None:
    stations = draw_uneven(500, Random(1))
    assert draw_uneven(500, Random(1)) == stations
    assert len({one.code for one in stations}) == 500
    for one in stations:
        lines = one.lines
        votes = sum(count for name, count in lines.items() if name.startswith("list_"))
        assert lines["valid"] == votes + lines["against_all"]
        assert lines["stationary"] + lines["mobile"] == lines["valid"] + lines["invalid"]
        assert min(lines.values()) >= 0
    assert sum(one.listed != one.registered for one in stations) > 400


def test_the_same_seed_gives_the_same_day_and_every_fault_is_where_it_is_said_to_be() -> None:
    one, again = day(3, 2), day(3, 2)
    assert one == again
    assert one != day(4, 2)
    assert one.how.keys() == one.day.faults.keys() <= one.day.touched
    reports = {report.report for report in one.day.reports}
    assert all(wrong in reports for _, wrong in one.day.faults.values())


def test_no_check_finds_nothing() -> None:
    made = day(3, 2)
    none = check_set([])
    assert found_at(made.day, none) == frozenset()
    assert named_at(made.day, none) <= {code for code, (kind, _) in made.day.faults.items()}
