"""What a phone sends, and what it is told: nothing lost, nothing doubled, receipts that hold."""

import dataclasses
import errno
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from scrutator.field.submission import parse
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import root_of
from scrutator.seal.notes.note import parse_key, verify_note
from support.field_server import SET_UP, Mission, Phone
from support.phone import INSTANCE, JPEG, incident_xml, report_xml

RECEIPT = re.compile(r"Receipt (\d+-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])")


def receipt_in(answer) -> str:
    found = RECEIPT.search(answer.content.decode())
    assert found, answer.content
    return found[1]


def test_a_phone_finds_the_forms_with_the_hash_of_the_very_bytes(mission: Mission, phone: Phone) -> None:
    listed = phone.ask("GET", "formList").content.decode()
    hashes = re.findall("<hash>md5:([0-9a-f]{32})</hash>", listed)
    urls = re.findall("<downloadUrl>http://testserver([^<]*)</downloadUrl>", listed)
    assert len(urls) == 2
    assert [hashlib.md5(phone.ask("GET", url).content).hexdigest() for url in urls] == hashes


def test_the_list_can_be_asked_for_one_form_and_with_a_slash(phone: Phone) -> None:
    assert phone.ask("GET", "formList?formID=voting").content.count(b"<xform>") == 1
    assert phone.ask("GET", "formList/").content.count(b"<xform>") == 2


def test_a_form_s_list_of_stations_has_the_hash_that_the_manifest_states(phone: Phone) -> None:
    listed = phone.ask("GET", "formList?formID=voting").content.decode()
    manifest = phone.ask(
        "GET", re.findall("<manifestUrl>http://testserver([^<]*)<", listed)[0]
    ).content.decode()
    url = re.findall("<downloadUrl>http://testserver([^<]*)<", manifest)[0]
    content = phone.ask("GET", url).content
    assert content == b"name,label\nS1,S1 School S1\nS2,S2 School S2\nS3,S3 School S3\n"
    assert f"<hash>md5:{hashlib.md5(content).hexdigest()}</hash>" in manifest


def test_head_of_submission_is_204_with_the_accepted_length_and_no_body(phone: Phone) -> None:
    answer = phone.ask("HEAD", "submission")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) == 12_000_000


def test_a_report_is_answered_201_and_its_receipt_is_in_the_public_log(
    mission: Mission, phone: Phone
) -> None:
    answer = phone.send(report_xml(1))
    assert answer.status_code == 201
    code = receipt_in(answer)
    assert phone.client.get(f"/log/{mission.slug}/leaf/{code}").status_code == 200


def test_a_receipt_of_another_leaf_is_not_in_the_log(mission: Mission, phone: Phone) -> None:
    from scrutator.web.receipts import receipt

    phone.send(report_xml(1))
    answer = phone.client.get(f"/log/{mission.slug}/leaf/{receipt(0, bytes(32))}")
    assert answer.status_code == 404
    assert b"not in the log" in answer.content


def test_the_checkpoint_is_signed_over_the_root_of_all_leaves(mission: Mission, phone: Phone) -> None:
    for number in range(5):
        phone.send(report_xml(number))
    note = parse_checkpoint(phone.client.get(f"/log/{mission.slug}/checkpoint").content)
    hashes = [bytes(leaf.hash) for leaf in mission.row.leaves.order_by("index")]
    assert (note.size, note.root, note.origin) == (SET_UP + 5, root_of(hashes), f"{mission.slug}/field")
    assert verify_note(note.note, [parse_key(mission.row.log_key)])


def test_the_same_report_again_is_one_report_with_one_receipt(mission: Mission, phone: Phone) -> None:
    first, again = phone.send(report_xml(1)), phone.send(report_xml(1))
    assert receipt_in(first) == receipt_in(again)
    assert (again.status_code, mission.row.received.count(), len(mission.report_leaves)) == (201, 1, 1)
    assert mission.row.received.get().repeats == 1


def test_ten_copies_at_once_are_one_report(mission: Mission) -> None:
    from django.db import connection

    def send(_: int) -> str:
        try:
            return receipt_in(Phone(mission).send(report_xml(1)))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        receipts = set(pool.map(send, range(10)))
    assert len(receipts) == 1
    assert (mission.row.received.count(), mission.row.received.get().repeats) == (1, 9)


