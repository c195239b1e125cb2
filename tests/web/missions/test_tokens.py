"""A phone's token and its QR code."""

import json
import re
import zlib
from base64 import b64decode
from datetime import UTC, datetime

from scrutator.web.missions.tokens import new_token
from support.field_server import Mission


def test_the_page_of_a_new_token_shows_once_what_collect_needs(mission: Mission) -> None:
    client = mission.client("coordinator")
    page = client.post(
        f"/m/{mission.slug}/devices", {"observer": "A-01", "forms": ["voting"]}
    ).content.decode()
    password = re.search("<dt>Password</dt><dd>([0-9A-Z]{24})</dd>", page)
    assert password
    assert "<svg" in page
    assert password[1] not in client.get(f"/m/{mission.slug}/devices").content.decode()
    device = mission.row.devices.order_by("-pk").first()
    assert (device.forms, password[1] in device.ha1) == (["voting"], False)


def test_the_code_holds_collect_s_settings_as_json_zlib_base64(mission: Mission) -> None:
    from scrutator.web.missions.tokens import Token, collect_settings

    text = collect_settings("http://192.168.1.5:8000/o/m", "Mission", Token(mission.device, mission.password))
    settings = json.loads(zlib.decompress(b64decode(text)))
    general = settings["general"]
    assert (general["server_url"], general["username"]) == (
        "http://192.168.1.5:8000/o/m",
        mission.device.username,
    )
    assert (general["password"], general["delete_send"]) == (mission.password, True)


def test_the_picture_of_the_code_has_no_style_that_the_page_s_policy_would_refuse() -> None:
    from scrutator.web.missions.tokens import qr_svg

    svg = qr_svg("x" * 600)
    assert svg.startswith("<svg")
    assert "style" not in svg


def test_a_token_for_an_observer_that_is_not_there_is_refused(mission: Mission) -> None:
    answer = mission.client("coordinator").post(f"/m/{mission.slug}/devices", {"observer": "Z-99"})
    assert answer.status_code == 400


def test_tokens_are_shown_by_the_hundred_and_found_by_the_observers_code(mission: Mission) -> None:
    other = mission.row.observers.create(code="B-77", opaque=f"b{mission.row.pk:031d}")
    for number in range(101):
        new_token(mission.row, other if number == 100 else mission.device.observer, (), datetime.now(UTC))
    client = mission.client("coordinator")
    first = client.get(f"/m/{mission.slug}/devices").content.decode()
    assert first.count('<tr role="row"><td ') == 100
    assert "page 1 of 2" in first
    assert client.get(f"/m/{mission.slug}/devices?page=2").content.decode().count('<tr role="row"><td ') == 2
    found = client.get(f"/m/{mission.slug}/devices?of=B-").content.decode()
    assert found.count('<tr role="row"><td ') == 1
    assert "B-77" in found
