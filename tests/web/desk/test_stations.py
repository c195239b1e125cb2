"""One record of a station: what its reports say together, who said what, and what is hidden from whom."""

from datetime import UTC, datetime

import pytest

from scrutator.web.intake.models import Job
from scrutator.web.jobs import worker
from support.desk import numbered
from support.field_server import Mission, Phone
from support.phone import incident_xml, report_xml

SAW, SAW_NOT = (
    f"<v_secrecy>{answer}</v_secrecy><overall>good</overall>".encode() for answer in ("no", "yes")
)


@pytest.fixture(autouse=True)
def no_other_jobs() -> None:
    Job.objects.filter(state="waiting").update(state="done")


@pytest.fixture
def other(mission: Mission) -> Phone:
    """A phone of another team."""
    from scrutator.web.missions.tokens import new_token

    observer = mission.row.observers.create(code="A-02", opaque=f"c{mission.slug}", team="T2")
    token = new_token(mission.row, observer, (), datetime.now(UTC))
    return Phone(Mission(mission.row, token.device, token.password), "collect:two")


def said(number: int, seen: bytes, **more) -> bytes:
    return report_xml(number, **more).replace(b"<overall>good</overall>", seen)


def page(mission: Mission, name: str, role: str = "desk") -> str:
    answer = mission.client(role).get(f"/m/{mission.slug}/{name}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_station_shows_each_answer_with_the_reports_that_give_it(
    mission: Mission, phone: Phone, other: Phone
) -> None:
    phone.send(said(1, SAW))
    other.send(said(2, SAW_NOT))
    shown = page(mission, "station?code=S1")
    row = shown.split('class="disputed"')[1].split("</tr>")[0]
    assert f">{numbered(mission)} A-01<" in row
    assert f">{numbered(mission, 1)} A-02<" in row
    assert "they differ" in row
    assert "Questions on which they differ: 1" in shown
    assert shown.count('class="disputed"') == 1


def test_the_list_names_stations_that_contradict_and_no_others_as_soon_as_the_worker_looked(
    mission: Mission, phone: Phone, other: Phone
) -> None:
    phone.send(said(1, SAW))
    other.send(said(2, SAW_NOT))
    phone.send(said(3, SAW, station="S2"))
    other.send(said(4, SAW, station="S2"))
    assert "contradict each other: 0" in page(mission, "stations")
    worker.work_once()
    shown = page(mission, "stations")
    assert "contradict each other: 1" in shown
    assert "?code=S1" in shown
    assert "?code=S2" not in shown
    assert "One team saw a problem and another saw none." in shown


@pytest.mark.parametrize("state", ["duplicate", "quarantined", "withheld"])
def test_a_report_that_is_set_aside_says_nothing_about_its_station(
    mission: Mission, phone: Phone, other: Phone, state: str
) -> None:
    phone.send(said(1, SAW))
    other.send(said(2, SAW_NOT))
    worker.work_once()
    number = mission.row.submissions.order_by("pk").last().pk
    client = mission.client("desk")
    client.post(f"/m/{mission.slug}/reports/{number}/decide", {"state": state, "reason": "x"})
    worker.work_once()
    assert "contradict each other: 0" in page(mission, "stations")
    assert "Questions on which they differ: 0" in page(mission, "station?code=S1")


def test_a_report_that_was_replaced_says_nothing_about_its_station(
    mission: Mission, phone: Phone, other: Phone
) -> None:
    phone.send(said(1, SAW))
    other.send(said(2, SAW_NOT))
    phone.send(said(3, SAW_NOT, edits=1))
    worker.work_once()
    assert "contradict each other: 0" in page(mission, "stations")


def test_what_an_observer_who_is_not_safe_said_is_in_the_coordinator_s_record_alone(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(1, safe="no"))
    mission.row.submissions.update(place=mission.row.places.get(code="S1"))
    assert "Reports that count: 1" in page(mission, "station?code=S1", "coordinator")
    for role in ("desk", "analyst"):
        assert "Reports that count: 0" in page(mission, "station?code=S1", role)


def test_a_code_of_no_station_is_not_found(mission: Mission) -> None:
    client = mission.client("desk")
    for code in ("S9", "R1", ""):
        assert client.get(f"/m/{mission.slug}/station?code={code}").status_code == 404
