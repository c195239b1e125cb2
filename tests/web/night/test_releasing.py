"""A release is what two different people signed, byte for byte, while every gate was open: each way it could
be false is tried."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.seal.keys.sign import new_key
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import note, write
from scrutator.web.night import cosigning
from scrutator.web.night.models import Release
from scrutator.web.night.record import Stands
from support.desk import post, protocol_xml, report
from support.field_server import Mission, Phone
from support.night import (
    RULES,
    SAMPLE,
    STATIONS,
    approver,
    arrive,
    give,
    lines,
    new_night,
    registered,
    signed,
)

Pair = tuple[Any, Any]


@pytest.fixture
def mission() -> Mission:
    return new_night()


@pytest.fixture
def two(mission: Mission) -> tuple[Pair, Pair]:
    return approver(mission, "one.example"), approver(mission, "two.example")


def written(mission: Mission, role: str = "desk") -> Release:
    """The record that the desk writes of this moment."""
    assert mission.client(role).post(f"/m/{mission.slug}/night/releases").status_code == 302
    found = mission.row.releases.order_by("-number").first()
    assert found is not None
    return found


def is_released(mission: Mission, number: int = 1) -> bool:
    one = mission.row.releases.get(number=number)
    public = Client().get(f"/night/{mission.slug}/{number}/release.json").status_code == 200
    assert public == (one.released is not None)
    return public


def test_two_approvers_release_and_anyone_can_check_it(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair], tmp_path: Path
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    for place, (client, secret) in enumerate(two):
        assert not is_released(mission)
        assert give(mission, client, signed(record, secret)).status_code == 302, place
    assert is_released(mission)
    page = Client().get(f"/night/{mission.slug}/").content.decode()
    assert "Union has the most votes." in page
    one = mission.row.releases.get()
    assert f"Released {one.released:%Y-%m-%d %H:%M:%S} UTC, from entry {one.size} of the field" in page
    assert str(two[0][1].key) in page
    for name in ("release.json", "release.json.note"):
        content = Client().get(f"/night/{mission.slug}/1/{name}").content
        (tmp_path / name).write_bytes(content)
    assert (tmp_path / "release.json").read_bytes() == record
    keys = [part for _, secret in two for part in ("--key", str(secret.key))]
    said = CliRunner().invoke(app, ["quickcount", "check-release", str(tmp_path / "release.json"), *keys])
    assert (said.exit_code, "signed by two" in said.output) == (0, True)


def test_the_record_is_what_the_sign_command_takes(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair], tmp_path: Path
) -> None:
    arrive(mission, phone)
    record = tmp_path / "release.json"
    record.write_bytes(bytes(written(mission).record))
    for name, (_, secret) in zip(("a.key", "b.key"), two, strict=True):
        (tmp_path / name).write_bytes(secret.to_file(None))
        (tmp_path / name).chmod(0o600)
        said = CliRunner().invoke(app, ["quickcount", "sign", str(record), "--key", str(tmp_path / name)])
        assert said.exit_code == 0, said.output
    give(mission, two[0][0], (tmp_path / "release.json.note").read_bytes())
    assert is_released(mission)


def test_no_station_is_named_in_what_is_published(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone, range(1, STATIONS))
    phone.send(protocol_xml(1, "N00", valid=10, list_1=300))
    body = json.loads(bytes(written(mission).record))
    assert body["excluded"] == [
        {"why": "the lists together have more votes than the denominator", "stations": 1}
    ]
    assert body["above_register"] == 0
    del body["log"], body["inputs_sha256"], body["rules_sha256"]  # signatures and hashes hold any letters
    assert not [code for code in (f"N{n:02d}" for n in range(STATIONS)) if code in json.dumps(body)]


def test_one_signature_is_not_two(mission: Mission, phone: Phone, two: tuple[Pair, Pair]) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    give(mission, two[0][0], signed(record, two[0][1]))
    give(mission, two[1][0], signed(record, two[0][1]))
    assert not is_released(mission)


def test_one_person_has_one_key_and_one_key_has_one_person(mission: Mission, two: tuple[Pair, Pair]) -> None:
    first, second = two
    keys = f"/m/{mission.slug}/night/keys"
    assert first[0].post(keys, {"key": str(new_key("again.example").key)}).status_code == 400
    third = mission.client("approver")
    assert third.post(keys, {"key": str(second[1].key)}).status_code == 400
    from scrutator.seal.notes.note import VerifierKey

    renamed = VerifierKey("third.example", second[1].key.kind, second[1].key.public)
    assert third.post(keys, {"key": str(renamed)}).status_code == 400
    assert mission.row.approver_keys.count() == 2


def test_a_person_with_a_new_key_after_an_old_one_still_signs_once(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    client, secret = two[0]
    written(mission)
    mine = mission.row.approver_keys.get(key=str(secret.key))
    assert client.post(f"/m/{mission.slug}/night/keys/{mine.pk}/end").status_code == 302
    other = new_key("later.example")
    assert client.post(f"/m/{mission.slug}/night/keys", {"key": str(other.key)}).status_code == 302
    record = bytes(written(mission).record)
    assert give(mission, client, signed(record, secret, other), 2).status_code == 302
    assert not is_released(mission, 2)


def test_two_keys_of_one_person_are_one_signature_even_where_the_database_holds_both(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    from scrutator.web.clock import now
    from scrutator.web.night.models import ApproverKey

    arrive(mission, phone)
    client, secret = two[0]
    other = new_key("hidden.example")
    user = mission.row.approver_keys.get(key=str(secret.key)).user
    public = other.key.public.hex()
    ApproverKey.objects.create(mission=mission.row, user=user, key=str(other.key), public=public, at=now())
    record = bytes(written(mission).record)
    assert give(mission, client, signed(record, secret, other)).status_code == 302
    assert not is_released(mission)
    assert give(mission, two[1][0], signed(record, two[1][1])).status_code == 302
    assert is_released(mission)


def test_a_key_of_a_later_hour_than_the_record_does_not_sign_it(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    client, secret = approver(mission, "late.example")
    give(mission, two[0][0], signed(record, two[0][1]))
    assert give(mission, client, signed(record, secret)).status_code == 400
    assert not is_released(mission)


def test_altered_bytes_are_not_released(mission: Mission, phone: Phone, two: tuple[Pair, Pair]) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    altered = record.replace(b'"arrived":12', b'"arrived":11')
    assert altered != record
    for client, secret in two:
        assert give(mission, client, signed(altered, secret)).status_code == 400
    assert not is_released(mission)


def test_a_record_changed_in_the_database_is_not_released(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    one = written(mission)
    record = bytes(one.record)
    give(mission, two[0][0], signed(record, two[0][1]))
    Release.objects.filter(pk=one.pk).update(record=record.replace(b"Union", b"Onion"))
    give(mission, two[1][0], signed(record.replace(b"Union", b"Onion"), two[1][1]))
    assert not is_released(mission)


def test_a_wrong_signature_is_refused(mission: Mission, phone: Phone, two: tuple[Pair, Pair]) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    note = signed(record, two[0][1]).decode()
    name = note.splitlines()[-1].split(" ")[1]
    forged = signed(record, two[1][1]).decode().splitlines()[-1].split(" ")[2]
    assert (
        give(mission, two[0][0], f"{note.rpartition('— ')[0]}— {name} {forged}\n".encode()).status_code == 400
    )
    assert give(mission, two[0][0], b"no note at all").status_code == 400
    assert not is_released(mission)


def test_a_stranger_s_signature_counts_for_nothing_and_is_said(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    stranger = new_key("stranger.example")
    assert give(mission, two[0][0], signed(record, stranger)).status_code == 400
    client = two[0][0]
    give(mission, client, signed(record, two[0][1], stranger))
    assert "not counted: 1" in client.get(f"/m/{mission.slug}/night").content.decode()
    assert not is_released(mission)


def test_a_revoked_key_does_not_release_and_a_release_says_that_its_key_ended_since(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    mine = mission.row.approver_keys.get(key=str(two[0][1].key))
    coordinator = mission.client("coordinator")
    assert coordinator.post(f"/m/{mission.slug}/night/keys/{mine.pk}/end").status_code == 302
    give(mission, two[1][0], signed(record, two[1][1]))
    assert not is_released(mission)
    third = approver(mission, "three.example")
    record = bytes(written(mission).record)
    for client, secret in (two[1], third):
        give(mission, client, signed(record, secret), 2)
    assert is_released(mission, 2)
    theirs = mission.row.approver_keys.get(key=str(third[1].key))
    assert third[0].post(f"/m/{mission.slug}/night/keys/{theirs.pk}/end").status_code == 302
    assert is_released(mission, 2)
    assert "ended 2" in Client().get(f"/night/{mission.slug}/").content.decode()


def test_an_approver_ends_no_one_else_s_key(mission: Mission, two: tuple[Pair, Pair]) -> None:
    theirs = mission.row.approver_keys.get(key=str(two[1][1].key))
    assert two[0][0].post(f"/m/{mission.slug}/night/keys/{theirs.pk}/end").status_code == 404


def test_one_who_is_no_approver_any_more_does_not_release(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    from scrutator.web.accounts.people import give_role
    from scrutator.web.roles import Role

    arrive(mission, phone)
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    give_role(mission.row.approver_keys.get(key=str(two[0][1].key)).user, mission.row, Role.EDITOR)
    give(mission, two[1][0], signed(record, two[1][1]))
    assert not is_released(mission)


def test_a_gate_that_closed_meanwhile_stops_the_release(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    """The record was written at an earlier size; a report that came since makes the rules refuse most."""
    arrive(mission, phone)
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    for n in range(0, STATIONS, 2):
        phone.send(protocol_xml(200 + n, f"N{n:02d}", **lines(n) | {"list_2": 1}))
    client = two[1][0]
    give(mission, client, signed(record, two[1][1]))
    assert not is_released(mission)
    assert "a gate has closed since: strata" in client.get(f"/m/{mission.slug}/night").content.decode()


def test_what_the_desk_set_aside_meanwhile_stops_the_release_and_what_came_since_does_not(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone, range(STATIONS - 1))
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    post(mission, f"reports/{report(mission).pk}/decide", state="quarantined")
    give(mission, two[1][0], signed(record, two[1][1]))
    assert not is_released(mission)
    post(mission, f"reports/{report(mission).pk}/decide", state="new")
    arrive(mission, phone, range(STATIONS - 1, STATIONS))
    give(mission, two[1][0], signed(record, two[1][1]))
    assert is_released(mission)
    one = mission.row.releases.get()
    last = report(mission, STATIONS - 1).received.leaf.index  # came after the record, and is not in it
    assert one.size <= last < one.released_size


def decides(mission: Mission) -> None:
    post(mission, f"reports/{report(mission).pk}/decide", state="quarantined")


def is_refused(mission: Mission) -> None:
    write(lambda log: note(log, mission.row.pk, What.REFUSALS, "(counted, not named)", {"page refused": "1"}))


@pytest.mark.parametrize(("happens", "released"), [(decides, False), (is_refused, True)])
def test_a_decision_between_the_last_look_and_the_release_stops_it_and_a_counted_refusal_does_not(
    mission: Mission,
    phone: Phone,
    two: tuple[Pair, Pair],
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Mission], None],
    released: bool,
) -> None:
    arrive(mission, phone, range(STATIONS - 1))
    record = bytes(written(mission).record)
    give(mission, two[0][0], signed(record, two[0][1]))
    look = cosigning.stands_now

    def looked(release: Release) -> Stands:
        found = look(release)
        happens(mission)
        return found

    monkeypatch.setattr(cosigning, "stands_now", looked)
    give(mission, two[1][0], signed(record, two[1][1]))
    assert is_released(mission) is released


def test_an_older_record_is_not_released_over_a_newer_one_and_what_is_superseded_stays(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone, range(STATIONS - 2))
    records = {}
    for number in (1, 2, 3):
        records[number] = bytes(written(mission).record)
        arrive(mission, phone, range(STATIONS - 3 + number, min(STATIONS, STATIONS - 2 + number)))
    for number in (2, 1, 3):
        for client, secret in two:
            give(mission, client, signed(records[number], secret), number)
    assert [is_released(mission, number) for number in (1, 2, 3)] == [False, True, True]
    page = Client().get(f"/night/{mission.slug}/").content.decode()
    assert page.index("Release 3") < page.index("Release 2: superseded")


def test_a_log_without_the_record_s_checkpoint_stops_the_release(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    arrive(mission, phone, range(1), first=500)
    mission.row.checkpoints.filter(size=mission.row.releases.get().size).delete()
    for client, secret in two:
        give(mission, client, signed(record, secret))
    assert not is_released(mission)


@pytest.mark.parametrize("sample", [SAMPLE, SAMPLE.replace(",200", ",300")])
@pytest.mark.parametrize("rules", [RULES, RULES.replace("0.5", "0.1")])
def test_rules_or_a_sample_registered_meanwhile_stop_the_release(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair], rules: str, sample: str
) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    registered(mission, rules, sample)
    for client, secret in two:
        give(mission, client, signed(record, secret))
    assert not is_released(mission)


def test_no_record_is_written_behind_a_closed_gate(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone, range(3))
    answer = mission.client("desk").post(f"/m/{mission.slug}/night/releases")
    assert (answer.status_code, mission.row.releases.count()) == (400, 0)


@pytest.mark.parametrize("role", ["coordinator", "desk", "analyst", "editor", "key-holder"])
def test_only_an_approver_gives_signatures_and_keys(mission: Mission, phone: Phone, role: str) -> None:
    arrive(mission, phone)
    record = bytes(written(mission).record)
    client = mission.client(role)
    assert give(mission, client, signed(record, new_key("x.example"))).status_code == 403
    key = {"key": str(new_key("x.example").key)}
    assert client.post(f"/m/{mission.slug}/night/keys", key).status_code == 403


def test_an_approver_changes_no_data(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    one, client = report(mission).pk, mission.client("approver")
    acts = (
        f"reports/{one}/decide", f"reports/{one}/act", f"reports/{one}/move", f"reports/{one}/message",
        "station/act?code=N00", "night/releases", "night/rules", "places", "duties", "checks",
    )  # fmt: skip
    for path in acts:
        answer = client.post(f"/m/{mission.slug}/{path}", {"state": "withheld", "reason": "x", "act": "flag"})
        assert answer.status_code == 403, path
    assert report(mission).decisions.count() == 0


def test_the_server_holds_no_key_that_signs_releases(mission: Mission, two: tuple[Pair, Pair]) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from scrutator.web.folder import folder

    raw = two[0][1].secret.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    kept = [path for path in folder().rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if raw in path.read_bytes()]
