"""Faults of all sizes, made without the checks in mind: what is found of them, and what is not, said openly."""

from collections import Counter

from scrutator.field.checks.declared import bundled_checks
from scrutator.field.faults.measuring import found_at, measure_faults, named_at
from scrutator.field.faults.seeding import Fault
from scrutator.field.faults.varied import VariedDay, varied_day
from support.field_forms import bundled_published

NOT_FOUND = {
    (Fault.REGISTER, "1 % more or fewer voters"),  # registers grow on the day
    (Fault.REGISTER, "3 % more or fewer voters"),
    (Fault.REGISTER, "10 % more or fewer voters"),  # where the check begins: about half
    (Fault.NEIGHBOURS, "to 80%"),  # as honest stations of high turnout
    (Fault.BLANK, "votes zero"),  # found by another check: votes and valid ballots differ
}


def day(seed: int = 1, each: int = 10) -> VariedDay:
    forms = {name: bundled_published(name) for name in ("opening", "voting", "quickcount")}
    return varied_day(forms, each=each, seed=seed)


def test_but_for_the_sizes_that_are_named_every_fault_is_found_and_clean_stations_are_left_alone() -> None:
    made = day()
    found, named = (of(made.day, bundled_checks()) for of in (found_at, named_at))
    missed = Counter(
        (kind, made.how[code]) for code, (kind, _) in made.day.faults.items() if code not in found
    )
    assert set(missed) <= NOT_FOUND
    unseen = {made.how[code] for code, (kind, _) in made.day.faults.items() if code not in named}
    assert "votes zero" not in unseen
    clean = measure_faults(made.day, bundled_checks())
    assert 100 * clean.clean_serious <= clean.clean
    assert set(clean.seeded.values()) == {10}


def test_the_same_seed_gives_the_same_day_and_every_fault_is_where_it_is_said_to_be() -> None:
    one, again = day(3, 2), day(3, 2)
    assert one == again
    assert one != day(4, 2)
    assert one.how.keys() == one.day.faults.keys() <= one.day.touched
    reports = {report.report for report in one.day.reports}
    assert all(wrong in reports for _, wrong in one.day.faults.values())


def test_no_check_finds_nothing() -> None:
    from scrutator.field.checks.declared import check_set

    made = day(3, 2)
    none = check_set([])
    assert found_at(made.day, none) == frozenset()
    assert named_at(made.day, none) <= {code for code, (kind, _) in made.day.faults.items()}
