"""Phones sign in: nonces that are used once and grow old, tokens that end."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from scrutator.web.intake import devices
from support.field_server import Mission, Phone
from support.phone import report_xml


def ask(phone: Phone, header: str) -> int:
    return phone.client.get(f"{phone.base}/formList", headers={"Authorization": header}).status_code


@pytest.fixture
def signed(phone: Phone) -> Phone:
    """A phone that has a nonce, and puts no id into its addresses."""
    phone.device_id = ""
    phone.ask("GET", "formList")
    return phone


def test_a_header_that_comes_again_is_a_replay_and_the_phone_is_asked_for_a_new_one(signed: Phone) -> None:
    header = signed.header("GET", f"{signed.base}/formList")
    assert ask(signed, header) == 200
    answer = signed.client.get(f"{signed.base}/formList", headers={"Authorization": header})
    assert (answer.status_code, "stale=true" in answer.headers["WWW-Authenticate"]) == (401, True)


def test_counts_may_come_out_of_order(signed: Phone) -> None:
    first, second = (signed.header("GET", f"{signed.base}/formList") for _ in range(2))
    assert (ask(signed, second), ask(signed, first)) == (200, 200)


@pytest.mark.parametrize(("seconds", "status"), [(600, 200), (601, 401), (-5, 200), (-6, 401)])
def test_a_nonce_lasts_ten_minutes_and_none_comes_from_the_future(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    start = datetime(2026, 11, 29, 12, tzinfo=UTC)  # a clock that stands: a busy machine makes no nonce older
    monkeypatch.setattr(devices, "now", lambda: start)
    phone.device_id = ""
    phone.ask("GET", "formList")
    monkeypatch.setattr(devices, "now", lambda: start + timedelta(seconds=seconds))
    assert ask(phone, phone.header("GET", f"{phone.base}/formList")) == status


def test_a_nonce_of_another_server_is_not_taken(signed: Phone) -> None:
    signed.nonce = signed.nonce[:-1] + ("0" if signed.nonce[-1] != "0" else "1")
    assert ask(signed, signed.header("GET", f"{signed.base}/formList")) == 401


def test_the_memory_of_used_nonces_is_bounded_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "MOST_NONCES", 10)
    seen = devices.Seen()
    for number in range(100):
        assert seen.is_new(str(number), 1)
    assert len(seen._counts) <= 10
    assert not seen.is_new("99", 1)


def basic(mission: Mission, given: str | bytes, *, https: bool = True) -> int:
    content = b64encode(given.encode() if isinstance(given, str) else given).decode()
    headers = {"Authorization": f"Basic {content}"}
    answer = Client().get(f"/o/{mission.slug}/formList", headers=headers, secure=https)
    assert answer.status_code == 200 or answer.headers["WWW-Authenticate"].startswith("Digest ")
    return int(answer.status_code)


def test_a_password_itself_is_taken_over_https_and_over_no_other_way(mission: Mission) -> None:
    known = f"{mission.device.username}:{mission.password}"
    assert (basic(mission, known), basic(mission, known, https=False)) == (200, 401)


@pytest.mark.parametrize(
    "given",
    ["NAME:wrong", "NAME:", "NAME", "", ":PASSWORD", "other:PASSWORD", "NAME\0:PASSWORD", b"\xff:\xfe"],
)
def test_another_name_or_password_is_asked_to_sign_in(mission: Mission, given: str | bytes) -> None:
    if isinstance(given, str):
        given = given.replace("NAME", mission.device.username).replace("PASSWORD", mission.password)
    assert basic(mission, given) == 401


def test_what_is_no_password_in_base64_is_asked_to_sign_in(mission: Mission) -> None:
    for given in ("Basic", "Basic ", "Basic !!", f"Basic {'A' * 3_000}"):
        headers = {"Authorization": given}
        assert Client().get(f"/o/{mission.slug}/formList", headers=headers, secure=True).status_code == 401


def test_a_token_that_has_ended_gets_no_form_by_its_password_either(mission: Mission) -> None:
    mission.device.expires = datetime.now(UTC) - timedelta(seconds=1)
    mission.device.save()
    assert basic(mission, f"{mission.device.username}:{mission.password}") == 401


def test_a_token_that_has_ended_gets_no_form_and_what_it_sends_is_set_aside(
    mission: Mission, phone: Phone
) -> None:
    mission.device.expires = datetime.now(UTC) - timedelta(seconds=1)
    mission.device.save()
    assert phone.ask("GET", "formList").status_code == 401
    assert phone.send(report_xml(1)).status_code == 201
    assert mission.row.submissions.get().state == "quarantined"


def test_the_id_by_which_a_phone_calls_itself_is_written_nowhere(mission: Mission) -> None:
    from django.core.serializers import serialize

    from scrutator.web.missions.models import Device

    Phone(mission, "collect:imei-356938035643809").send(report_xml(1))
    kept = serialize("json", Device.objects.filter(mission=mission.row))
    assert "356938035643809" not in kept
    assert len(Device.objects.get(pk=mission.device.pk).fingerprint) == 64
