"""People at risk first: what the coordinator has not released is nowhere but on the coordinator's pages."""

from datetime import date
from typing import Any

import pytest

from scrutator.field.mission import SnapshotPolicy
from scrutator.field.snapshot import case_files
from scrutator.web.desk import replaying
from scrutator.web.desk.coverage import computed
from scrutator.web.desk.records import records_of
from scrutator.web.incidents import gathering
from scrutator.web.incidents.models import Point
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Submission
from scrutator.web.missions.models import Duty
from support.desk import numbered, worked
from support.field_server import Mission, Phone, take_stock
from support.incidents import act, confirmed, event, other, page, told, write

POLICY = SnapshotPolicy(key=b"0123456789abcdef", date="2026-11-30", least_stations=2)
SECRET = "guards took the ballot box away at gunpoint"


@pytest.fixture
def hidden(mission: Mission, phone: Phone) -> Mission:
    """A mission with one incident that anyone at the desk sees and one that the desk hid."""
    for number, code in enumerate(("S1", "S2", "S3")):
        Point.objects.create(
            place=mission.row.places.get(code=code), latitude=50 + number, longitude=70 + number
        )
    phone.send(told(1))
    other(mission, "A-02", "T2").send(told(2, i_kind="violence", i_station="S2", i_text=SECRET))
    worked(mission)
    assert act(mission, event(mission, 1).number, act="hold", held="yes") == 302
    worked(mission)
    return mission


