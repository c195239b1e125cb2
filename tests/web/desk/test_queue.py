"""The queue: who comes first, what leaves it and what comes back, and who sees what."""

from datetime import UTC, datetime

import pytest

from scrutator.web.desk.models import Attention
from support.desk import post, protocol_xml, queue, report, worked
from support.field_server import SET_UP, Mission, Phone, new_mission
from support.phone import incident_xml, report_xml


@pytest.fixture
def mission() -> Mission:
    return new_mission(("voting", "incident", "quickcount"))


def test_first_whoever_is_not_safe_then_what_cannot_be_right_then_by_what_is_at_stake(
    mission: Mission, phone: Phone
) -> None:
    mission.row.places.filter(code="S2").update(registered=1300)
    mission.row.places.filter(code="S3").update(registered=500)
    phone.send(report_xml(0))  # nothing to look at
    phone.send(protocol_xml(1, list_1=402))  # 1 vote too many
    phone.send(protocol_xml(2, "S2", list_1=441))  # 40 too many
    phone.send(report_xml(3, station="S3").replace(b"<seen>", b"<seen><v_turnout>501</v_turnout>"))  # soft
    phone.send(incident_xml(4, safe="no"))
    worked(mission)
    assert queue(mission, "coordinator") == ["4", "2", "1", "3"]
    assert queue(mission) == ["2", "1", "3"]
    for role, waiting in (("coordinator", 4), ("desk", 3), ("analyst", 3)):
        page = mission.client(role).get(f"/m/{mission.slug}/queue").content.decode()
        assert f"What waits for a person: {waiting}." in page
    rows = Attention.objects.filter(mission=mission.row, waits=True)
    assert {row.submission.received.leaf.index - SET_UP: row.at_stake for row in rows if row.submission} == {
        1: 1, 2: 40, 3: 1, 4: None}  # fmt: skip


def test_how_many_earlier_checks_have_seen_says_nothing_of_hidden_reports(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0, list_1=402))
    phone.send(incident_xml(1, safe="no"))
    worked(mission)
    Attention.objects.filter(mission=mission.row).update(version="of before")
    for role, older in (("coordinator", 3), ("desk", 2), ("analyst", 2)):
        page = mission.client(role).get(f"/m/{mission.slug}/queue").content.decode()
        assert f"Seen by earlier checks: {older}." in page


def test_what_is_not_known_to_be_little_comes_before_what_is(mission: Mission, phone: Phone) -> None:
    mission.row.places.filter(code="S1").update(registered=2000)
    for number, station in enumerate(("S1", "S2")):
        phone.send(
            report_xml(number, station=station).replace(
                b"<overall>good", b"<v_pressure>yes</v_pressure><overall>very_good"
            )
        )
    worked(mission)
    assert queue(mission) == ["1", "0"]


def test_a_report_leaves_when_it_is_decided_on_and_comes_back_when_checks_find_something_else(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0, list_1=402))
    worked(mission)
    assert queue(mission) == ["0"]
    number = report(mission).pk
    assert post(mission, f"reports/{number}/decide", state="verified") == 302
    assert queue(mission) == []
    worked(mission)
    assert queue(mission) == []
    assert post(mission, f"reports/{number}/act", act="correct", question="list_2", value="300") == 302
    worked(mission)
    assert queue(mission) == ["0"]


def test_what_a_person_set_aside_does_not_come_back_and_what_was_set_aside_by_itself_waits(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.missions.models import Device

    phone.send(protocol_xml(0, list_1=402))
    Device.objects.filter(pk=mission.device.pk).update(revoked=datetime.now(UTC))
    phone.send(report_xml(1))
    worked(mission)
    assert report(mission, 1).state == "quarantined"
    assert queue(mission) == ["0", "1"]
    for index in (0, 1):
        post(mission, f"reports/{report(mission, index).pk}/decide", state="quarantined")
    post(mission, f"reports/{report(mission, 0).pk}/act", act="correct", question="list_2", value="300")
    worked(mission)
    assert queue(mission) == []


def test_a_flag_by_a_person_puts_a_clean_report_into_the_queue_until_somebody_decides(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(0))
    number = report(mission).pk
    assert post(mission, f"reports/{number}/act", act="flag") == 400  # not looked at yet
    worked(mission)
    assert queue(mission) == []
    assert post(mission, f"reports/{number}/act", act="flag") == 302
    assert queue(mission) == ["0"]
    post(mission, f"reports/{number}/decide", state="verified")
    assert queue(mission) == []


def test_a_station_whose_reports_contradict_waits_until_its_contradictions_were_seen(
    mission: Mission, phone: Phone
) -> None:
    other = other_phone(mission)
    phone.send(protocol_xml(0))
    other.send(protocol_xml(1, list_1=400, list_2=201))
    worked(mission)
    assert queue(mission) == ["S1"]
    assert post(mission, "station/act?code=S1", act="seen") == 302
    worked(mission)
    assert queue(mission) == []
    other.send(protocol_xml(2, list_1=300, list_2=301))
    worked(mission)
    assert queue(mission) == ["S1"]


def other_phone(mission: Mission) -> Phone:
    from scrutator.web.missions.tokens import new_token

    observer = mission.row.observers.create(code="A-02", opaque=f"c{mission.slug}", team="T2")
    token = new_token(mission.row, observer, (), datetime.now(UTC))
    return Phone(Mission(mission.row, token.device, token.password), "collect:two")


def test_the_queue_says_what_checks_have_not_seen_and_which_checks_are_in_force(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.field.checks.declared import bundled_checks

    phone.send(report_xml(0))
    page = mission.client("desk").get(f"/m/{mission.slug}/queue").content.decode()
    assert "Reports that checks have not seen yet: 1." in page
    worked(mission)
    page = mission.client("desk").get(f"/m/{mission.slug}/queue").content.decode()
    assert "Reports that checks have not seen yet: 0." in page
    assert bundled_checks().version[:12] in page
    assert (
        Attention.objects.get(mission=mission.row, submission__isnull=False).version
        == bundled_checks().version
    )


def test_a_check_is_said_in_the_reader_s_language(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0, list_1=402))
    worked(mission)
    client = mission.client("desk")
    client.post("/language", {"language": "kk", "next": "/"})
    for name in ("queue", "", f"reports/{report(mission).pk}"):
        assert (
            "Дауыстар қосындысы жарамды бюллетеньдерге тең емес."
            in client.get(f"/m/{mission.slug}/{name}").content.decode()
        )


def test_a_browser_that_has_the_queue_is_told_that_nothing_changed_until_something_does(
    mission: Mission, phone: Phone
) -> None:
    client, address = mission.client("desk"), f"/m/{mission.slug}/queue"
    phone.send(protocol_xml(1, list_1=402))
    worked(mission)
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    phone.send(protocol_xml(2, "S2", list_1=441))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, "it waits to be checked"
    waiting = client.get(address).headers["ETag"]
    worked(mission)
    assert client.get(address, headers={"If-None-Match": waiting}).status_code == 200, "it was checked"
    assert mission.client("coordinator").get(address, headers={"If-None-Match": tag}).status_code == 200
