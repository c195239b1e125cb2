"""Passwords, sessions and forms of the desk, as the list of requirements asks."""

import os
import subprocess
import sys
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from support.field_server import PASSWORD, Mission, new_mission, ready

ready()
_names = count(1)


def made(password: str) -> Any:
    from scrutator.web.accounts.people import new_user

    return new_user(f"s-{os.getpid()}-{next(_names)}", password)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=90))
def test_a_password_of_any_letters_is_kept_whole(password: str) -> None:
    password = f"Ж7!{password}-қ9z)w"  # long and rare enough
    password += "k4%y" if len(password) < 12 else ""
    user = made(password)
    assert user.check_password(password)
    assert not user.check_password(password[:-1])
    assert not user.check_password(password.lower())


@pytest.mark.parametrize(("length", "kept"), [(11, False), (12, True), (64, True), (128, True)])
def test_passwords_have_twelve_characters_or_more_and_no_upper_limit_below_128(
    length: int, kept: bool
) -> None:
    password = ("Ab7-кү9ж" * 20)[:length]
    if kept:
        assert made(password).check_password(password)
    else:
        with pytest.raises(ScrutatorError, match="too short"):
            made(password)


def test_passwords_are_stored_under_argon2id_with_the_parameters_of_production() -> None:
    """In a process of its own: the tests' own server hashes cheaply."""
    said = "from scrutator.web import settings as s; print(s.PASSWORD_HASHERS)"
    done = subprocess.run(
        [sys.executable, "-c", said],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "SCRUTATOR_SERVER_FOLDER": str(ready())},
    )
    assert done.stdout.strip() == "['django.contrib.auth.hashers.Argon2PasswordHasher']"
    stored = Argon2PasswordHasher().encode("correct horse battery", "somesaltsomesalt")
    assert stored.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


def test_a_hash_with_other_parameters_is_made_anew_when_its_owner_signs_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth.hashers import get_hashers
    from django.test import override_settings

    class Weak(Argon2PasswordHasher):
        time_cost, memory_cost, parallelism = 1, 64, 1

    user = made(PASSWORD)
    user.password = Weak().encode(PASSWORD, Weak().salt())
    user.save()
    for name, value in (("time_cost", 1), ("memory_cost", 128), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, name, value)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        get_hashers.cache_clear()
        assert user.check_password(PASSWORD)
    get_hashers.cache_clear()
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=128,t=1,p=1$")


@pytest.mark.parametrize(
    ("password", "kept"),
    [
        ("scrutator-2026-!x", True),
        ("scrutator-2026-!", False),
        ("Kostanay-observers-1", False),
        ("kostanay election 2", False),
    ],
)
def test_a_password_keeps_eight_characters_beside_the_mission_s_words(password: str, kept: bool) -> None:
    mission = new_mission(forms=()).row
    mission.name = "Kostanay Watch"
    mission.save()
    if kept:
        made(password)
    else:
        with pytest.raises(ScrutatorError, match="words of the mission"):
            made(password)
    mission.name = "Mission"
    mission.save()


def test_a_session_has_128_bits_a_new_id_at_sign_in_and_ends_on_the_server() -> None:
    mission = new_mission(forms=())
    user = mission.user("desk")
    client = Client()
    client.get("/accounts/login/")
    before = client.cookies.get("sessionid")
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert before is None or before.value != cookie.value
    assert len(cookie.value) >= 26  # of 36 signs each: more than 128 bits
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = cookie.value
    assert client.get(f"/m/{mission.slug}/").status_code == 302


def test_cookies_are_secure_behind_a_proxy_that_speaks_tls() -> None:
    said = "from scrutator.web import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    for given_, printed in (("yes", "True True"), ("no", "False False")):
        done = subprocess.run(
            [sys.executable, "-c", said],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "SCRUTATOR_SERVER_FOLDER": str(ready()), "SCRUTATOR_SERVER_HTTPS": given_},
        )
        assert done.stdout.strip() == printed


def test_a_session_ends_after_twelve_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from django.contrib.sessions.backends import db
    from django.utils import timezone

    mission = new_mission(forms=())
    client = mission.client("desk")
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    later = timezone.now() + timedelta(hours=12, seconds=1)
    monkeypatch.setattr(db.timezone, "now", lambda: later)
    assert client.get(f"/m/{mission.slug}/").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(720, 200), (721, 302)])
