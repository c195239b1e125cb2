"""Ten defects of another platform's endpoint for phones (OR-1 to OR-10), each with what happens here."""

import hashlib
import re

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.field.reading.lint import check_form
from scrutator.field.reading.sheets import read_sheets
from scrutator.field.submission import parse
from scrutator.web.intake.models import Flag, Submission
from support.field_server import Mission, Phone, new_mission
from support.phone import incident_xml, report_xml
from support.workbooks import xlsx


@pytest.fixture
def mission() -> Mission:
    return new_mission()


@pytest.fixture
def phone(mission: Mission) -> Phone:
    return Phone(mission)


def states(mission: Mission) -> list[str]:
    return sorted(mission.row.submissions.values_list("state", flat=True))


def test_or_1_no_form_list_or_manifest_is_given_to_one_who_did_not_sign_in(mission: Mission) -> None:
    form = mission.row.forms.first()
    for path in ("formList", f"forms/{form.pk}", f"manifest/{form.pk}", f"media/{form.pk}/stations.csv"):
        assert Client().get(f"/o/{mission.slug}/{path}").status_code == 401


def test_or_2_a_request_that_is_sent_again_with_the_same_signature_is_asked_to_sign_anew(
    phone: Phone,
) -> None:
    phone.ask("GET", "formList")
    target = f"{phone.base}/formList?deviceID={phone.device_id}"
    header = {"Authorization": phone.header("GET", target)}
    assert phone.client.get(target, headers=header).status_code == 200
    assert phone.client.get(target, headers=header).status_code == 401


def test_or_3_and_10_a_report_without_an_id_or_with_a_document_type_is_refused(phone: Phone) -> None:
    body = report_xml(1)
    without = re.sub(rb"<instanceID>.*?</instanceID>", b"", body)
    for wrong in (without, b'<!DOCTYPE x [<!ENTITY e "boom">]>' + body):
        with pytest.raises(ScrutatorError, match="D04"):
            parse(wrong)
        assert phone.send(wrong).status_code == 400


def test_or_4_the_hash_of_a_form_is_that_of_the_bytes_with_no_blank_before_it(
    mission: Mission, phone: Phone
) -> None:
    listed = phone.ask("GET", "formList").content.decode()
    for form in mission.row.forms.all():
        served = phone.ask("GET", f"forms/{form.pk}").content
        assert b"instanceID" in served
        assert f"<hash>md5:{hashlib.md5(served, usedforsecurity=False).hexdigest()}</hash>" in listed


def test_or_5_a_version_that_is_not_current_is_taken_and_nobody_is_told_to_send_again(
    mission: Mission, phone: Phone
) -> None:
    mission.row.forms.filter(form_id="voting").update(current=False)
    answer = phone.send(report_xml(1))
    assert answer.status_code == 201
    assert b"again" not in answer.content
    assert states(mission) == ["new"]


def test_or_6_a_report_of_another_mission_never_overwrites_one_of_this(
    mission: Mission, phone: Phone
) -> None:
    other = new_mission()
    phone.send(report_xml(1))
    Phone(other).send(report_xml(1, overall="bad"))
    assert (states(mission), states(other)) == (["new"], ["new"])


def test_or_7_a_form_that_asks_where_the_observer_stands_is_refused_so_no_axis_can_be_exchanged() -> None:
    survey = [["type", "name", "label::English (en)"], ["geopoint", "where", "Where?"]]
    form = xlsx({"survey": survey, "settings": [["form_title", "form_id"], ["T", "t"]]})
    assert [fault.code for fault in check_form(read_sheets(form))] == ["D03"]


def test_or_8_a_report_that_replaces_another_leaves_it_as_it_came(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, overall="bad", edits=1))
    kept = Submission.objects.filter(mission=mission.row).order_by("pk")
    assert [(one.superseded, b"<overall>good" in bytes(one.received.content)) for one in kept] == [
        (True, True),
        (False, False),
    ]


def test_or_9_a_report_that_names_a_photo_is_stored_without_it_and_marked(
    mission: Mission, phone: Phone
) -> None:
    assert phone.send(incident_xml(1, photo="a.jpg")).status_code == 201
    assert Flag.objects.filter(submission__mission=mission.row, kind=Flag.Kind.MISSING_FILE).count() == 1
