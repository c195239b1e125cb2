"""Whether an account exists cannot be told by how long a wrong password takes: one hash of the same cost is made
for each, which is counted; and ranks of 300 pairs, in CPU time, tell nothing."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from support.cheap_hash import Cheap
from support.field_server import Mission, new_mission, ready

ready()
PAIRS = 300
# Four and a half standard deviations of the share below, sqrt((2 n + 1) / (12 n²)), for 300 pairs of equal times.
BOUND = 0.106
TRIES = 3
"""Of measurements: what tells accounts apart does so each time, a busy computer does not."""


@pytest.fixture
def open_gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No one waits: the hashes are what is measured."""
    from scrutator.web.accounts import adapters

    monkeypatch.setattr(adapters, "FREE_FOR_ACCOUNT", 10**9)
    monkeypatch.setattr(adapters, "FREE_FOR_ADDRESS", 10**9)
    monkeypatch.setattr(adapters, "THROTTLE", adapters.Throttle())
    with override_settings(PASSWORD_HASHERS=["support.cheap_hash.Cheap"]):
        yield


def seconds_of(client: Client, name: str) -> float:
    before = time.thread_time()
    page = client.post("/accounts/login/", {"login": name, "password": "not the password"})
    assert page.status_code == 200
    return time.thread_time() - before


def share_longer(pairs: list[tuple[float, float]]) -> float:
    """The share of all combinations in which the first takes longer than the second: one half for equal ones."""
    ones, others = zip(*pairs, strict=True)
    wins = sum((a > b) + (a == b) / 2 for a in ones for b in others)
    return wins / (len(ones) * len(others))


def measured(name: str, other: str) -> float:
    client = Client()
    for _ in range(10):
        seconds_of(client, name), seconds_of(client, other)
    pairs = []
    for number in range(PAIRS):
        first, second = (name, other) if number % 2 else (other, name)
        times = {first: seconds_of(client, first), second: seconds_of(client, second)}
        pairs.append((times[name], times[other]))
    return share_longer(pairs)


def is_told(name: str, other: str) -> bool:
    """Whether every measurement tells the two names apart."""
    return all(abs(measured(name, other) - 0.5) >= BOUND for _ in range(TRIES))


def account(mission: Mission) -> Any:
    """An account whose password lies under the cheap argon2id."""
    user = mission.user("desk")
    user.set_password("the true one, quite long")
    user.save()
    return user


def test_one_hash_of_the_same_cost_is_made_for_an_account_that_is_there_one_that_is_not_and_one_switched_off(
    open_gate: None,
) -> None:
    mission = new_mission(forms=())
    there, off = account(mission), account(mission)
    off.is_active = False
    off.save()
    made = {}
    for name in (there.username, "no-such-account", off.username):
        Cheap.made.clear()
        seconds_of(Client(), name)
        made[name] = list(Cheap.made)
    assert list(made.values()) == [[(1, 2_048, 1)]] * 3


@pytest.mark.system
def test_a_known_and_an_unknown_account_take_equally_long_and_a_missing_hash_would_be_seen(
    open_gate: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = account(new_mission(forms=()))
    assert user.password.startswith("argon2$argon2id$v=19$m=2048,t=1,p=1$")
    assert not is_told(user.username, "no-such-account")
    from allauth.account import auth_backends

    # The positive control: were no hash made for an unknown account, ranks would tell.
    monkeypatch.setattr(auth_backends.get_user_model(), "set_password", lambda self, password: None)
    assert measured(user.username, "no-such-account") > 0.9


@pytest.mark.system
def test_an_account_that_is_switched_off_takes_as_long_as_one_that_is_not(open_gate: None) -> None:
    mission = new_mission(forms=())
    active, off = account(mission), account(mission)
    off.is_active = False
    off.save()
    assert not is_told(active.username, off.username)
