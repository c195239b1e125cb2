"""A second factor: added by its page, asked for at signing in, needed where the server says so."""

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from support.field_server import PASSWORD, Mission


def number_of(secret: str) -> str:
    """The number that an app shows now (RFC 6238, SHA-1, six digits), written apart from the server."""
    import base64
    import hmac

    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def with_factor(mission: Mission, role: str = "desk") -> tuple[Any, str, Client]:
    """An account that added a factor: its user, the secret, the browser it did it in."""
    user, client = mission.user(role), Client()
    assert client.post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    asked = client.get("/accounts/factors/add/").headers["Location"]
    assert asked.startswith("/accounts/again/")
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    answer = client.get("/accounts/factors/add/")
    page = answer.content.decode()
    assert answer.status_code == 200, answer.headers
    assert "<svg" in page
    secret = page.split("type: ")[1].split("<")[0]
    assert client.post("/accounts/factors/add/", {"code": number_of(secret)}).status_code == 302
    return user, secret, client


@pytest.fixture
def needed() -> Iterator[None]:
    from django.conf import settings

    before = settings.SERVER
    settings.SERVER = dataclasses.replace(before, second_factor=True)
    yield
    settings.SERVER = before


def test_the_password_alone_no_longer_signs_in(mission: Mission) -> None:
    user, secret, _ = with_factor(mission)
    client = Client()
    asked = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert asked.headers["Location"].startswith("/accounts/second/")
    assert client.get(f"/m/{mission.slug}/").status_code == 302
    wrong = f"{(int(number_of(secret)) + 500_000) % 10**6:06d}"
    assert client.post("/accounts/second/", {"code": wrong}).status_code == 200
    assert client.get(f"/m/{mission.slug}/").status_code == 302


def test_a_code_on_paper_signs_in_once(mission: Mission) -> None:
    user, _, browser = with_factor(mission)
    page = browser.get("/accounts/factors/codes/").content.decode()
    codes = [part.split("<")[0] for part in page.split("<code>")[1:]]
    assert len(codes) == 10
    for expected in (200, 302):
        client = Client()
        client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
        client.post("/accounts/second/", {"code": codes[0]})
        assert client.get(f"/m/{mission.slug}/").status_code == (200 if expected == 200 else 302)


def test_the_secret_does_not_lie_open_in_the_database(mission: Mission) -> None:
    from allauth.mfa.models import Authenticator

    user, secret, _ = with_factor(mission)
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in kept
    assert len(bytes.fromhex(kept)) == len(secret) + 12 + 16


def test_a_server_that_needs_it_opens_no_page_of_a_mission_without_it(mission: Mission, needed: None) -> None:
    for role in ("coordinator", "desk", "analyst"):
        answer = mission.client(role).get(f"/m/{mission.slug}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/factors/add/")
    _, _, browser = with_factor(mission)
    assert browser.get(f"/m/{mission.slug}/").status_code == 200


def test_the_administrator_needs_it_too_and_phones_and_readers_do_not(mission: Mission, needed: None) -> None:
    from scrutator.web.accounts.models import User
    from support.field_server import Phone
    from support.phone import report_xml

    user, _ = User.objects.get_or_create(username="root-factor", is_administrator=True)
    client = Client()
    client.force_login(user)
    assert client.get("/missions/new").headers["Location"] == "/accounts/factors/add/"
    assert Phone(mission).send(report_xml(1)).status_code == 201
    assert Client().get(f"/log/{mission.slug}/").status_code == 200


def test_a_server_that_others_reach_needs_it_unless_it_says_otherwise() -> None:
    from scrutator.web.env import from_environment

    def needs(**given: str) -> bool:
        return from_environment(
            {f"SCRUTATOR_SERVER_{name}": text for name, text in given.items()}
        ).second_factor

    assert (needs(), needs(HTTPS="yes"), needs(HTTPS="yes", SECOND_FACTOR="no")) == (False, True, False)
    assert needs(SECOND_FACTOR="yes")
    assert (needs(HOSTS="192.168.1.5"), needs(URL="http://192.168.1.5:8000")) == (True, True)
    assert (needs(HOSTS="192.168.1.5", SECOND_FACTOR="no"), needs(DEMO="look")) == (False, False)


def test_a_lost_factor_is_ended_on_the_server_and_then_the_password_signs_in(mission: Mission) -> None:
    from scrutator.web.accounts.second_factor import end_factors

    user, _, _ = with_factor(mission)
    assert end_factors(user.username) > 0
    assert end_factors(user.username) == 0
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert client.get(f"/m/{mission.slug}/").status_code == 200


def test_the_factor_is_ended_by_its_page_after_the_password_again(mission: Mission) -> None:
    _, _, browser = with_factor(mission)
    assert b"password alone" in browser.get("/accounts/factors/end/").content
    assert browser.post("/accounts/factors/end/").status_code == 302
    assert b"has none" in browser.get("/accounts/factors/").content