def test_a_copy_that_differs_by_one_byte_is_kept_beside_the_first_and_flagged(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    answer = phone.send(report_xml(1, overall="bad"))
    assert answer.status_code == 201
    assert b"differs; both are kept" in answer.content
    first, second = mission.row.submissions.order_by("pk")
    assert (first.state, second.state) == ("new", "duplicate")
    assert [flag.kind for flag in second.flags.all()] == ["differs from a report with the same id"]


def test_an_unknown_version_and_an_unknown_place_are_kept_and_flagged(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, version="0"))
    phone.send(report_xml(2, station="S9"))
    unknown, nowhere = mission.row.submissions.order_by("pk")
    assert [flag.kind for flag in unknown.flags.all()] == ["the form or its version was never published here"]
    assert [flag.kind for flag in nowhere.flags.all()] == ["names a place that the mission does not have"]


def test_a_place_that_is_no_station_is_flagged_as_one_that_the_mission_does_not_have(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1, station="R1"))
    one = mission.row.submissions.get()
    assert mission.row.places.get(code="R1").kind == "region"
    assert (one.place, [flag.kind for flag in one.flags.all()]) == (
        None,
        ["names a place that the mission does not have"],
    )


def test_an_older_published_version_is_accepted_without_a_flag(mission: Mission, phone: Phone) -> None:
    mission.row.forms.filter(form_id="voting").update(current=False)
    phone.send(report_xml(1))
    assert mission.row.submissions.get().flags.count() == 0


def test_an_edit_replaces_the_report_it_names(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1))
    first, second = mission.row.submissions.order_by("pk")
    assert (first.superseded, second.superseded, second.replaces) == (True, False, INSTANCE.format(1))


def test_an_edit_that_comes_before_what_it_replaces_replaces_it_when_it_comes(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(2, edits=1))
    assert [flag.kind for flag in mission.row.submissions.get().flags.all()] == [
        "replaces a report that is not here"
    ]
    phone.send(report_xml(3, edits=1))
    phone.send(report_xml(1))
    edit, second, late = mission.row.submissions.order_by("pk")
    assert (edit.superseded, second.superseded, late.superseded) == (False, False, True)
    assert [flag.kind for flag in edit.flags.all()] == []
    assert [flag.kind for flag in second.flags.all()] == ["replaces a report that was replaced already"]


def test_an_edit_by_another_observer_or_of_another_form_replaces_nothing_that_comes_later(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.missions.tokens import new_token

    other = mission.row.observers.create(code="A-02", opaque=f"other-{mission.slug}")
    token = new_token(mission.row, other, (), datetime.now(UTC))
    theirs = Phone(dataclasses.replace(mission, device=token.device, password=token.password), "collect:two")
    theirs.send(report_xml(2, edits=1))
    edit = f"<deprecatedID>{INSTANCE.format(1)}</deprecatedID></meta>".encode()
    phone.send(incident_xml(3).replace(b"</meta>", edit))
    phone.send(report_xml(1))
    assert not mission.row.submissions.get(instance_id=INSTANCE.format(1)).superseded


def test_an_edit_of_what_is_not_here_or_was_edited_already_is_kept_and_flagged(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1))
    phone.send(report_xml(3, edits=1))
    phone.send(report_xml(4, edits=9))
    stale, unknown = mission.row.submissions.order_by("pk")[2:]
    assert [flag.kind for flag in stale.flags.all()] == ["replaces a report that was replaced already"]
    assert [flag.kind for flag in unknown.flags.all()] == ["replaces a report that is not here"]


def test_another_observer_s_report_cannot_be_replaced(mission: Mission, phone: Phone) -> None:
    from scrutator.web.missions.tokens import new_token

    phone.send(report_xml(1))
    other = mission.row.observers.create(code="B-01", opaque=f"{mission.row.pk:031x}b")
    token = new_token(mission.row, other, (), datetime.now(UTC))
    Phone(Mission(mission.row, token.device, token.password), "collect:two").send(report_xml(2, edits=1))
    assert not mission.row.submissions.order_by("pk")[0].superseded


