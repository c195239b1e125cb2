"""A mission's own table of checks: who brings it into force, what is refused, and that it is asked of all."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scrutator.field.checks.declared import COLUMNS, bundled_checks, bundled_table, read_checks
from scrutator.web.desk.models import Attention, CheckTable, StationFlag
from scrutator.web.intake.models import Check
from scrutator.web.jobs import again
from scrutator.web.missions.tokens import new_token
from support.desk import protocol_xml, queue, report, worked
from support.field_server import Mission, Phone, new_mission
from support.phone import report_xml


@pytest.fixture
def mission() -> Mission:
    return new_mission(("voting", "incident", "quickcount"))


def changed(**cells: str) -> str:
    """The bundled table with one check changed, or one more."""
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(bundled_table()))}
    rows[cells["id"]] = {**dict.fromkeys(COLUMNS, ""), **rows.get(cells["id"], {}), **cells}
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue()


NEW = {"id": "nobody-waits", "scope": "report", "about": "within", "severity": "hard",
       "holds": "v_turnout >= 10", "en": "Fewer than ten voters."}  # fmt: skip


def bring(mission: Mission, table: str | bytes, role: str = "coordinator") -> int:
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("checks.csv", content)
    return int(mission.client(role).post(f"/m/{mission.slug}/checks", {"table": file}).status_code)


def turnout(number: int, voters: int, station: str = "S1") -> bytes:
    return report_xml(number, station=station).replace(
        b"<seen>", f"<seen><v_turnout>{voters}</v_turnout>".encode()
    )


def found(mission: Mission) -> set[tuple[int, str, str]]:
    rows = Check.objects.filter(submission__mission=mission.row)
    return set(rows.values_list("submission__received__leaf__index", "name", "words"))


def test_a_new_table_is_asked_of_every_report_and_its_version_stands_with_each_result(
    mission: Mission, phone: Phone
) -> None:
    for number in range(3):
        phone.send(turnout(number, 9 + number))
    worked(mission)
    assert queue(mission) == []
    assert bring(mission, changed(**NEW)) == 302
    worked(mission)
    assert queue(mission) == ["0"]
    version = read_checks(changed(**NEW)).version
    assert set(Attention.objects.filter(mission=mission.row).values_list("version", flat=True)) == {version}
    assert CheckTable.objects.get(mission=mission.row).finished
    assert bring(mission, bundled_table()) == 302
    worked(mission)
    assert queue(mission) == []
    assert set(Attention.objects.filter(mission=mission.row).values_list("version", flat=True)) == {
        bundled_checks().version
    }


def test_asked_again_the_same_checks_find_the_same_in_parts_of_any_size(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = second_phone(mission)
    phone.send(protocol_xml(0, list_1=402))
    phone.send(turnout(1, 9))
    phone.send(turnout(2, 9))  # a copy
    phone.send(turnout(6, 99_999, "S3"))  # more than the form allows
    other.send(protocol_xml(3))
    other.send(turnout(4, 8))
    phone.send(report_xml(5, version="0"))  # of a form that was never published
    worked(mission)
    before, stations = (
        found(mission),
        set(StationFlag.objects.filter(place__mission=mission.row).values_list("name")),
    )
    kept = set(
        Attention.objects.filter(mission=mission.row).values_list("findings", "rank", "at_stake", "waits")
    )
    assert {name for _, name, _ in before} == {"votes", "the same answers", "constraint"}
    assert stations == {("protocols-differ",), ("turnout-falls",)}
    monkeypatch.setattr(again, "MOST_REPORTS", 1)
    assert bring(mission, bundled_table()) == 302
    worked(mission)
    assert found(mission) == before
    assert set(StationFlag.objects.filter(place__mission=mission.row).values_list("name")) == stations
    after = set(
        Attention.objects.filter(mission=mission.row).values_list("findings", "rank", "at_stake", "waits")
    )
    assert after == kept


def second_phone(mission: Mission) -> Phone:
    from scrutator.web.missions.tokens import new_token

    observer = mission.row.observers.create(code="A-02", opaque=f"c{mission.slug}", team="T2")
    token = new_token(mission.row, observer, (), datetime.now(UTC))
    return Phone(Mission(mission.row, token.device, token.password), "collect:two")


def test_of_two_tables_brought_one_after_the_other_only_the_newest_is_asked(
    mission: Mission, phone: Phone
) -> None:
    phone.send(turnout(0, 9))
    worked(mission)
    assert bring(mission, changed(**NEW)) == 302
    assert bring(mission, bundled_table()) == 302
    worked(mission)
    assert queue(mission) == []
    assert not CheckTable.objects.filter(mission=mission.row, finished=False).exists()


@pytest.mark.parametrize(
    "table",
    [
        b"\xff\xfe",
        "id,scope\n",
        changed(**{**NEW, "severity": "serious"}),
        changed(**{**NEW, "holds": "v_turnout >= "}),
        changed(**{**NEW, "holds": "v_turnout >= v_secrecy"}),
        changed(**{**NEW, "holds": "nosuch > 1"}),
        changed(**{**NEW, "forms": "nosuch"}),
        changed(**{**NEW, "scope": "forms", "holds": "opening.o_ballots > 1"}),
    ],
)
def test_a_table_that_cannot_be_asked_is_refused_and_nothing_changes(
    mission: Mission, table: str | bytes
) -> None:
    assert bring(mission, table) == 400
    assert not CheckTable.objects.filter(mission=mission.row).exists()


def test_only_the_coordinator_brings_a_table_and_anyone_who_reads_sees_it(mission: Mission) -> None:
    for role in ("desk", "analyst"):
        assert bring(mission, bundled_table(), role) == 403
        page = mission.client(role).get(f"/m/{mission.slug}/checks").content.decode()
        assert bundled_checks().version in page
        assert 'type="file"' not in page
    given = mission.client("analyst").get(f"/m/{mission.slug}/checks.csv").content.decode()
    assert read_checks(given) == bundled_checks()
    assert bring(mission, changed(**NEW)) == 302
    given = mission.client("analyst").get(f"/m/{mission.slug}/checks.csv").content.decode()
    assert read_checks(given) == read_checks(changed(**NEW))


def test_the_page_says_which_checks_ask_nothing_of_the_mission_s_forms(mission: Mission) -> None:
    page = mission.client("desk").get(f"/m/{mission.slug}/checks").content.decode()
    row = page.split(">ballots-on-two-forms<")[1].split("</tr>")[0]
    assert "there is no form opening" in row
    assert "nothing" in page.split(">register-at-opening<")[1].split("</tr>")[0]
    assert "<strong>" not in page.split(">short-visit<")[1].split("</tr>")[0]


def test_one_mission_s_table_is_not_asked_in_another(mission: Mission, phone: Phone) -> None:
    other = new_mission(("voting",))
    Phone(other).send(turnout(0, 9))
    worked(other)
    assert bring(mission, changed(**NEW)) == 302
    worked(other)
    assert queue(other) == []
    assert set(Attention.objects.filter(mission=other.row).values_list("version", flat=True)) == {
        bundled_checks().version
    }


def test_a_share_far_from_those_of_the_region_is_marked_as_soon_as_there_are_enough_and_no_longer_when_it_is_not(
    mission: Mission, phone: Phone
) -> None:
    far = {"inside": 1150, "unused": 70, "stationary": 1150, "valid": 1165, "list_1": 911}
    phone.send(protocol_xml(0, **far))
    for number in range(1, 19):
        phone.send(protocol_xml(number, f"S{number % 3 + 1}", spoiled=5, invalid=10))
    worked(mission)
    assert not Check.objects.filter(submission=report(mission), name="turnout-far").exists()
    phone.send(protocol_xml(19, "S2"))
    worked(mission)
    assert Check.objects.filter(submission=report(mission), name="turnout-far").exists()
    assert Check.objects.filter(submission__mission=mission.row, name="turnout-far").count() == 1
    client, last = mission.client("desk"), report(mission, 19).pk
    client.post(f"/m/{mission.slug}/reports/{last}/decide", {"state": "withheld", "reason": "x"})
    worked(mission)
    assert not Check.objects.filter(submission=report(mission), name="turnout-far").exists()


def test_an_earlier_visit_that_comes_late_marks_the_later_one(mission: Mission, phone: Phone) -> None:
    def visit(number: int, station: str, begins: str, ends: str) -> bytes:
        times = (
            f"<arrived>2026-11-29T{begins}:00.000+00:00</arrived>",
            f"<left>2026-11-29T{ends}:00.000+00:00</left>",
        )
        body = report_xml(number, station=station)
        return body.replace(b"<admitted>", times[0].encode() + b"<admitted>").replace(
            b"<overall>", times[1].encode() + b"<overall>"
        )

    phone.send(visit(0, "S2", "10:00", "10:30"))
    worked(mission)
    assert not report(mission).checks.filter(name="two-places-at-once").exists()
    phone.send(visit(1, "S1", "09:00", "10:10"))
    worked(mission)
    assert report(mission).checks.filter(name="two-places-at-once").exists()
    assert not report(mission, 1).checks.filter(name="two-places-at-once").exists()


@pytest.mark.parametrize(("forms", "unchecked"), [("", False), ("voting", False), ("counting", True)])
def test_a_station_says_beside_what_differs_that_the_check_for_it_is_off_for_the_form(
    forms: str, unchecked: bool
) -> None:
    mission = new_mission(("voting", "counting"))
    observer = mission.row.observers.create(code="A-02", opaque=f"c{mission.slug}", team="T2")
    token = new_token(mission.row, observer, (), datetime.now(UTC))
    phones = (Phone(mission), Phone(Mission(mission.row, token.device, token.password), "collect:two"))
    assert bring(mission, changed(id="teams-differ", forms=forms)) == 302
    for number, (one, seen) in enumerate(zip(phones, ("no", "yes"), strict=True)):
        answer = f"<v_secrecy>{seen}</v_secrecy><overall>good</overall>".encode()
        one.send(report_xml(number).replace(b"<overall>good</overall>", answer))
    page = mission.client("desk").get(f"/m/{mission.slug}/station?code=S1").content.decode()
    row = page.split('class="disputed"')[1].split("</tr>")[0]
    assert "they differ" in row
    assert ("is not checked for this form" in row) == unchecked
    assert ("One team saw a problem and another saw none." in page) != unchecked