def stream(mission: Mission, path: str, role: str) -> str:
    answer = mission.client(role).get(f"/m/{mission.slug}/{path}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


@pytest.mark.parametrize("role", ["desk", "analyst"])
def test_a_hidden_incident_is_in_no_list_count_search_map_or_export(hidden: Mission, role: str) -> None:
    number = event(hidden, 1).number
    for path in (
        "incidents",
        "incidents?q=ballot",
        "incidents?kind=violence",
        "",
        "queue",
        "stations",
        "coverage",
    ):
        shown = stream(hidden, path, role)
        assert "gunpoint" not in shown
        assert "Violence" not in shown
        assert "A-02" not in shown
    assert "What was found out: 1 incidents" in stream(hidden, "incidents", role)
    assert "<title>S2" not in stream(hidden, "incidents", role)
    assert hidden.client(role).get(f"/m/{hidden.slug}/incidents/{number}").status_code == 404
    assert hidden.client(role).get(f"/m/{hidden.slug}/reports/{number}").status_code == 404
    for table in ("incidents", "reports", "answers"):
        assert (
            len(stream(hidden, f"exports/{table}.csv", role).splitlines()) == 3
        )  # heading, one row, the count


def test_the_coordinator_sees_it_and_releases_it(hidden: Mission) -> None:
    number = event(hidden, 1).number
    assert "hidden" in page(hidden, role="coordinator")
    assert "gunpoint" in page(hidden, f"incidents/{number}", "coordinator")
    assert act(hidden, number, act="hold", held="no") == 404
    assert act(hidden, number, "coordinator", act="hold", held="yes") == 400
    assert act(hidden, number, "coordinator", act="hold", held="no") == 302
    assert "Violence" in page(hidden)
    assert replaying.replayed(hidden.row).differ == ()


def test_the_map_for_anyone_never_has_it_whoever_asks(hidden: Mission) -> None:
    for role in ("coordinator", "desk"):
        assert stream(hidden, "incidents/map.svg", role).count("<title>") == 1


def test_nothing_that_happens_to_a_hidden_incident_changes_what_the_desk_s_browser_is_told(
    hidden: Mission,
) -> None:
    client, boss = hidden.client("desk"), hidden.client("coordinator")
    url, number = f"/m/{hidden.slug}/incidents", event(hidden, 1).number
    before, hers = client.get(url).headers["ETag"], boss.get(url).headers["ETag"]
    assert before != hers
    assert act(hidden, number, "coordinator", act="status", status="being checked") == 302
    assert client.get(url).headers["ETag"] == before
    assert boss.get(url).headers["ETag"] != hers
    assert client.get(url, headers={"If-None-Match": before}).status_code == 304
    assert act(hidden, number, "coordinator", act="hold", held="no") == 302
    assert client.get(url).headers["ETag"] != before


def test_a_hidden_incident_is_in_no_case_and_is_counted_as_withheld(hidden: Mission) -> None:
    take_stock(hidden.row)
    files = case_files(records_of(hidden.row), POLICY)
    assert files["incidents.csv"].count(b"\n") == 2
    assert "incident,withheld,withheld by the desk,1" in files["reception.csv"].decode()
    assert all(b"gunpoint" not in content for content in files.values())


def test_a_later_version_of_a_hidden_report_is_hidden_too(hidden: Mission, phone: Phone) -> None:
    number = event(hidden, 0).number
    assert act(hidden, number, act="hold", held="yes") == 302
    phone.send(told(3, edits=1, i_text="It is worse than I wrote."))
    phone.send(told(1, i_text="other words under the same id"))
    assert Submission.objects.filter(mission=hidden.row, unsafe=False).count() == 0
    assert "What was found out: 0 incidents" in page(hidden)


def test_an_edit_that_comes_before_what_it_replaces_hides_both(mission: Mission, phone: Phone) -> None:
    phone.send(told(2, edits=1, i_safe="no"))
    phone.send(told(1))
    assert Submission.objects.filter(mission=mission.row, unsafe=False).count() == 0


def test_however_many_versions_there_are_a_hidden_one_takes_all_along(mission: Mission, phone: Phone) -> None:
    for number in range(1, 105):
        phone.send(told(number, edits=number - 1 or None))
    phone.send(told(105, edits=104, i_safe="no"))
    assert Submission.objects.filter(mission=mission.row).count() == 105
    assert Submission.objects.filter(mission=mission.row, unsafe=False).count() == 0


def test_who_is_not_safe_is_hidden_from_the_first_moment_and_is_joined_to_nothing_that_is_not(
    mission: Mission, phone: Phone
) -> None:
    phone.send(told(1))
    assert write(mission, observer="A-01", i_safe="no").status_code == 200
    assert "What was found out: 1 incidents" in page(mission)
    pair = [event(mission, index).number for index in (0, 1)]
    assert act(mission, pair[1], "coordinator", act="join", into=pair[0]) == 400
    assert act(mission, pair[0], act="join", into=pair[1]) == 404


def test_all_reports_of_a_hidden_event_are_hidden(mission: Mission, phone: Phone) -> None:
    number = confirmed(mission, phone)
    assert act(mission, number, act="hold", held="yes") == 302
    assert Submission.objects.filter(mission=mission.row, unsafe=True).count() == 2
    assert "What was found out: 0 incidents" in page(mission)


def test_an_observer_at_risk_is_on_no_list_of_the_missing_but_the_coordinator_s(hidden: Mission) -> None:
    place, round_ = hidden.row.places.get(code="S2"), hidden.row.rounds.get()
    observer = hidden.row.observers.get(code="A-02")
    day = date(2020, 1, 1).isoformat()
    Duty.objects.create(round=round_, observer=observer, place=place, form_id="voting", due=f"{day}T08:00")
    assert "A-02" not in page(hidden, "coverage")
    assert "A-02" in page(hidden, "coverage", "coordinator")
    assert len(computed(hidden.row, everyone=False).found.missing) == 0
    assert len(computed(hidden.row).found.missing) == 1


def test_a_decision_on_an_incident_is_not_taken_back_on_the_page_of_its_report(hidden: Mission) -> None:
    number = event(hidden, 1).number
    decision: Any = Submission.objects.get(pk=number).decisions.get()
    answer = hidden.client("coordinator").post(
        f"/m/{hidden.slug}/reports/{number}/act", {"act": "undo", "decision": decision.pk, "reason": "no"}
    )
    assert answer.status_code == 400


def test_a_report_that_a_hidden_one_stands_for_does_not_say_so_to_the_desk(
    mission: Mission, phone: Phone
) -> None:
    for number in (1, 2):
        phone.send(told(number))
    first, second = (event(mission, index).number for index in (0, 1))
    fields = {"act": "merge", "into": numbered(mission, 1), "reason": "the same visit"}
    boss = mission.client("coordinator")
    assert boss.post(f"/m/{mission.slug}/reports/{first}/act", fields).status_code == 302
    assert "Another report stands for it" in page(mission, f"reports/{first}")
    assert act(mission, second, "coordinator", act="hold", held="yes") == 302
    assert "Another report stands for it" not in page(mission, f"reports/{first}")
    assert "Another report stands for it" in page(mission, f"reports/{first}", "coordinator")


def test_what_is_kept_for_one_role_is_not_shown_to_another_and_changes_with_what_hides_it(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(told(1))
    reads: list[int] = []
    true = gathering.events_of
    monkeypatch.setattr(gathering, "events_of", lambda row: (reads.append(1), true(row))[1])
    address, desk, boss = (
        f"/m/{mission.slug}/incidents",
        mission.client("desk"),
        mission.client("coordinator"),
    )
    for client in (boss, desk, boss, desk):
        assert "Incidents asked for: 1" in client.get(address).content.decode()
    assert len(reads) == 2, "once for each of the two who see different things"
    Submission.objects.filter(mission=mission.row).update(unsafe=True)
    assert "Incidents asked for: 0" in desk.get(address).content.decode()
    assert "Incidents asked for: 1" in boss.get(address).content.decode()
    assert "Incidents asked for: 0" in desk.get(address).content.decode()


def test_an_edit_of_an_observer_who_is_not_safe_takes_all_versions_and_joined_reports_out_of_sight(
    mission: Mission, phone: Phone
) -> None:
    number = confirmed(mission, phone)
    phone.send(told(4, i_station="S2"))
    worked(mission)
    take_stock(mission.row)
    phone.send(told(3, edits=1, i_safe="no"))
    worked(mission)
    seen = Submission.objects.filter(mission=mission.row, unsafe=False)
    assert [one.place.code for one in seen] == ["S2"]
    assert mission.client("desk").get(f"/m/{mission.slug}/reports/{number}").status_code == 404
    assert "replaced" not in page(mission, f"reports/{seen.get().pk}")
    assert len(stream(mission, "exports/reports.csv", "analyst").splitlines()) == 3
    assert ",yes" not in stream(mission, "exports/reports.csv", "analyst")
    assert replaying.replayed(mission.row).differ == ()
    assert what_is_changed(mission.row) == ""


def test_a_copy_under_the_same_id_that_says_not_safe_hides_the_first_but_not_another_observer_s(
    mission: Mission, phone: Phone
) -> None:
    phone.send(told(1))
    other(mission, "A-02", "T2").send(told(1, i_safe="no"))
    assert Submission.objects.get(mission=mission.row, unsafe=False).received.device.observer.code == "A-01"
    phone.send(told(1, i_safe="no", i_text="They took my telephone once already."))
    assert not Submission.objects.filter(mission=mission.row, unsafe=False).exists()


def test_an_approver_reads_in_the_events_nothing_of_a_hidden_report_or_its_observer(hidden: Mission) -> None:
    number = event(hidden, 1).number
    words = {"words": "Call me back."}
    boss = hidden.client("coordinator")
    assert boss.post(f"/m/{hidden.slug}/reports/{number}/message", words).status_code == 302
    index = str(event(hidden, 1).index)
    for role, knows in (("approver", False), ("key-holder", False), ("coordinator", True)):
        shown = page(hidden, "events", role)
        assert ("we called them" in shown) is knows
        assert ("observer: A-02" in shown) is knows
        assert (f"report: {index}" in shown) is knows
    assert act(hidden, number, "coordinator", act="hold", held="no") == 302
    assert "we called them" in page(hidden, "events", "approver")
