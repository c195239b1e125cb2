"""What takes long is computed again aside while reports come: soon while someone looks, else within a minute."""

from datetime import timedelta

import pytest

from scrutator.web.desk import coverage
from scrutator.web.desk.coverage import ASKED_LATELY, LATER, SOON, catch_up, computed
from scrutator.web.missions.models import Mission as Row
from scrutator.web.preparing import catching_up
from support.field_server import Mission, Phone
from support.phone import report_xml


def at(monkeypatch: pytest.MonkeyPatch, seconds: float, since: coverage.Computed) -> None:
    monkeypatch.setattr(coverage, "now", lambda: since.at + timedelta(seconds=seconds))


@pytest.fixture
def first(mission: Mission, monkeypatch: pytest.MonkeyPatch) -> coverage.Computed:
    """Coverage that takes long, as someone saw it."""
    monkeypatch.setattr(coverage, "AT_ONCE", 0.0)
    monkeypatch.setattr(coverage.threading, "Thread", lambda **_: pytest.fail("a thread was started"))
    return computed(mission.row)


@pytest.mark.parametrize(
    ("asked_before", "age", "again"),
    [(0, SOON - 1, False), (0, SOON, True), (ASKED_LATELY, LATER - 1, False), (ASKED_LATELY, LATER, True)],
)
def test_it_is_soon_while_someone_looks_and_later_while_no_one_does(
    mission: Mission, phone: Phone, first: coverage.Computed, monkeypatch: pytest.MonkeyPatch,
    asked_before: int, age: int, again: bool,
) -> None:  # fmt: skip
    phone.send(report_xml(1))
    monkeypatch.setitem(coverage._ASKED, mission.row.pk, first.at - timedelta(seconds=asked_before))
    at(monkeypatch, age, first)
    catch_up(mission.row)
    known = coverage._KEPT[mission.row.pk, frozenset()]
    assert (known.at > first.at) == again
    assert (len(known.found.last_heard) == 1) == again


def test_nothing_is_computed_again_where_nothing_came_until_the_clock_may_have_changed_it(
    mission: Mission, first: coverage.Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SOON, first)
    catch_up(mission.row)
    assert coverage._KEPT[mission.row.pk, frozenset()] is first
    at(monkeypatch, LATER, first)
    catch_up(mission.row)
    assert coverage._KEPT[mission.row.pk, frozenset()] is not first


def test_what_was_computed_without_observers_who_are_safe_again_is_let_go(
    mission: Mission, phone: Phone, first: coverage.Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(report_xml(1))
    reports = mission.row.submissions
    reports.update(unsafe=True)
    computed(mission.row, everyone=False)
    in_danger = (mission.row.pk, frozenset(reports.values_list("received__device__observer", flat=True)))
    at(monkeypatch, 2 * LATER, first)
    catch_up(mission.row)
    assert in_danger in coverage._KEPT
    reports.update(unsafe=False)
    catch_up(mission.row)
    assert [key for key in coverage._KEPT if key[0] == mission.row.pk] == [(mission.row.pk, frozenset())]


@pytest.mark.parametrize("page", ["coverage", "missing"])
def test_a_page_says_how_many_reports_came_since_and_not_those_that_are_hidden(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    mission.row.submissions.all()
    phone.send(report_xml(0))
    desk, coordinator = mission.client("desk"), mission.client("coordinator")
    path = f"/m/{mission.slug}/{page}"
    assert "Reports that came since" not in desk.get(path).content.decode()
    known = {everyone: computed(mission.row, everyone=everyone) for everyone in (True, False)}
    monkeypatch.setattr(coverage, "AT_ONCE", 0.0)
    monkeypatch.setattr(coverage.threading, "Thread", lambda **_: pytest.fail("a thread was started"))
    coverage._COMPUTING.acquire()
    try:
        at(monkeypatch, 1, known[True])
        phone.send(report_xml(1))
        phone.send(report_xml(2))
        for client in (desk, coordinator):
            assert "Reports that came since: 2;" in client.get(path).content.decode()
        newest = mission.row.submissions.order_by("-pk").first()
        assert newest is not None
        assert coverage.came_since(mission.row, known[True], everyone=True) == 2
        monkeypatch.setattr(coverage, "at_risk", lambda _: frozenset({newest.received.device.observer_id}))
        assert coverage.came_since(mission.row, known[False], everyone=False) == 0
    finally:
        coverage._COMPUTING.release()


def test_a_mission_that_cannot_be_computed_keeps_no_other_from_it(mission: Mission) -> None:
    seen = list[int]()

    def fails(one: Row) -> None:
        seen.append(one.pk)
        raise ValueError("a secret answer")

    catching_up.catch_up_all([fails])
    assert seen == list(Row.objects.order_by("-pk").values_list("pk", flat=True))


def test_it_goes_on_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, waits = list[int](), iter([False, False, True])
    monkeypatch.setattr(catching_up, "catch_up_all", lambda: rounds.append(1))
    monkeypatch.setattr(catching_up.connections, "close_all", lambda: None)
    catching_up.keep_up(lambda _: next(waits))
    assert len(rounds) == 2
