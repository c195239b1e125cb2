"""Incidents at the desk: told by phone, SMS and at the desk, one event from several reports, what may be said of it."""

import re

import pytest

from scrutator.web.incidents.gathering import events_of
from scrutator.web.intake.models import Submission
from support.field_server import Mission, Phone
from support.incidents import act, confirmed, event, other, page, told, write


def test_a_report_by_phone_is_an_unverified_incident_with_its_norms(mission: Mission, phone: Phone) -> None:
    assert phone.send(told(1)).status_code == 201
    shown = page(mission)
    assert "Campaigning where it is forbidden" in shown
    assert "unverified" in shown
    one = page(mission, f"incidents/{event(mission).number}")
    assert "OSCE Copenhagen Document, para. 7.7" in one
    assert "no one has looked into it" in one


def test_two_teams_that_saw_it_confirm_it_and_one_does_not(mission: Mission, phone: Phone) -> None:
    phone.send(told(1))
    number = event(mission).number
    assert act(mission, number, act="status", status="confirmed") == 400
    other(mission, "A-02", "T2").send(told(2, i_text="I saw posters on the wall beside the entrance."))
    assert act(mission, event(mission, 1).number, act="join", into=number) == 302
    assert len(events_of(mission.row)) == 1
    assert act(mission, number, act="status", status="confirmed") == 302
    assert "confirmed, 2 independent sources" in page(mission)


@pytest.mark.parametrize(
    ("team", "said"),
    [
        ("T1", {}),  # one team
        ("T2", {"i_known": "heard_witness"}),  # someone told them
        ("T2", {"i_known": "document"}),
        ("T2", {"i_kind": "violence"}),  # another thing
        ("T2", {"i_when": "2026-11-28T10:00"}),  # another day
        ("T2", {"i_text": "a POSTER of a list hangs at the door"}),  # the same words
    ],
)
def test_what_is_no_second_source_confirms_nothing(
    mission: Mission, phone: Phone, team: str, said: dict[str, str]
) -> None:
    phone.send(told(1))
    other(mission, "A-02", team).send(told(2, **{"i_text": "Posters on the wall, I saw them.", **said}))
    number = event(mission).number
    assert act(mission, event(mission, 1).number, act="join", into=number) == 302
    assert event(mission).verified.sources == 1
    assert act(mission, number, act="status", status="confirmed") == 400


def test_one_observer_twice_confirms_nothing(mission: Mission, phone: Phone) -> None:
    phone.send(told(1))
    phone.send(told(2, i_text="Once more: a poster at the entrance door."))
    number = event(mission).number
    act(mission, event(mission, 1).number, act="join", into=number)
    assert event(mission).verified.sources == 1


def test_a_source_that_repeats_another_takes_the_word_away(mission: Mission, phone: Phone) -> None:
    number = confirmed(mission, phone)
    second = event(mission).told[1].number
    assert act(mission, number, act="relay", report=second, relayed="yes") == 302
    assert event(mission).verified.status.value == "being checked"
    assert "fewer than two independent sources" in page(mission, f"incidents/{number}")
    assert act(mission, number, act="relay", report=second, relayed="no") == 302
    assert event(mission).verified.status.value == "confirmed"


def test_a_source_that_is_set_aside_moved_or_corrected_takes_the_word_away(
    mission: Mission, phone: Phone
) -> None:
    number = confirmed(mission, phone)
    second = event(mission).told[1].number
    client, url = mission.client("desk"), f"/m/{mission.slug}/reports/{second}"
    client.post(f"{url}/decide", {"state": "quarantined", "reason": "forged"})
    assert event(mission).verified.status.value == "being checked"
    client.post(f"{url}/decide", {"state": "verified", "reason": "not forged"})
    assert event(mission).verified.status.value == "confirmed"
    client.post(
        f"{url}/act", {"act": "correct", "question": "i_known", "value": "hearsay", "reason": "said so"}
    )
    assert event(mission).verified.status.value == "being checked"
    assert number == event(mission).number


def test_an_edit_that_makes_another_event_of_it_takes_the_word_away(mission: Mission, phone: Phone) -> None:
    number = confirmed(mission, phone)
    phone.send(told(3, edits=1, i_kind="secrecy"))
    assert len(events_of(mission.row)) == 1
    assert event(mission).number == number
    assert event(mission).verified.status.value == "being checked"


def test_reports_of_two_stations_are_no_one_event(mission: Mission, phone: Phone) -> None:
    phone.send(told(1))
    phone.send(told(2, i_station="S2"))
    assert act(mission, event(mission, 1).number, act="join", into=event(mission).number) == 400


def test_a_report_taken_out_is_an_event_of_its_own_again(mission: Mission, phone: Phone) -> None:
    number = confirmed(mission, phone)
    assert act(mission, number, act="part", report=event(mission).told[1].number) == 302
    assert [len(one.told) for one in events_of(mission.row)] == [1, 1]
    assert act(mission, number, act="part", report=number) == 400


def test_what_is_told_to_the_desk_is_a_report_with_a_receipt_and_no_source(
    mission: Mission, phone: Phone
) -> None:
    answer = write(mission)
    assert answer.status_code == 200
    receipt = re.search(r"Receipt: ([0-9A-Z-]+)<", answer.content.decode())[1]
    assert mission.client("desk").get(f"/log/{mission.slug}/leaf/{receipt}").status_code == 200
    assert len(mission.report_leaves) == 1
    assert event(mission).verified.sources == 0
    assert "someone from outside, written down by" in page(mission, f"incidents/{event(mission).number}")
    phones = mission.client("coordinator").get(f"/m/{mission.slug}/devices").content.decode()
    assert "outside" not in phones
    assert "nothing was written twice" in write(mission).content.decode()
    assert Submission.objects.filter(mission=mission.row).count() == 1


def test_an_observer_who_calls_the_desk_is_the_same_source_as_their_own_report(
    mission: Mission, phone: Phone
) -> None:
    phone.send(told(1))
    assert write(mission, observer="A-01", i_text="They called: posters at the door.").status_code == 200
    act(mission, event(mission, 1).number, act="join", into=event(mission).number)
    assert event(mission).verified.sources == 1
    assert Submission.objects.filter(mission=mission.row, state="new").count() == 2


@pytest.mark.parametrize(
    "fields",
    [{"i_station": "S9"}, {"i_kind": "nosuch"}, {"observer": "Z-99"}, {"i_known": ""}, {"token": "x"}],
)
def test_the_desk_writes_nothing_down_that_the_form_does_not_allow(
    mission: Mission, fields: dict[str, str]
) -> None:
    assert write(mission, **fields).status_code == 400
    assert not Submission.objects.filter(mission=mission.row).exists()


def test_a_report_without_a_day_is_of_the_day_on_which_it_came_by_the_clock_of_its_place(
    mission: Mission, phone: Phone
) -> None:
    from datetime import UTC, datetime

    from scrutator.web.intake.models import Received

    phone.send(told(1, i_when=""))
    phone.send(told(2, i_when="", i_station="S2"))
    mission.row.places.filter(code="S1").update(time_zone="Asia/Almaty")
    at = datetime(2026, 11, 28, 20, tzinfo=UTC)  # 01:00 of the next day there
    Received.objects.filter(mission=mission.row).update(at=at)
    assert [event(mission, index).first.day for index in (0, 1)] == ["2026-11-29", "2026-11-28"]
