"""Where observers were before, from their visits in whatever order; what the mission knows of a report."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scrutator.field.checks.visits import Filed, Known, facts_of, moment_in
from scrutator.field.mission import Station
from support.field_forms import bundled_published

KNOWN = Known(
    {code: Station(code, ("North",), 900, "Asia/Almaty") for code in ("S1", "S2", "S3")},
    {"a": frozenset(["S1"])},
    date(2026, 11, 29),
)


def clock(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 29, hour, minute, tzinfo=UTC)


def visit(
    name: str, station: str, begins: datetime | None, ends: datetime | None = None, observer: str = "a"
) -> Filed:
    answers = {"arrived": begins.isoformat() if begins else "", "left": ends.isoformat() if ends else ""}
    return Filed(name, observer, "t", bundled_published("voting"), station, clock(20), answers, 2, 1)


def before(*visits: Filed) -> dict[str, datetime | None]:
    """When the observer had left the last other station, by report; the same in every order."""
    told = [
        {name: one.left for name, one in facts_of(order, KNOWN).items()}
        for order in itertools.permutations(visits)
    ]
    assert all(one == told[0] for one in told)
    return told[0]


def test_the_visit_before_is_the_one_elsewhere_that_ended_last() -> None:
    found = before(
        visit("1", "S1", clock(8), clock(12)),
        visit("2", "S2", clock(9), clock(9, 30)),
        visit("3", "S3", clock(10)),
    )
    assert found == {"1": None, "2": clock(12), "3": clock(12)}


def test_a_visit_at_the_same_station_is_not_elsewhere_and_hides_none_that_is() -> None:
    found = before(
        visit("1", "S2", clock(7), clock(8)),
        visit("2", "S1", clock(9), clock(12)),
        visit("3", "S1", clock(10)),
        visit("4", "S1", clock(11)),
    )
    assert found == {"1": None, "2": clock(8), "3": clock(8), "4": clock(8)}


def test_a_visit_without_an_end_ends_when_it_began_and_one_without_a_beginning_is_none() -> None:
    found = before(visit("1", "S1", clock(8)), visit("2", "S2", None), visit("3", "S3", clock(9)))
    assert found == {"1": None, "2": None, "3": clock(8)}
    assert facts_of([visit("2", "S2", None)], KNOWN)["2"].elsewhere is None
    assert before(visit("1", "S1", clock(8), observer="b"), visit("3", "S3", clock(9)))["3"] is None


def test_what_the_mission_knows_of_a_report_is_unknown_where_it_does_not() -> None:
    (known,) = facts_of([visit("1", "S2", clock(8))], KNOWN).values()
    assert (known.known, known.registered, known.deployed, known.photos, known.missing_photos) == (
        True,
        900,
        False,
        2,
        1,
    )
    assert (known.day_begins, known.day_ends) == (
        clock(0) - timedelta(hours=5),
        clock(0) + timedelta(hours=19),
    )
    (anywhere,) = facts_of([visit("1", "S2", clock(8), observer="b")], KNOWN).values()
    assert anywhere.deployed is None
    (nowhere,) = facts_of([visit("1", "S9", clock(8))], replace(KNOWN, day=None)).values()
    assert (nowhere.known, nowhere.registered, nowhere.deployed, nowhere.day_begins) == (
        False,
        None,
        None,
        None,
    )
    (no_day,) = facts_of([visit("1", "S1", clock(8))], replace(KNOWN, day=None)).values()
    assert (no_day.deployed, no_day.day_begins) == (True, None)


def test_a_moment_has_a_zone_or_is_none() -> None:
    assert moment_in("2026-11-29T08:00:00.000+00:00") == clock(8)
    assert moment_in("2026-11-29T08:00") is moment_in("tomorrow") is moment_in("") is None