def test_a_session_that_is_used_all_the_time_ends_after_twelve_hours(
    minutes: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request that is written down lets the framework's own twelve hours begin anew."""
    from datetime import timedelta

    from scrutator.web.accounts import sessions

    mission = new_mission(forms=())
    client, start = mission.client("desk"), sessions.now()
    for minute in (*range(0, 720, 30), minutes):
        monkeypatch.setattr(sessions, "now", lambda minute=minute: start + timedelta(minutes=minute))
        answer = client.get(f"/m/{mission.slug}/")
        assert answer.status_code == (200 if minute < 720 else status), minute


@pytest.mark.parametrize(("minutes", "status"), [(60, 200), (61, 302)])
def test_a_session_in_which_nothing_is_asked_for_an_hour_is_over(
    minutes: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from scrutator.web.accounts import sessions

    mission = new_mission(forms=())
    client = mission.client("desk")
    start = sessions.now()
    monkeypatch.setattr(sessions, "now", lambda: start)
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    monkeypatch.setattr(sessions, "now", lambda: start + timedelta(minutes=minutes))
    assert client.get(f"/m/{mission.slug}/").status_code == status


def test_all_sessions_of_one_user_are_ended_and_no_other_s() -> None:
    from scrutator.web.accounts.sessions import end_sessions

    mission = new_mission(forms=())
    user, one, two, other = mission.user("desk"), Client(), Client(), mission.client("desk")
    for client in (one, two):
        client.force_login(user)
    assert end_sessions(user) == 2
    url = f"/m/{mission.slug}/"
    assert [client.get(url).status_code for client in (one, two, other)] == [302, 302, 200]


def test_an_account_that_is_switched_off_loses_its_sessions() -> None:
    mission = new_mission(forms=())
    user = mission.user("desk")
    one, two = Client(), Client()
    for client in (one, two):
        client.force_login(user)
        assert client.get(f"/m/{mission.slug}/").status_code == 200
    user.is_active = False
    user.save()
    assert [client.get(f"/m/{mission.slug}/").status_code for client in (one, two)] == [302, 302]
    assert (
        Client().post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code != 302
    )


def test_an_unknown_user_costs_one_hash_as_a_known_one_does_and_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    plain = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> Any:
        hashed.append(password)
        return plain(self, password, salt)

    user = new_mission(forms=()).user("desk")
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    pages = []
    for name in (user.username, "no-such-account"):
        hashed.clear()
        page = Client().post("/accounts/login/", {"login": name, "password": "not the password"})
        pages.append(
            (page.status_code, len(hashed), page.content.replace(name.encode(), b"").split(b"csrf")[0])
        )
    assert pages[0] == pages[1]
    assert pages[0][1] == 1


POSTED = ("mission_new", "forms", "devices", "people", "places", "decide", "device_revoke", "account_login")


@pytest.mark.parametrize("name", POSTED)
def test_a_post_without_its_token_is_refused(name: str, mission: Mission) -> None:
    from web.test_policy import ROUTES

    client = Client(enforce_csrf_checks=True)
    client.force_login(mission.user("coordinator"))
    answer = client.post(ROUTES[name].replace("MISSION", mission.slug), {"version": "1"})
    assert (answer.status_code, b"D56" in answer.content) == (403, True)


def test_fields_that_a_page_does_not_have_change_nothing(mission: Mission) -> None:
    from scrutator.web.accounts.models import User
    from support.field_server import Phone
    from support.phone import report_xml

    client, name = mission.client("coordinator"), f"m-{mission.slug}"
    more = {"is_administrator": "1", "is_superuser": "1", "is_staff": "on", "mission": "1", "pk": "1"}
    client.post(f"/m/{mission.slug}/people", {"username": name, "password": PASSWORD, "role": "desk", **more})
    made_ = User.objects.get(username=name)
    assert (made_.is_administrator, made_.is_superuser, made_.is_staff) == (False, False, False)
    Phone(mission).send(report_xml(1))
    one = mission.row.submissions.get()
    before = bytes(one.received.content)
    url = f"/m/{mission.slug}/reports/{one.pk}/decide"
    client.post(
        url, {"state": "verified", "reason": "seen", "content": "x", "unsafe": "1", "place": "2", "user": "1"}
    )
    one.refresh_from_db()
    assert (one.state, bytes(one.received.content), one.unsafe) == ("verified", before, False)
    assert one.decisions.get().user.username != name


def test_every_page_has_every_header_and_tls_its_own(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from django.conf import settings as server

    from web.test_policy import ROUTES

    client = mission.client("coordinator")
    for name, route in ROUTES.items():
        answer = client.get(route.replace("MISSION", mission.slug))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy or policy.startswith("sandbox"), route
        own = policy.replace("'wasm-unsafe-eval'", "") if name == "web_form" else policy
        assert "unsafe" not in own, route  # the web form's engine is WebAssembly
        assert answer.headers["X-Frame-Options"] == "DENY", route
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", route
        assert answer.headers["Referrer-Policy"] == "same-origin", route
        assert "Strict-Transport-Security" not in answer.headers
    monkeypatch.setattr(server, "SERVER", replace(server.SERVER, https=True))
    assert "max-age=31536000" in client.get("/health").headers["Strict-Transport-Security"]
