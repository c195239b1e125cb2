"""A report given to another station: a version of its own, with a reason, counted where it belongs."""

import pytest

from scrutator.web.intake.models import Job
from scrutator.web.jobs import worker
from support.field_server import Mission, Phone
from support.phone import report_xml


def moved(mission: Mission, place: str, reason: str = "they misread the sign", role: str = "desk"):
    number = mission.row.submissions.order_by("pk").first().pk
    return mission.client(role).post(
        f"/m/{mission.slug}/reports/{number}/move", {"place": place, "reason": reason}
    )


def test_a_moved_report_is_of_the_new_station_and_what_was_sent_stays(mission: Mission, phone: Phone) -> None:
    from scrutator.web.desk.records import records_of

    phone.send(report_xml(1))
    sent = bytes(mission.row.received.get().content)
    assert moved(mission, "S2").status_code == 302
    one = mission.row.submissions.get()
    assert (one.place.code, bytes(one.received.content)) == ("S2", sent)
    assert [report.station for report in records_of(mission.row).reports] == ["S2"]
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{one.pk}").content.decode()
    assert "moved from S1 to S2" in page
    assert "they misread the sign" in page
    assert len(mission.report_leaves) == 1


def test_every_move_stays_and_a_report_without_a_place_gets_one(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, station="S9"))
    assert mission.row.submissions.get().flags.count() == 1
    moved(mission, "S1")
    moved(mission, "S3", role="coordinator")
    one = mission.row.submissions.get()
    assert one.flags.count() == 0
    steps = [(row.before and row.before.code, row.after.code) for row in one.moves.order_by("pk")]
    assert steps == [(None, "S1"), ("S1", "S3")]


@pytest.mark.parametrize(
    ("place", "reason"), [("S9", "x"), ("R1", "x"), ("S1", "x"), ("", "x"), ("S2", " "), ("S2", "x" * 501)]
)
def test_a_move_to_no_other_station_or_without_a_reason_changes_nothing(
    mission: Mission, phone: Phone, place: str, reason: str
) -> None:
    phone.send(report_xml(1))
    assert moved(mission, place, reason).status_code == 400
    one = mission.row.submissions.get()
    assert (one.place.code, one.moves.count()) == ("S1", 0)


def test_a_move_takes_the_contradiction_with_it(mission: Mission, phone: Phone) -> None:
    from datetime import UTC, datetime

    from scrutator.web.missions.tokens import new_token
    from support.field_server import Mission as Held

    Job.objects.filter(state="waiting").update(state="done")
    other = mission.row.observers.create(code="A-02", opaque=f"b{mission.slug}", team="T2")
    token = new_token(mission.row, other, (), datetime.now(UTC))
    seen = b"<overall>good</overall>"
    phone.send(report_xml(1).replace(seen, b"<v_secrecy>no</v_secrecy><overall>good</overall>"))
    Phone(Held(mission.row, token.device, token.password), "collect:two").send(
        report_xml(2).replace(seen, b"<v_secrecy>yes</v_secrecy><overall>good</overall>")
    )
    worker.work_once()
    client = mission.client("desk")
    assert b"another saw none" in client.get(f"/m/{mission.slug}/stations").content
    moved(mission, "S2")
    worker.work_once()
    assert b"another saw none" not in client.get(f"/m/{mission.slug}/stations").content


def test_the_list_of_reports_is_asked_for_again_after_a_move(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    client, url = mission.client("desk"), f"/m/{mission.slug}/"
    tag = client.get(url).headers["ETag"]
    number = mission.row.submissions.get().pk
    client.post(f"{url}reports/{number}/move", {"place": "S2", "reason": "x"})
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
