"""Refusals in the log: counted, one event a minute at the most, whatever an attacker does."""

from typing import Any

import pytest
from django.test import Client

from scrutator.web.audit import refusals
from scrutator.web.audit.events import What
from scrutator.web.audit.models import AuditEvent
from scrutator.web.audit.refusals import Refusal, Tally, write_refusals
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.stated import read
from support.field_server import Mission, Phone
from support.phone import report_xml


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "TALLY", Tally())


def written(mission: Mission) -> list[dict[str, str]]:
    found = map(read, AuditEvent.objects.filter(mission=mission.row).order_by("index"))
    return [event.about for event in found if event is not None and event.what is What.REFUSALS]


def a_minute_later() -> int:
    return write_refusals(refusals.time.monotonic() + 60)


def test_a_thousand_refusals_of_a_minute_are_one_leaf_with_their_counts(mission: Mission) -> None:
    analyst = mission.client("analyst")
    for _ in range(3):
        assert analyst.get(f"/m/{mission.slug}/people").status_code == 403
    for _ in range(1000):
        refusals.refused(Refusal.PHONE, mission.slug)
    before = mission.row.leaves.count()
    assert a_minute_later() == 1
    assert mission.row.leaves.count() == before + 1
    assert written(mission) == [{"page refused people": "3", "phone not known": "1000"}]
    assert what_is_changed(mission.row) == ""


def test_nothing_is_written_before_a_minute_has_gone_nor_where_nothing_was_refused() -> None:
    tally = Tally()
    assert tally.take(10_000.0) == {}
    tally.add(Refusal.GATEWAY, "m", "", 100.0)
    tally.add(Refusal.GATEWAY, "m", "", 130.0)
    assert tally.take(159.9) == {}
    assert tally.take(160.0) == {("m", "gateway not known"): 2}
    assert tally.take(10_000.0) == {}


def test_what_belongs_to_no_mission_stands_in_each_and_what_is_of_one_in_no_other(mission: Mission) -> None:
    from support.field_server import new_mission

    other = new_mission(forms=())
    refusals.refused(Refusal.PASSWORD)
    refusals.refused(Refusal.PASSWORD, "no-such-mission")
    refusals.refused(Refusal.GATEWAY, mission.slug)
    a_minute_later()
    assert written(mission) == [{"gateway not known": "1", "wrong password": "2"}]
    assert written(other) == [{"wrong password": "2"}]


def test_wrong_passwords_phones_and_gateways_are_counted_and_an_old_nonce_is_not(
    mission: Mission, phone: Phone
) -> None:
    user = mission.user("desk")
    Client().post("/accounts/login/", {"login": user.username, "password": "wrong"})
    phone.send(report_xml(1))
    phone.password = "wrong"
    phone.nonce = ""
    assert phone.send(report_xml(2)).status_code == 401
    hook: Any = Client().post(f"/sms/{mission.slug}/in", b"{}", content_type="application/json")
    assert hook.status_code == 401
    a_minute_later()
    (said,) = written(mission)
    assert {name: said.get(name) for name in ("wrong password", "phone not known", "gateway not known")} == {
        "wrong password": "1",
        "phone not known": "1",
        "gateway not known": "1",
    }


def test_the_page_lists_events_with_their_places_for_those_who_may(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    refusals.refused(Refusal.PHONE, mission.slug)
    a_minute_later()
    page = mission.client("coordinator").get(f"/m/{mission.slug}/events").content.decode()
    last = AuditEvent.objects.filter(mission=mission.row).latest("index").index
    assert f'scope="row">{last}<' in page.replace(' role="rowheader"', "")
    assert "refusals of a minute" in page
    assert "phone not known: 1" in page
    assert mission.client("desk").get(f"/m/{mission.slug}/events").status_code == 403
    assert mission.client("approver").get(f"/m/{mission.slug}/events").status_code == 200
