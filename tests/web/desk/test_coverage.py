"""Coverage: what was due by now, by the clock of each place."""

from datetime import UTC, datetime, timedelta

import pytest

from scrutator.web.desk import coverage
from scrutator.web.desk.records import expected_now
from scrutator.web.missions import imports
from scrutator.web.missions.imports import What
from support.field_server import Mission, Phone
from support.phone import report_xml

DUTIES = b"round,observer,place,form,due\n1,A-01,S1,voting,2026-11-29T08:30\n1,A-01,S2,voting,2026-11-29T08:30\n1,A-01,S1,voting,2099-01-01T00:00\n"


@pytest.fixture
def mission(mission: Mission) -> Mission:
    mission.row.places.filter(code="S2").update(time_zone="Asia/Almaty")
    imports.write(mission.row, What.DUTIES, imports.plan(mission.row, What.DUTIES, DUTIES))
    return mission


@pytest.mark.parametrize(("hour", "minute", "missing"), [(3, 30, 1), (3, 29, 0), (8, 29, 1), (8, 30, 2)])
def test_a_duty_is_due_by_its_place_s_clock(mission: Mission, hour: int, minute: int, missing: int) -> None:
    found = expected_now(mission.row, datetime(2026, 11, 29, hour, minute, tzinfo=UTC))
    assert len(found.missing) == missing


def test_sums_over_regions_equal_all_places_and_parts_equal_due(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    found = expected_now(mission.row, datetime(2099, 1, 2, tzinfo=UTC))
    parts = [row for row in found.coverage if row.place]
    (whole,) = [row for row in found.coverage if not row.place]
    for name in ("duties", "due", "on_time", "late", "missing", "early", "later"):
        assert sum(getattr(row, name) for row in parts) == getattr(whole, name)
    assert whole.duties == 3
    assert whole.on_time + whole.late == 1


def test_a_report_that_is_set_aside_meets_no_duty(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    mission.row.submissions.update(state="quarantined")
    found = expected_now(mission.row, datetime(2099, 1, 2, tzinfo=UTC))
    assert (len(found.missing), found.silent) == (3, ("A-01",))


def test_the_page_shows_what_is_missing_and_who_is_silent(mission: Mission) -> None:
    page = mission.client("desk").get(f"/m/{mission.slug}/coverage").content.decode()
    assert "voting" in page
    assert "Not heard from" in page


@pytest.mark.parametrize(
    ("row", "fault"),
    [("1,A-01,S1,voting,8:30", "has no time such as"), ("1,A-01,S1,nothing,2026-11-29T08:30", "names a form that the mission does not have"),
     ("1,A-01,S7,voting,2026-11-29T08:30", "names a place")],
)  # fmt: skip
def test_a_duty_that_names_what_is_not_there_is_a_fault(mission: Mission, row: str, fault: str) -> None:
    planned = imports.plan(mission.row, What.DUTIES, f"round,observer,place,form,due\n{row}\n".encode())
    assert fault in planned.faults[0]


def test_what_is_computed_at_once_is_never_behind(mission: Mission, phone: Phone) -> None:
    client = mission.client("desk")
    mission.row.rounds.get().duties.exclude(due__startswith="2099").update(due="2020-01-01T00:00")
    assert "Not heard from: 1" in client.get(f"/m/{mission.slug}/coverage").content.decode()
    phone.send(report_xml(1))
    page = client.get(f"/m/{mission.slug}/coverage").content.decode()
    assert "A-01, last heard" in page
    assert "Not heard from: 0" in page


def test_what_takes_long_is_shown_as_it_was_and_computed_aside(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple] = []

    class Thread:
        def __init__(self, target, args, daemon) -> None:
            started.append((target, args))

        def start(self) -> None:
            pass

    monkeypatch.setattr(coverage.threading, "Thread", Thread)
    monkeypatch.setattr(coverage, "AT_ONCE", 0.0)
    first = coverage.computed(mission.row)
    assert coverage.computed(mission.row) == first
    phone.send(report_xml(1))
    assert coverage.computed(mission.row) == first
    assert coverage.computed(mission.row) == first
    ((aside, arguments),) = started  # one at a time
    aside(*arguments)
    assert len(coverage.computed(mission.row).found.last_heard) == 1


def test_what_is_more_than_ten_minutes_old_is_not_shown(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "AT_ONCE", 0.0)
    first = coverage.computed(mission.row)
    monkeypatch.setattr(coverage, "now", lambda: first.at + timedelta(seconds=600))
    assert coverage.computed(mission.row).at > first.at
