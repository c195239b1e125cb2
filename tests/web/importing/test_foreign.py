"""Reports of other systems come in by the write path of all reports, bear their mark, and are counted apart."""

import csv
import io
import re
from collections.abc import Callable

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Origin
from scrutator.field.mission import SnapshotPolicy
from scrutator.field.snapshot import case_files
from scrutator.web.clock import now
from scrutator.web.desk.records import IMPORTED, records_of
from scrutator.web.importing.foreign import Asked, form_asked, plan_reports, write_reports
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Check
from scrutator.web.missions.plans import Change
from support.desk import worked
from support.field_server import Mission, Phone, new_mission, take_stock
from support.phone import report_xml

HEAD = "ResponseID,Form,Submitter,DateSubmitted,ResponseShortcode,GroupNum1,ItemNum1,GroupName,GroupLevel,"
ROWS = (
    f"{HEAD}station,v_secrecy,colour\n"
    "r1,Voting,A-01,2026-11-29 10:00:00+00,a,,,,,S1,yes,red\n"
    "r2,Voting,A-01,2026-11-29 11:00:00+00,b,,,,,S9,no,\n"
)


@pytest.fixture
def mission() -> Mission:
    return new_mission()


def asked(mission: Mission, observer: str = "") -> Asked:
    return Asked(Origin.NEMO, form_asked(mission.row, "voting").pk, observer)


def taken(mission: Mission, text: str = ROWS) -> int:
    plan = plan_reports(mission.row, asked(mission), text.encode(), "export.csv")
    return write_reports(mission.row, asked(mission), plan, now())


def test_they_have_a_leaf_each_their_own_channel_and_an_id_that_no_phone_s_report_has(
    mission: Mission,
) -> None:
    assert taken(mission) == 2
    found = list(mission.row.submissions.select_related("received__leaf").order_by("pk"))
    assert [one.received.leaf for one in found] == mission.report_leaves
    assert {one.received.channel for one in found} == {"import nemo"}
    assert all(one.received.is_imported and one.instance_id.startswith("nemo:") for one in found)
    assert [one.place.code if one.place else None for one in found] == ["S1", None]
    assert what_is_changed(mission.row) == ""


def test_the_same_export_again_adds_nothing_and_a_changed_report_waits_as_a_copy_that_differs(
    mission: Mission,
) -> None:
    taken(mission)
    assert taken(mission) == 0
    changed = plan_reports(mission.row, asked(mission), ROWS.replace("S1,yes", "S1,no").encode(), "e.csv")
    assert (changed.count(Change.SAME), changed.count(Change.CHANGED), changed.count(Change.NEW)) == (1, 1, 0)
    write_reports(mission.row, asked(mission), changed, now())
    assert sorted(mission.row.submissions.values_list("state", flat=True)) == ["duplicate", "new", "new"]


def test_a_snapshot_counts_them_apart_whatever_the_desk_decided(mission: Mission) -> None:
    phone = Phone(mission)
    phone.send(report_xml(1))
    taken(mission)
    mission.row.submissions.filter(received__channel="import nemo").update(state="quarantined")
    take_stock(mission.row)
    files = case_files(records_of(mission.row), SnapshotPolicy(b"k" * 16, "2026-11-30"))
    reception = files["reception.csv"].decode().splitlines()
    assert f'voting,withheld,"{IMPORTED}",2' in reception or f"voting,withheld,{IMPORTED},2" in reception
    assert "voting,3" in files["received.csv"].decode()


def test_a_publication_that_is_told_to_shows_them_like_others_and_names_their_system(
    mission: Mission,
) -> None:
    Phone(mission).send(report_xml(1, station="S3"))
    taken(mission, ROWS.replace("S9,no", "S2,no"))
    take_stock(mission.row)
    told = SnapshotPolicy(b"k" * 16, "2026-11-30", publish_imported=True)
    files = case_files(records_of(mission.row), told)
    reception = [line for line in files["reception.csv"].decode().splitlines() if "published" in line]
    assert [line.replace('"', "") for line in reception] == [
        "voting,published,visits,1",
        f"voting,published,visits, {IMPORTED}: nemo,2",
    ]
    assert len(files["visits.csv"].decode().splitlines()) == 4
    assert b"shown, 2 were taken over" in files["README.md"].replace(b"\n", b" ")
    apart = case_files(records_of(mission.row), SnapshotPolicy(b"k" * 16, "2026-11-30"))
    assert len(apart["visits.csv"].decode().splitlines()) == 2


def test_told_to_show_them_what_the_desk_decided_holds_and_received_is_what_became_of_them(
    mission: Mission,
) -> None:
    taken(mission, ROWS.replace("S9,no", "S2,no"))
    mission.row.submissions.filter(place__code="S2").update(state="quarantined")
    take_stock(mission.row)
    told = SnapshotPolicy(b"k" * 16, "2026-11-30", publish_imported=True)
    files = case_files(records_of(mission.row), told)
    rows = list(csv.DictReader(io.StringIO(files["reception.csv"].decode())))
    assert {row["outcome"]: row["reports"] for row in rows} == {"published": "1", "quarantined": "1"}
    assert "voting,2" in files["received.csv"].decode()