def test_what_a_revoked_token_still_sends_is_kept_and_set_aside_and_it_gets_no_forms(
    mission: Mission, phone: Phone
) -> None:
    coordinator = mission.client("coordinator")
    coordinator.post(f"/m/{mission.slug}/devices/{mission.device.pk}/revoke")
    assert phone.send(report_xml(1)).status_code == 201
    assert mission.row.submissions.get().state == "quarantined"
    assert phone.ask("GET", "formList").status_code == 401


def test_a_second_phone_with_the_same_token_is_set_aside(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    Phone(mission, "collect:another").send(report_xml(2))
    assert [one.state for one in mission.row.submissions.order_by("pk")] == ["new", "quarantined"]


def test_a_phone_that_does_not_say_which_it_is_is_not_the_token_s_first(mission: Mission) -> None:
    Phone(mission, "").send(report_xml(1))  # no phone yet: it belongs to none
    Phone(mission, "collect:one").send(report_xml(2))
    Phone(mission, "").send(report_xml(3))
    found = list(mission.row.submissions.order_by("pk").values_list("state", flat=True))
    assert found == ["new", "new", "quarantined"]


def test_a_token_for_some_forms_lists_only_these_and_others_are_set_aside(
    mission: Mission, phone: Phone
) -> None:
    mission.device.forms = ["incident"]
    mission.device.save()
    assert b"voting" not in phone.ask("GET", "formList").content
    voting = mission.row.forms.get(form_id="voting")
    assert phone.ask("GET", f"forms/{voting.pk}").status_code == 404
    phone.send(report_xml(1))
    assert mission.row.submissions.get().state == "quarantined"


@pytest.mark.parametrize(
    "answer",
    [
        b"<invented>yes</invented>",
        b"<admitted>yes</admitted>",
        b"<admitted>at_once</admitted><admitted>delayed</admitted>",
    ],
)
def test_answers_that_the_form_does_not_ask_for_or_offer_are_kept_and_set_aside(
    mission: Mission, phone: Phone, answer: bytes
) -> None:
    assert phone.send(report_xml(1).replace(b"<admitted>at_once</admitted>", answer)).status_code == 201
    assert mission.row.submissions.get().state == "quarantined"


@pytest.mark.parametrize(
    ("answer", "unsafe"),
    [
        ("<i_safe>yes</i_safe>", False),
        ("<i_safe></i_safe>", False),
        ("<i_safe>no</i_safe>", True),
        ("<i_safe>No</i_safe>", True),
        ("<i_safe>banana</i_safe>", True),
        ("<i_safe>yes</i_safe><i_safe>no</i_safe>", True),
        ("<group><i_safe>no</i_safe></group>", True),
        ("<i_safe><said>no</said></i_safe>", True),
    ],
)
@pytest.mark.parametrize("version", ["1", "99"])
def test_whatever_may_say_that_an_observer_is_not_safe_is_hidden_from_the_desk(
    mission: Mission, phone: Phone, answer: str, unsafe: bool, version: str
) -> None:
    xml = incident_xml(1).decode().replace("<i_safe>yes</i_safe>", answer)
    assert phone.send(xml.replace('version="1"', f'version="{version}"').encode()).status_code == 201
    row = mission.row.submissions.get()
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{row.pk}")
    assert (row.unsafe, page.status_code) == (unsafe, 404 if unsafe else 200)


def test_attachments_arrive_late_repeated_and_in_parts_and_are_there_once(
    mission: Mission, phone: Phone
) -> None:
    xml = incident_xml(1, photo="p.jpg")
    assert b"awaited" in phone.send(xml, incomplete=True).content
    flags = mission.row.submissions.get().flags
    assert [flag.kind for flag in flags.all()] == ["names a file that has not arrived"]
    for _ in range(2):
        assert phone.send(xml, (("p.jpg", JPEG),)).status_code == 201
    assert (mission.row.submissions.get().attachments.count(), flags.count()) == (1, 0)
    assert len(mission.report_leaves) == 2


def test_two_files_of_one_name_are_both_kept_and_flagged(mission: Mission, phone: Phone) -> None:
    xml = incident_xml(1, photo="p.jpg")
    phone.send(xml, (("p.jpg", JPEG),))
    phone.send(xml, (("p.jpg", JPEG + b"!"),))
    one = mission.row.submissions.get()
    assert one.attachments.count() == 2
    assert [flag.kind for flag in one.flags.all()] == ["two files of one name differ"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7", b"PDF"),
        (b"PK\x03\x04", b"ZIP"),
        (b"<svg xmlns=''>", b"SVG"),
        (b"MZ", b"Windows"),
        (b"what", b"unknown"),
    ],
)
def test_a_file_of_another_format_is_refused_by_name_and_nothing_is_stored(
    mission: Mission, phone: Phone, content: bytes, named: bytes
) -> None:
    answer = phone.send(incident_xml(1, photo="p.jpg"), (("p.jpg", content),))
    assert answer.status_code == 415
    assert named in answer.content
    assert mission.row.received.count() == 0


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        (b"<!DOCTYPE d [<!ENTITY a 'b'>]><data/>", 400),
        (b"<a>" * 500 + b"</a>" * 500, 413),
        (b"", 400),
        (b"<data id='x'/>", 400),
        (b"\xff\xfe\x00", 400),
    ],
)
def test_what_is_no_report_is_refused_with_a_message_for_the_observer(
    phone: Phone, xml: bytes, status: int
) -> None:
    answer = phone.send(xml)
    assert answer.status_code == status
    assert b"<OpenRosaResponse" in answer.content
    assert re.search(rb"\(D\d\d\)", answer.content)


