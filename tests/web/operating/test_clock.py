"""The server's clock jumps: a phone's report is kept, with a receipt that holds, whatever the clock says."""

from datetime import datetime, timedelta

import pytest

from scrutator.web.clock import now
from support.field_server import Mission, Phone
from support.phone import report_xml

NAMES = ("scrutator.web.intake.views.now", "scrutator.web.intake.devices.now")


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-3), timedelta(hours=3)])
def test_a_phone_that_signed_in_before_the_clock_jumped_signs_in_again_and_its_report_is_stored(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    assert phone.send(report_xml(1)).status_code == 201
    for name in NAMES:
        monkeypatch.setattr(name, lambda: now() + jump)
    answer = phone.send(report_xml(2))
    assert (answer.status_code, b"Receipt" in answer.content) == (201, True)
    assert {one.state for one in mission.row.submissions.all()} == {"new"}
    monkeypatch.undo()
    assert b"stored before" in phone.send(report_xml(2)).content


def test_with_a_clock_far_ahead_what_a_token_sends_is_set_aside_and_not_lost(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        monkeypatch.setattr(name, lambda: now() + timedelta(days=100))
    assert phone.send(report_xml(1)).status_code == 201
    assert mission.row.submissions.get().state == "quarantined"


def test_a_report_of_the_future_is_not_yet_heard_and_stops_no_page(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    received = mission.row.submissions.get().received
    received.at = datetime.fromisoformat("2099-01-01T00:00:00+00:00")
    received.save()
    browser = mission.client("coordinator")
    for page in ("", "coverage", "queue", f"reports/{mission.row.submissions.get().pk}", "stations"):
        assert browser.get(f"/m/{mission.slug}/{page}").status_code == 200, page