def test_checks_are_asked_of_them_as_of_others(mission: Mission) -> None:
    head = f"{HEAD}station,arrived,left\n"
    taken(mission, f"{head}r1,V,A-01,,,,,,,S1,2026-11-29 10:00:00+00,2026-11-29 10:01:00+00\n")
    worked(mission)
    found = Check.objects.filter(submission__mission=mission.row).values_list("name", flat=True)
    assert "short-visit" in set(found)


def test_nobody_is_made_silently(mission: Mission) -> None:
    strange = ROWS.replace("A-01", "Somebody")
    plan = plan_reports(mission.row, asked(mission), strange.encode(), "export.csv")
    assert plan.faults[0].endswith("was sent by “Somebody”, who is no observer of the mission")
    with pytest.raises(ScrutatorError, match="D61"):
        write_reports(mission.row, asked(mission), plan, now())
    assert mission.row.observers.count() == 1
    assert not plan_reports(mission.row, asked(mission, "A-01"), strange.encode(), "export.csv").faults
    with pytest.raises(ScrutatorError, match="D62"):
        plan_reports(mission.row, asked(mission, "Z-99"), strange.encode(), "export.csv")


def test_what_stands_for_the_phone_can_never_sign_in(mission: Mission) -> None:
    taken(mission)
    device = mission.row.devices.exclude(pk=mission.device.pk).get()
    assert device.revoked is not None
    assert device.expires <= now()
    taken(mission, ROWS.replace("r1", "r3"))
    assert mission.row.devices.count() == 2


def test_what_the_form_does_not_offer_is_counted_before_and_set_aside_after(mission: Mission) -> None:
    text = ROWS.replace("S1,yes", "S1,perhaps")
    plan = plan_reports(mission.row, asked(mission), text.encode(), "export.csv")
    assert (plan.aside, plan.placeless) == (1, 1)
    taken(mission, text)
    assert sorted(mission.row.submissions.values_list("state", flat=True)) == ["new", "quarantined"]


def test_a_time_without_a_zone_is_of_the_clock_of_its_station_and_counted(mission: Mission) -> None:
    mission.row.places.filter(code="S1").update(time_zone="Asia/Almaty")
    rows = (
        f"{HEAD}station,arrived\n"
        "r1,V,A-01,,,,,,,S1,2026-11-29 10:00:00\nr2,V,A-01,,,,,,,S9,2026-11-29 10:00:00+02\n"
    )
    plan = plan_reports(mission.row, asked(mission), rows.encode(), "export.csv")
    assert (plan.by_clock, plan.aside) == (1, 0)
    assert [b"<arrived>2026-11-29T10:00:00+05:00<" in one.xml for one in plan.reports] == [True, False]
    assert b"10:00:00+02:00" in plan.reports[1].xml


def test_a_report_that_a_phone_sent_here_too_is_not_a_second_one(mission: Mission) -> None:
    Phone(mission).send(report_xml(1))
    instance = mission.row.submissions.get().instance_id
    for id_ in (instance, instance.removeprefix("uuid:")):
        plan = plan_reports(mission.row, asked(mission), ROWS.replace("r1", id_).encode(), "export.csv")
        assert len(plan.reports) == 1
        assert "not taken over: reports that came here from a phone (1): they are here already" in plan.unused


@pytest.fixture
def post(mission: Mission) -> Callable[..., str]:
    client = mission.client("coordinator")

    def posted(**given: str) -> str:
        file = io.BytesIO(ROWS.encode())
        file.name = "export.csv"
        fields = {"system": "nemo", "form": "voting 1", "file": file} if not given.get("token") else {}
        path = f"/m/{mission.slug}/import-reports"
        return client.post(path, {**fields, **given}, follow=True).content.decode()

    return posted


def test_on_the_page_the_first_step_shows_and_the_second_takes_over_what_was_shown(
    mission: Mission, post: Callable[..., str]
) -> None:
    page = post()
    assert "not taken over: the column colour of export.csv (1)" in page
    assert mission.row.submissions.count() == 0
    found = re.search('name="token" value="([0-9a-f]{32})"', page)
    assert found
    assert "new: 2, changed: 0" in post(token=found[1])
    assert mission.row.submissions.count() == 2
    report = mission.row.submissions.order_by("pk").first()
    shown = mission.client("desk").get(f"/m/{mission.slug}/reports/{report.pk}").content.decode()
    assert "none: taken over from an export of another system" in shown


def test_what_was_shown_is_not_taken_over_when_the_mission_changed_in_between(
    mission: Mission, post: Callable[..., str]
) -> None:
    found = re.search('name="token" value="([0-9a-f]{32})"', post())
    assert found
    taken(mission)
    assert "was changed since" in post(token=found[1])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"system": "paper"}, "choose a system"),
        ({"form": "none 1"}, "has no form none"),
        ({"observer": "Z-99"}, "no observer of this code"),
        ({"system": "kobo"}, "workbook"),
    ],
)
def test_a_wrong_choice_is_answered_in_words(
    post: Callable[..., str], given: dict[str, str], said: str
) -> None:
    assert said in post(**given)
