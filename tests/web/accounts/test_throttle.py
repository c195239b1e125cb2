"""Guessing is slow, and no one else's guesses keep the owner of an account out."""

import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from scrutator.web.accounts.throttle import Counted, Throttle
from support.field_server import PASSWORD, Mission, new_mission, ready

ready()
A = Counted("account a", 10)


@pytest.fixture
def throttle(monkeypatch: pytest.MonkeyPatch) -> Throttle:
    """A throttle of this test alone."""
    from scrutator.web.accounts import adapters

    own = Throttle()
    monkeypatch.setattr(adapters, "THROTTLE", own)
    return own


def failed(times: int, at: float = 0.0) -> Throttle:
    own = Throttle()
    for _ in range(times):
        own.failed([A], at)
    return own


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (9, 0), (10, 1), (11, 2), (13, 8), (19, 512), (20, 900), (500, 900)]
)
def test_the_wait_doubles_from_the_tenth_failure_and_ends_at_a_quarter_of_an_hour(
    failures: int, wait: float
) -> None:
    assert failed(failures).wait([A], 0.0) == wait


def test_a_wait_runs_from_the_last_failure() -> None:
    own = failed(12)
    assert [own.wait([A], at) for at in (0.0, 3.0, 3.5, 4.0, 100.0)] == [4, 1, 0.5, 0, 0]


def test_failures_are_forgotten_after_a_day_without_one() -> None:
    own = failed(30)
    assert own.wait([A], 899.0) == 1
    own.failed([A], 86_400.0)
    assert own.wait([A], 86_400.0) == 0
    own = failed(30)
    own.failed([A], 86_399.0)
    assert own.wait([A], 86_399.0) == 900


def test_the_longest_of_several_waits_counts_and_a_success_ends_one() -> None:
    own, other = failed(12), Counted("address", 50)
    assert own.wait([other, A], 0.0) == 4
    own.forget(A)
    assert own.wait([other, A], 0.0) == 0


def test_only_so_many_counts_are_kept_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrutator.web.accounts import throttle

    monkeypatch.setattr(throttle, "MOST_COUNTS", 3)
    own, one = Throttle(), [Counted(f"n{n}", 1) for n in range(5)]
    for each in one:
        own.failed([each], 0.0)
    assert [own.wait([each], 0.0) > 0 for each in one] == [False, False, True, True, True]


def guess(name: str, password: str, address: str = "203.0.113.7") -> Any:
    from allauth.account.adapter import get_adapter

    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR=address)
    request.session = {}
    try:
        return get_adapter().authenticate(request, username=name, password=password)
    except ValidationError:
        return None


def test_ten_thousand_guesses_find_nothing_and_the_victim_signs_in(
    throttle: Throttle, mission: Mission
) -> None:
    victim, client = mission.user("desk"), Client()
    given = {"login": victim.username, "password": PASSWORD}
    assert client.post("/accounts/login/", given).status_code == 302
    client.post("/accounts/logout/")
    guesses = (PASSWORD if n == 5_000 else f"guess {n}" for n in range(10_000))
    found = [guess(victim.username, one, f"203.0.{n % 7}.{n % 251}") for n, one in enumerate(guesses)]
    assert found == [None] * 10_000, "not even the right one is looked at"
    assert Client().post("/accounts/login/", given).status_code == 200, "a browser that is not known waits"
    assert client.post("/accounts/login/", given).status_code == 302, "the victim's own does not"


def test_one_address_that_guesses_at_many_accounts_has_to_wait(throttle: Throttle, mission: Mission) -> None:
    other = mission.user("desk")
    for n in range(51):
        guess(f"nobody-{n}", "x")
    assert guess(other.username, PASSWORD) is None
    assert guess(other.username, PASSWORD, "203.0.113.8") == other