def test_a_post_that_is_too_long_is_refused_before_it_is_read(mission: Mission, phone: Phone) -> None:
    phone.ask("HEAD", "submission")
    target = f"/o/{mission.slug}/submission?deviceID=collect:one"
    answer = phone.client.generic(
        "POST", target, b"x", "text/plain",
        headers={"Authorization": phone.header("POST", target), "Content-Length": "12000001"},
    )  # fmt: skip
    assert answer.status_code == 413


def test_reports_of_another_mission_do_not_meet(mission: Mission, phone: Phone) -> None:
    from support.field_server import new_mission

    other = new_mission()
    phone.send(report_xml(1))
    Phone(other).send(report_xml(1, overall="bad"))
    assert other.row.submissions.get().state == "new"
    assert [leaf.index for leaf in other.report_leaves] == [SET_UP]


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EDQUOT, 507), (errno.EIO, 503)])
def test_a_photo_that_cannot_be_written_is_answered_by_name_and_its_report_is_not_stored(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, "no")

    content = JPEG + mission.slug.encode()
    with monkeypatch.context() as patched:
        patched.setattr("scrutator.web.intake.media.os.fsync", fail)
        answer = phone.send(incident_xml(1, photo="p.jpg"), (("p.jpg", content),))
    assert answer.status_code == status
    assert mission.row.received.count() == 0
    assert phone.send(incident_xml(1, photo="p.jpg"), (("p.jpg", content),)).status_code == 201


def test_an_edit_and_what_it_replaces_in_one_group_are_one_report_in_either_order(mission: Mission) -> None:
    from scrutator.web.intake import accept
    from scrutator.web.intake.running import writer
    from scrutator.web.missions.forms import form_of

    def incoming(xml: bytes) -> accept.Incoming:
        parsed = parse(xml)
        return accept.Incoming(
            mission=mission.row.pk, device=mission.device, fingerprint="", revoked=False, xml=xml,
            sha256=hashlib.sha256(xml).hexdigest(), parsed=parsed, form=form_of(mission.row.pk, parsed),
            files=(), unasked=False, place=None, unknown_place=False, unsafe=False, at=datetime.now(UTC),
        )  # fmt: skip

    first = [incoming(report_xml(2, edits=1)), incoming(report_xml(1))]
    second = [incoming(report_xml(3)), incoming(report_xml(4, edits=3))]

    def group(log) -> None:
        log.look_for(one.name for one in (*first, *second))
        for one in (*first, *second):
            accept.accept(one, log)

    writer().run(group)
    superseded = mission.row.submissions.order_by("instance_id").values_list("superseded", flat=True)
    assert list(superseded) == [True, False, True, False]
