"""Guessing the number of a second factor, by one who has the password: slow, and the owner still signs in."""

import threading
from typing import Any

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.throttle import Throttle
from support.field_server import PASSWORD, Mission, ready, written_again
from web.accounts.test_second_factor import number_of, with_factor

ready()


@pytest.fixture(autouse=True)
def throttle(monkeypatch: pytest.MonkeyPatch) -> Throttle:
    """A throttle of this test alone."""
    from scrutator.web.accounts import adapters

    own = Throttle()
    monkeypatch.setattr(adapters, "THROTTLE", own)
    return own


def second_step(user: Any, address: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.defaults["REMOTE_ADDR"] = address
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def is_in(client: Client, mission: Mission) -> bool:
    return client.get(f"/m/{mission.slug}/").status_code == 200


def wrong(secret: str, shift: int) -> str:
    return f"{(int(number_of(secret)) + 300_000 + shift) % 10**6:06d}"


def test_after_ten_wrong_numbers_even_the_right_one_waits_and_a_known_browser_does_not(
    mission: Mission,
) -> None:
    user, secret, owner = with_factor(mission)
    owner.post("/accounts/logout/")
    thief = second_step(user, "203.0.113.9")
    for n in range(12):
        assert thief.post("/accounts/second/", {"code": wrong(secret, n)}).status_code == 200
    assert b"Too many" in thief.post("/accounts/second/", {"code": number_of(secret)}).content
    assert not is_in(thief, mission)
    second_step(user, "203.0.113.9", owner).post("/accounts/second/", {"code": number_of(secret)})
    assert is_in(owner, mission), "from the same address, in the browser that signed in before"


def test_nine_wrong_numbers_have_no_effect(mission: Mission) -> None:
    user, secret, _ = with_factor(mission)
    client = second_step(user, "203.0.113.9")
    for n in range(9):
        client.post("/accounts/second/", {"code": wrong(secret, n)})
    client.post("/accounts/second/", {"code": number_of(secret)})
    assert is_in(client, mission)


def test_wrong_numbers_of_one_account_keep_no_other_out_at_the_same_address(mission: Mission) -> None:
    """Ten wrong ones a minute stopped an office, which has one address."""
    (one, secret, _), (other, other_secret, _) = with_factor(mission), with_factor(mission, "analyst")
    thief = second_step(one, "203.0.113.9")
    for n in range(20):
        thief.post("/accounts/second/", {"code": wrong(secret, n)})
    client = second_step(other, "203.0.113.9")
    client.post("/accounts/second/", {"code": number_of(other_secret)})
    assert is_in(client, mission)


def test_a_number_is_used_once(mission: Mission) -> None:
    user, secret, _ = with_factor(mission)
    number = number_of(secret)
    first, second = second_step(user, "203.0.113.1"), second_step(user, "203.0.113.2")
    first.post("/accounts/second/", {"code": number})
    second.post("/accounts/second/", {"code": number})
    assert (is_in(first, mission), is_in(second, mission)) == (True, False)


@pytest.mark.parametrize("what", ["switched off", "password"])
def test_a_sign_in_that_waits_at_the_second_step_ends_with_the_account_and_with_the_password(
    mission: Mission, what: str
) -> None:
    user, secret, _ = with_factor(mission)
    pending = second_step(user, "203.0.113.9")
    if what == "password":
        user.set_password("quite another long phrase")
    else:
        user.is_active = False
    user.save()
    pending.post("/accounts/second/", {"code": number_of(secret)})
    assert not is_in(pending, mission)


@pytest.mark.parametrize(("seconds", "signs_in"), [(600, True), (601, False)])
def test_a_sign_in_waits_ten_minutes_at_the_second_step(
    mission: Mission, seconds: int, signs_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from scrutator.web.accounts import adapters

    user, secret, _ = with_factor(mission)
    start = adapters.now().replace(microsecond=0)
    monkeypatch.setattr(adapters, "now", lambda: start)
    pending = second_step(user, "203.0.113.9")
    monkeypatch.setattr(adapters, "now", lambda: start + timedelta(seconds=seconds))
    pending.post("/accounts/second/", {"code": number_of(secret)})
    assert is_in(pending, mission) is signs_in


def test_two_coordinators_who_end_each_other_s_role_at_once_leave_one(mission: Mission) -> None:
    users = [mission.user("coordinator"), mission.user("coordinator")]
    clients = [Client(), Client()]
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)

    def end(client: Client, other: Any) -> None:
        client.post(f"/m/{mission.slug}/people/{other.pk}/end", {"act": "role"})

    threads = [threading.Thread(target=end, args=pair) for pair in zip(clients, reversed(users), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mission.row.memberships.filter(role="coordinator").count() == 1


def test_a_role_ends_though_the_writer_had_to_begin_again(mission: Mission) -> None:
    mission.user("coordinator")
    user = mission.user("coordinator")
    from scrutator.web.accounts.people import end_role

    with written_again():
        end_role(user, mission.row)
    assert not mission.row.memberships.filter(user=user).exists()
    with pytest.raises(ScrutatorError, match="D62"):
        end_role(user, mission.row)
