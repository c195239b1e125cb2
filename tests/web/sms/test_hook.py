"""The hook: signed with the mission's key, five minutes, or nothing; and never an error of the server."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.sms.signature import sign
from support.field_server import new_mission, ready
from web.sms.conftest import PHONE, Gateway

ready()


def post(gateway: Gateway, body: bytes, *, key: bytes | None = None, at: int | None = None) -> Any:
    from scrutator.web.sms.views import gateway_key

    at = int(datetime.now(UTC).timestamp()) if at is None else at
    signature = sign(gateway_key(gateway.mission.slug) if key is None else key, at, body)
    headers = {"X-Scrutator-Time": str(at), "X-Scrutator-Signature": signature}
    return Client().generic(
        "POST", f"/sms/{gateway.mission.slug}/in", body, "application/json", headers=headers
    )


def message(gateway: Gateway, id: str = "1", text: str = "ST=S1 AD1 OV2") -> bytes:
    said = f"VO {gateway.number} {gateway.code} {text}"
    return json.dumps({"id": id, "from": PHONE, "text": said}).encode()


def test_a_signed_message_is_taken_and_answered_with_the_reply(gateway: Gateway) -> None:
    answer = post(gateway, message(gateway))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    said = answer.json()
    assert (said["outcome"], said["receipt"] in said["reply"]) == ("stored", True)


def test_a_replayed_request_writes_nothing_and_is_answered_the_same(gateway: Gateway) -> None:
    at, body = int(datetime.now(UTC).timestamp()), message(gateway)
    first, again = post(gateway, body, at=at), post(gateway, body, at=at)
    assert first.content == again.content
    assert gateway.mission.row.submissions.count() == 1
    assert gateway.mission.row.sms_messages.count() == 1


@pytest.mark.parametrize("apart", [-360, 360])
def test_an_old_or_early_request_is_refused(gateway: Gateway, apart: int) -> None:
    answer = post(gateway, message(gateway), at=int(datetime.now(UTC).timestamp()) + apart)
    assert (answer.status_code, answer.json()["error"]) == (401, "D75")
    assert gateway.mission.row.sms_messages.count() == 0


def test_the_key_of_another_mission_or_none_is_refused(gateway: Gateway) -> None:
    from scrutator.web.sms.views import gateway_key

    other = new_mission(forms=())
    for key in (gateway_key(other.slug), b"", b"x" * 32):
        assert post(gateway, message(gateway), key=key).status_code == 401
    plain = Client().post(
        f"/sms/{gateway.mission.slug}/in", message(gateway), content_type="application/json"
    )
    assert plain.status_code == 401


def test_an_unknown_mission_is_answered_as_a_wrong_key(gateway: Gateway) -> None:
    gateway.mission.row.slug = "no-such-mission"
    answer = post(gateway, message(gateway), key=b"x" * 32)
    assert (answer.status_code, answer.json()["error"]) == (401, "D75")


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"null", b'{"id":"1"}', b'{"id":1,"from":"+7","text":"x"}', b"\xff\xfe",
        b'{"id":"1","from":"+77015559876","text":"x","more":1}', b'{"id":"","from":"+77015559876","text":"x"}',
        b'{"id":"a b","from":"+77015559876","text":"x"}', b'{"id":"1","from":"","text":"x"}',
        b'{"id":"1","from":"+77015559876","text":"\\ud800"}', b"[" * 30_000,
        json.dumps({"id": "i" * 101, "from": PHONE, "text": ""}).encode(),
        json.dumps({"id": "i", "from": "1" * 41, "text": ""}).encode(),
    ],
)  # fmt: skip
def test_a_signed_body_that_is_no_message_is_refused_with_its_code(gateway: Gateway, body: bytes) -> None:
    answer = post(gateway, body)
    assert (answer.status_code, answer.json()["error"]) == (400, "D74")


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(gateway: Gateway) -> None:
    body = message(gateway)
    assert post(gateway, body + b" " * (65_536 - len(body))).status_code == 200
    assert post(gateway, body + b" " * (65_537 - len(body))).status_code == 413


def test_the_hook_is_asked_by_post_alone(gateway: Gateway) -> None:
    assert Client().get(f"/sms/{gateway.mission.slug}/in").status_code == 405


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda t: json.dumps({"id": "f", "from": PHONE, "text": t}).encode())
)
def test_no_signed_bytes_make_the_server_fail(gateway: Gateway, body: bytes) -> None:
    assert post(gateway, body).status_code < 500


def test_the_coordinator_reads_the_message_log_and_no_other_role(gateway: Gateway) -> None:
    gateway.report("ST=S1 AD1 OV2 @ <b>calm</b>")
    gateway.send("hello")
    page = gateway.mission.client("coordinator").get(f"/m/{gateway.mission.slug}/sms")
    text = page.content.decode()
    assert ("&lt;b&gt;calm" in text, "hello" in text, "Messages: 2<" in text) == (True, True, True)
    assert gateway.code not in text
    only = gateway.mission.client("coordinator").get(f"/m/{gateway.mission.slug}/sms?outcome=not+read")
    assert ("hello" in only.content.decode(), "calm" in only.content.decode()) == (True, False)
    for role in ("desk", "analyst", "editor", "approver"):
        assert gateway.mission.client(role).get(f"/m/{gateway.mission.slug}/sms").status_code == 403


def test_messages_in_a_folder_are_taken_once_and_what_cannot_be_read_stays(
    gateway: Gateway, tmp_path: Path
) -> None:
    from scrutator.web.sms.drop import take_folder

    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.json").write_bytes(message(gateway, "a"))
    (inbox / "b.json").write_bytes(b"{")
    (inbox / "c.json").write_bytes(json.dumps({"id": "c", "from": "Beeline", "text": "advert"}).encode())
    os.symlink(tmp_path / "elsewhere", inbox / "d.json")
    taken, left = take_folder(gateway.mission.row, tmp_path)
    assert (taken, [name for name, _ in left]) == (2, ["b.json", "d.json"])
    reply = json.loads((tmp_path / "out" / "a.json").read_bytes())
    assert (reply["to"], "Квитанция" in reply["text"]) == (PHONE, True)
    assert not (tmp_path / "out" / "c.json").exists()
    (tmp_path / "done" / "a.json").rename(inbox / "a.json")  # as if it had been cut off before the move
    assert take_folder(gateway.mission.row, tmp_path)[0] == 1
    assert gateway.mission.row.submissions.count() == 1


def test_a_folder_that_is_not_there_is_said(gateway: Gateway, tmp_path: Path) -> None:
    from scrutator.web.sms.drop import take_folder

    with pytest.raises(ScrutatorError, match="X01"):
        take_folder(gateway.mission.row, tmp_path)


def post_to(gateway: Gateway, path: str, channel: str, body: bytes) -> Any:
    """A request to an address of a gateway, signed with the key of a channel."""
    from scrutator.web.sms.views import gateway_key

    at = int(datetime.now(UTC).timestamp())
    signature = sign(gateway_key(gateway.mission.slug, channel), at, body)
    headers = {"X-Scrutator-Time": str(at), "X-Scrutator-Signature": signature}
    return Client().generic("POST", path, body, "application/json", headers=headers)


def test_a_messenger_has_a_key_of_its_own_and_its_reports_say_which_way_they_came(gateway: Gateway) -> None:
    path = f"/messenger/{gateway.mission.slug}/in"
    assert post_to(gateway, path, "sms", message(gateway)).status_code == 401
    assert post(gateway, message(gateway), key=b"x" * 32).status_code == 401
    assert post_to(gateway, path, "messenger", message(gateway)).json()["outcome"] == "stored"
    (report,) = gateway.mission.row.submissions.all()
    assert report.received.channel == "messenger"
    assert gateway.mission.row.sms_messages.get().channel == "messenger"


def test_a_number_that_was_used_by_messenger_is_set_aside_by_sms(gateway: Gateway) -> None:
    """Who holds the account is not who holds the SIM."""
    path = f"/messenger/{gateway.mission.slug}/in"
    assert post_to(gateway, path, "messenger", message(gateway)).json()["outcome"] == "stored"
    other = message(gateway, "2", "ST=S2 AD1 OV2")
    assert post(gateway, other).json()["outcome"] == "stored and set aside"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b'{"id": "bulk-999999999", "reached": true}', 200, {"outcome": "not known"}),
        (b'{"id": "bulk-0", "reached": true}', 400, None),
        (b'{"id": "message-1", "reached": true}', 400, None),
        (b'{"id": "bulk-1", "reached": "yes"}', 400, None),
        (b'{"id": "bulk-1", "reached": true, "to": "+7"}', 400, None),
        (b"\xff", 400, None),
        (b"x" * 70_000, 413, None),
    ],
)
def test_a_notice_of_delivery_that_cannot_be_read_is_refused(
    gateway: Gateway, body: bytes, status: int, said: dict[str, str] | None
) -> None:
    for channel in ("sms", "messenger"):
        path = f"/{channel}/{gateway.mission.slug}/delivery"
        answer = post_to(gateway, path, channel, body)
        assert answer.status_code == status
        assert said is None or answer.json() == said


def test_a_folder_holds_messages_and_notices_of_a_channel(gateway: Gateway, tmp_path: Path) -> None:
    from scrutator.web.sms.drop import take_folder

    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.json").write_bytes(message(gateway))
    (inbox / "delivery-b.json").write_bytes(b'{"id": "bulk-1", "reached": false}')
    (inbox / "delivery-c.json").write_bytes(b'{"id": "other", "reached": false}')
    taken, left = take_folder(gateway.mission.row, tmp_path, "messenger")
    assert (taken, [name for name, _ in left]) == (2, ["delivery-c.json"])
    assert gateway.mission.row.submissions.get().received.channel == "messenger"


@pytest.mark.parametrize("path", ["messenger/{}/in", "messenger/{}/delivery", "sms/{}/delivery", "sms/{}/in"])
def test_the_key_of_another_mission_s_gateway_is_refused_at_every_address(
    gateway: Gateway, path: str
) -> None:
    from scrutator.web.sms.views import gateway_key

    channel, other = path.split("/")[0], new_mission()
    body = message(gateway) if path.endswith("in") else b'{"id": "bulk-1", "reached": true}'
    at = int(datetime.now(UTC).timestamp())

    def status(owner: str) -> int:
        signature = sign(gateway_key(owner, channel), at, body)
        headers = {"X-Scrutator-Time": str(at), "X-Scrutator-Signature": signature}
        address = "/" + path.format(gateway.mission.slug)
        return int(Client().generic("POST", address, body, "application/json", headers=headers).status_code)

    assert status(other.slug) == 401
    assert not gateway.mission.row.sms_messages.exists()
    assert status(gateway.mission.slug) == 200