def test_a_cookie_of_another_account_or_a_changed_one_makes_no_browser_known(
    throttle: Throttle, mission: Mission
) -> None:
    victim, thief = mission.user("desk"), mission.user("analyst")
    client = Client()
    client.post("/accounts/login/", {"login": thief.username, "password": PASSWORD})
    cookie = client.cookies["known"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert thief.username not in cookie.value
    client.post("/accounts/logout/")
    for _ in range(12):
        guess(victim.username, "x")
    given = {"login": victim.username, "password": PASSWORD}
    assert client.post("/accounts/login/", given).status_code == 200
    client.cookies["known"] = cookie.value[:-2] + "xx"
    assert client.post("/accounts/login/", given).status_code == 200


def test_a_known_browser_that_guesses_waits_by_itself(throttle: Throttle, mission: Mission) -> None:
    user, client = mission.user("desk"), Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    client.post("/accounts/logout/")
    for n in range(12):
        client.post("/accounts/login/", {"login": user.username, "password": f"wrong {n}"})
    assert client.post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 200
    assert (
        Client().post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    )


def test_an_account_that_is_switched_off_is_answered_as_a_wrong_password(throttle: Throttle) -> None:
    user = new_mission(forms=()).user("desk")
    user.is_active = False
    user.save()
    pages = [
        Client().post("/accounts/login/", {"login": user.username, "password": password})
        for password in (PASSWORD, "not the password")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert len({page.content.split(b"csrf")[0] for page in pages}) == 1


def kept_waiting(victim: Any) -> None:
    for n in range(12):
        guess(victim.username, f"wrong {n}", f"198.51.100.{n}")


def test_an_owner_in_a_new_browser_signs_in_with_the_number_of_their_app_while_others_guess(
    throttle: Throttle, mission: Mission
) -> None:
    from web.accounts.test_second_factor import number_of, with_factor

    victim, secret, _ = with_factor(mission)
    kept_waiting(victim)
    given, client = {"login": victim.username, "password": PASSWORD}, Client()
    assert client.post("/accounts/login/", given).status_code == 200
    assert client.post("/accounts/login/", given | {"number": "000000"}).status_code == 200
    asked = client.post("/accounts/login/", given | {"number": number_of(secret)})
    assert asked.headers["Location"].startswith("/accounts/second/")
    client.post("/accounts/second/", {"code": number_of(secret)})
    assert client.get(f"/m/{mission.slug}/").status_code == 200, (
        "the number was not used up by the first step"
    )


def test_an_owner_with_a_key_alone_shows_a_code_on_paper(throttle: Throttle, mission: Mission) -> None:
    from web.accounts.test_second_factor import with_factor

    victim, _, browser = with_factor(mission)
    page = browser.get("/accounts/factors/codes/").content.decode()
    code = page.split("<code>")[1].split("<")[0]
    kept_waiting(victim)
    given = {"login": victim.username, "password": PASSWORD, "number": code}
    client = Client()
    assert client.post("/accounts/login/", given).status_code == 302
    client.post("/accounts/second/", {"code": code})
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    assert Client().post("/accounts/login/", given).status_code == 200, "a code is used once"


def test_a_right_number_does_not_stand_for_the_password_and_wrong_ones_are_counted(
    throttle: Throttle, mission: Mission
) -> None:
    from web.accounts.test_second_factor import number_of, with_factor

    victim, secret, _ = with_factor(mission)
    kept_waiting(victim)
    wrong = {"login": victim.username, "password": "not the password", "number": number_of(secret)}
    assert Client().post("/accounts/login/", wrong).status_code == 200
    guesser = Client(REMOTE_ADDR="203.0.113.99")
    for n in range(50):
        guesser.post("/accounts/login/", wrong | {"number": f"{n:06d}"})
    right = {"login": victim.username, "password": PASSWORD, "number": number_of(secret)}
    assert guesser.post("/accounts/login/", right).status_code == 200, "the address waits by now"
    assert Client(REMOTE_ADDR="203.0.113.98").post("/accounts/login/", right).status_code == 302


def test_an_account_without_a_factor_and_one_that_is_none_are_answered_the_same(
    throttle: Throttle, mission: Mission
) -> None:
    user = mission.user("desk")
    pages = []
    for name in (user.username, "no-such-account-here"):
        for n in range(12):
            guess(name, f"wrong {n}", f"198.51.100.{n}")
        given = {"login": name, "password": PASSWORD, "number": "123456"}
        page = Client().post("/accounts/login/", given)
        pages.append((page.status_code, page.content.replace(name.encode(), b"").split(b"csrf")[0]))
    assert pages[0] == pages[1]


def test_a_server_that_starts_again_knows_the_wrong_passwords_of_the_last_day(
    throttle: Throttle, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutator.web.accounts import adapters

    victim = mission.user("desk")
    kept_waiting(victim)
    monkeypatch.setattr(adapters, "THROTTLE", Throttle())
    adapters.remember_failures()
    assert guess(victim.username, PASSWORD) is None
    assert adapters.THROTTLE.wait([Counted(f"account {victim.username}", 10)], adapters.now().timestamp()) > 0


@pytest.mark.parametrize("name", ["mıra", "MIRA", "Mira", " mira ", "ｍｉｒａ", "MıRA"])
def test_an_account_is_guessed_at_once_however_its_name_is_written(throttle: Throttle, name: str) -> None:
    """PostgreSQL compares `mıra` and `MIRA` alike; each spelling would have its own ten guesses."""
    for n in range(10):
        guess(name, f"wrong {n}", f"198.51.100.{n}")
    assert throttle.wait([Counted("account mira", 10)], time.time()) > 0
