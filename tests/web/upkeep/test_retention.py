"""What is kept of an observer, its erasure, and the end of a mission: the log stays valid, the rest is gone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import root_of
from support.field_server import Mission, Phone, examined, new_mission, ready, take_stock
from support.phone import JPEG, incident_xml, report_xml
from support.two_persons import Two
from web.sms.conftest import START

ready()
NAME, NUMBER = "Aigerim Seitkali", "+77015559876"


def known(mission: Mission, photo: bytes = b"") -> Any:
    """The observer A-01 of a mission: a name, consents, a report, a photo of its own and a message."""
    from scrutator.web.identities.store import record_consent, write_person
    from scrutator.web.sms.numbers import give_number
    from scrutator.web.sms.taking import Inbound, take

    row, observer = mission.row, mission.row.observers.get(code="A-01")
    write_person(observer.opaque, NAME, NUMBER)
    record_consent(observer.opaque, "2026-1", date(2026, 11, 20))
    record_consent(observer.opaque, "2026-2", date(2026, 11, 25))
    row.rounds.get().deployments.create(observer=observer, place=row.places.get(code="S2"))
    take_stock(row)
    phone = Phone(mission)
    assert phone.send(report_xml(1)).status_code == 201
    assert (
        phone.send(
            incident_xml(2, photo="p.jpg"), (("p.jpg", photo or JPEG + mission.slug.encode()),)
        ).status_code
        == 201
    )
    card = give_number(row, observer, "en", START)
    text = f"VO {card.number} {card.code} AD1 OV2 @ an unusual remark"
    assert take(row, Inbound("one", NUMBER, text), START).outcome == "stored"
    return observer


def media(kind: str) -> int:
    from scrutator.web.folder import folder

    return sum(path.is_file() for path in (folder() / "media" / kind).rglob("*"))


def test_everything_that_is_kept_of_an_observer_is_given_to_them(mission: Mission) -> None:
    from scrutator.web.upkeep.rights import kept_of

    kept = kept_of(mission.row, known(mission))
    json.dumps(kept)
    assert (kept["name"], kept["phone"], kept["team"]) == (NAME, NUMBER, "T1")
    assert kept["consents"] == [
        {"version": "2026-1", "day": "2026-11-20"},
        {"version": "2026-2", "day": "2026-11-25"},
    ]
    assert kept["deployed"] == [{"round": "1", "place": "S2", "selection": "unknown"}]
    assert [one["channel"] for one in kept["received"]] == ["openrosa", "openrosa", "openrosa", "sms"]
    assert "<overall>good</overall>" in kept["received"][0]["content"]
    assert [one["text"].endswith("@ an unusual remark") for one in kept["sms"]] == [True]


def test_nothing_of_another_observer_is_in_it(mission: Mission) -> None:
    from scrutator.web.upkeep.rights import kept_of

    known(mission)
    other = mission.row.observers.create(code="A-02", opaque=f"retire{mission.row.pk:024x}02")
    kept = kept_of(mission.row, other)
    assert (kept["name"], kept["consents"], kept["received"], kept["sms"], kept["devices"]) == (
        "",
        [],
        [],
        [],
        [],
    )


def test_after_erasure_no_one_knows_who_the_observer_is_and_their_reports_stay(mission: Mission) -> None:
    from scrutator.web.identities.models import Person
    from scrutator.web.upkeep.rights import erase_observer, kept_of

    observer = known(mission)
    erase_observer(mission.row, observer, START)
    kept = kept_of(mission.row, observer)
    assert (kept["name"], kept["phone"], kept["consents"], kept["sms"]) == ("", "", [], [])
    assert not Person.objects.filter(opaque=observer.opaque).exists()
    assert {(one.fingerprint, one.revoked is not None) for one in observer.devices.all()} == {("", True)}
    assert mission.row.submissions.count() == 3
    assert Phone(mission).ask("GET", "formList").status_code == 401


def test_the_bytes_of_an_erased_name_are_gone_from_the_file(mission: Mission) -> None:
    from scrutator.web.folder import folder
    from scrutator.web.identities.models import Person
    from scrutator.web.upkeep.rights import erase_observer

    observer = known(mission)
    sealed = bytes(Person.objects.get(opaque=observer.opaque).name)

    def there() -> bool:
        return any(sealed in path.read_bytes() for path in folder().glob("identities.sqlite3*"))

    assert there(), "the positive control"
    erase_observer(mission.row, observer, START)
    assert not there()


def test_another_observer_s_name_and_number_stay(mission: Mission) -> None:
    from scrutator.web.identities.store import read_person, write_person
    from scrutator.web.upkeep.rights import erase_observer

    other = f"retire{mission.row.pk:024x}02"
    mission.row.observers.create(code="A-02", opaque=other)
    write_person(other, "Dana Omarova", "+77010000002")
    erase_observer(mission.row, known(mission), START)
    assert read_person(other).name == "Dana Omarova"


def test_a_mission_that_ends_keeps_its_log_and_receipts_and_nothing_that_opens_a_leaf(
    mission: Mission,
) -> None:
    from scrutator.web.receipts import receipt
    from scrutator.web.upkeep import retention

    known(mission)
    row = mission.row
    before = [(one.index, bytes(one.hash), bytes(one.entry)) for one in row.leaves.order_by("index")]
    note = bytes(row.checkpoints.order_by("-size").first().note)
    done = retention.retire(row, START, reports=True)
    assert (done.observers, done.reports, done.photos) == (1, 3, 1)
    after = [(one.index, bytes(one.hash), bytes(one.entry)) for one in row.leaves.order_by("index")]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2, "the observer erased, the mission ended"
    checkpoint = parse_checkpoint(note)
    assert (checkpoint.size, checkpoint.root) == (len(before), root_of([hash_ for _, hash_, _ in before]))
    found = [one for one in examined(mission).values() if row.slug in one.what]
    assert [one.what for one in found if one.sound is not True] == [
        f"an original of {row.slug}"
    ]  # none is left
    code = receipt(before[0][0], before[0][1])
    assert Client().get(f"/log/{row.slug}/leaf/{code}").status_code == 200
    assert {(bytes(one.salt), one.sha256, bytes(one.content)) for one in row.received.all()} == {
        (b"", "", b"")
    }
    assert set(row.received.values_list("instance_id", flat=True)) == {""}  # a phone knows its own
    assert set(row.submissions.values_list("instance_id", "replaces", "place")) == {("", "", None)}


def test_photos_go_with_their_mission_but_not_one_that_another_mission_has_too() -> None:
    from scrutator.web.upkeep import retention

    one, other = new_mission(), new_mission()
    shared = JPEG + b"of both " + one.slug.encode()
    known(one, shared)
    known(other, shared)
    there = media("originals"), media("copies")
    assert retention.retire(one.row, START, reports=True).photos == 0
    assert (media("originals"), media("copies")) == there
    assert retention.retire(other.row, START, reports=True).photos == 1
    assert (media("originals"), media("copies")) == (there[0] - 1, there[1] - 1)


def test_without_reports_a_case_can_still_be_made_and_with_them_it_says_why_not(mission: Mission) -> None:
    from scrutator.web.desk.records import records_of
    from scrutator.web.upkeep import retention

    known(mission)
    assert retention.retire(mission.row, START, reports=False).reports == 0
    assert len(records_of(mission.row).reports) == 3
    retention.retire(mission.row, START, reports=True)
    with pytest.raises(ScrutatorError, match="mission retire"):
        records_of(mission.row)
    number = mission.row.submissions.first().pk
    assert mission.client("coordinator").get(f"/m/{mission.slug}/reports/{number}").status_code == 200


def test_commands_erase_only_what_is_named_twice(mission: Mission, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from scrutator.cli.web.mission import app
    from scrutator.web.folder import folder

    known(mission)
    two = Two(mission)
    where = ["--folder", str(folder())]

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, [*arguments, *where])

    out = tmp_path / "a.json"
    refused = run("observer-export", mission.slug, "A-01", "-o", str(out))
    assert ("D56" in str(refused.exception), out.exists()) == (True, False)
    two.agree("hand out what is kept")
    assert run("observer-export", mission.slug, "A-01", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text())["name"] == NAME
    assert out.stat().st_mode & 0o077 == 0
    assert "X04" in str(run("observer-export", mission.slug, "A-01", "-o", str(out)).exception)
    assert "X03" in str(run("observer-erase", mission.slug, "A-01").exception)
    assert "X03" in str(run("retire", mission.slug, "--really", "another").exception)
    assert "D62" in str(run("observer-erase", mission.slug, "B-9", "--really", "B-9").exception)
    agreed = run("observer-consent", mission.slug, "A-01", "--version", "3", "--day", "2026-11-26")
    assert "agreed to 3" in agreed.output
    once = ("observer-erase", mission.slug, "A-01", "--really", "A-01")
    assert "D56" in str(run(*once).exception), "agreed on was something else"
    two.agree("erase the observer")
    assert run(*once).exit_code == 0
    assert "D56" in str(run(*once).exception), "and it is done once"
    reports = ("retire", mission.slug, "--reports", "--really", mission.slug)
    two.agree("erase all names", observer="")
    assert "D56" in str(run(*reports).exception)
    two.agree("erase names and reports", observer="")
    ended = run(*reports)
    assert "1 observers, 3 reports, 1 photos erased" in ended.output


def test_what_checks_found_and_answers_in_decisions_go_with_the_reports_and_who_decided_stays() -> None:
    from scrutator.field.checks.declared import bundled_table
    from scrutator.web.desk.checking.tables import bring_into_force
    from scrutator.web.desk.models import Attention, Standing, StationFlag
    from scrutator.web.desk.replaying import replayed
    from scrutator.web.intake.models import Decision
    from scrutator.web.upkeep import retention
    from support.desk import post, protocol_xml, report, worked

    mission = new_mission(("voting", "incident", "quickcount"))
    phone = Phone(mission)
    phone.send(protocol_xml(0, list_1=402))
    phone.send(protocol_xml(1, list_1=444))
    worked(mission)
    post(mission, f"reports/{report(mission).pk}/act", act="correct", question="list_1", value="401")
    said = {"act": "settle", "form": "quickcount", "question": "list_1", "value": "444"}
    assert post(mission, "station/act?code=S1", **said) == 302
    worked(mission)
    found = (
        StationFlag.objects.filter(place__mission=mission.row),
        Attention.objects.filter(mission=mission.row),
    )
    assert all(rows.exists() for rows in found)
    retention.retire(mission.row, START, reports=True)
    assert not any(rows.exists() for rows in found)
    assert Standing.objects.get(submission=report(mission)).corrections == {"list_1": ""}
    assert replayed(mission.row).differ == ()
    rows = Decision.objects.filter(submission__mission=mission.row) | Decision.objects.filter(
        place__mission=mission.row
    )
    assert [(row.content["question"], row.content["value"], row.reason) for row in rows] == [
        ("list_1", "", "")
    ] * 2
    bring_into_force(mission.row, bundled_table(), mission.user("coordinator"))
    worked(mission)  # which makes an end: nothing is left to look at


def test_messages_to_many_and_their_replies_are_given_to_the_observer_and_erased_with_them(
    mission: Mission,
) -> None:
    from scrutator.web.outbox.models import Bulk, Outgoing
    from scrutator.web.sms.numbers import sender_hash
    from scrutator.web.sms.taking import Inbound, take
    from scrutator.web.upkeep.rights import erase_observer, kept_of

    row, observer = mission.row, known(mission)
    bulk = Bulk.objects.create(
        mission=row, user=mission.user("desk"), name="n", channel="sms", digest="1", at=START
    )
    words = {"language": "en", "words": "Where are you?", "state": "handed over", "at": START}
    Outgoing.objects.create(bulk=bulk, observer=observer, sender=sender_hash(NUMBER), **words)
    assert take(row, Inbound("r", NUMBER, "on my way"), START).outcome == "a reply to the desk"
    kept = kept_of(row, observer)
    assert [one["words"] for one in kept["messages"]] == ["Where are you?"]
    assert "on my way" in [one["text"] for one in kept["sms"]]
    erase_observer(row, observer, START)
    kept = kept_of(row, observer)
    assert ([one["words"] for one in kept["messages"]], kept["sms"]) == ([""], [])
    assert Outgoing.objects.get(bulk=bulk).sender == ""


def test_what_was_found_out_about_an_incident_names_no_place_after_its_mission(mission: Mission) -> None:
    from scrutator.web.intake.models import Decision
    from scrutator.web.upkeep import retention
    from support.incidents import act, event, page, told

    assert Phone(mission).send(told(1)).status_code == 201
    assert act(mission, event(mission).number, act="status", status="refuted") == 302
    assert "S1" in str(Decision.objects.get(submission__mission=mission.row).content)
    retention.retire(mission.row, START, reports=True)
    decision = Decision.objects.get(submission__mission=mission.row)
    assert "S1" not in str(decision.content)
    assert event(mission).first.place == ""
    assert "poster" not in page(mission)


def test_an_incident_that_a_page_showed_says_nothing_once_its_report_is_deleted(mission: Mission) -> None:
    """One without a station, too: nothing else about it changes."""
    from scrutator.web.upkeep import retention
    from support.incidents import event, page, told

    for number, station in enumerate(("", "S1")):
        assert Phone(mission).send(told(number, i_station=station)).status_code == 201
    numbers = [event(mission, n).number for n in (0, 1)]
    assert all("poster" in page(mission, f"incidents/{number}") for number in numbers)
    retention.retire(mission.row, START, reports=True)
    assert not any("poster" in page(mission, f"incidents/{number}") for number in numbers)
