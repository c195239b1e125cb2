"""A demonstration is entered with one click from its own computer, and in no other way."""

import dataclasses
import os
from collections.abc import Iterator

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.demo import PASSED_ON
from scrutator.web.env import from_environment
from support.field_server import PASSWORD, Mission

HERE = {"REMOTE_ADDR": "127.0.0.1", "headers": {"Host": "127.0.0.1:8712"}}


@pytest.fixture
def shown(mission: Mission) -> Iterator[Mission]:
    """A server that was started as a demonstration of this mission, with its two accounts."""
    from django.conf import settings

    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.roles import Role

    for role in (Role.COORDINATOR, Role.DESK, Role.ANALYST):
        give_role(new_user(f"{mission.slug}-{role}", PASSWORD), mission.row, role)
    before = settings.SERVER
    settings.SERVER = dataclasses.replace(before, demo=mission.slug)
    yield mission
    settings.SERVER = before


def entered(mission: Mission, role: str = "desk", **asked) -> bool:
    """Whether a click on the button leads to the desk."""
    client = Client()
    answer = client.post(f"/demo/{role}", **{**HERE, **asked})
    asked_again = client.get(f"/m/{mission.slug}/", **HERE)
    assert (answer.status_code == 302) == (asked_again.status_code == 200)
    return asked_again.status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "desk"])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"headers": {"Host": "localhost:8712"}},
        {"REMOTE_ADDR": "::1", "headers": {"Host": "[::1]:8712"}},
        {"REMOTE_ADDR": "::ffff:127.0.0.1"},
    ],
)
def test_one_click_on_the_server_s_own_computer_enters(shown: Mission, role: str, asked: dict) -> None:
    assert Client().get("/demo/", **{**HERE, **asked}).status_code == 200
    assert entered(shown, role, **asked)


@pytest.mark.parametrize(
    "address", ["192.168.1.5", "10.0.0.1", "::2", "fe80::1", "::ffff:192.168.1.5", "", "localhost"]
)
def test_one_who_asks_from_another_address_does_not_enter(shown: Mission, address: str) -> None:
    assert Client().get("/demo/", **{**HERE, "REMOTE_ADDR": address}).status_code == 403
    assert not entered(shown, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    "host",
    [
        "testserver",
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.5:8712",
        "0.0.0.0",
    ],
)
def test_one_who_asks_by_another_name_does_not_enter(shown: Mission, host: str) -> None:
    answer = Client().get("/demo/", REMOTE_ADDR="127.0.0.1", headers={"Host": host})
    assert answer.status_code in (400, 403)
    assert not entered(shown, headers={"Host": host})


@pytest.mark.parametrize("header", [*PASSED_ON, "x-forwarded-port"])
def test_what_a_proxy_passed_on_does_not_enter(shown: Mission, header: str) -> None:
    headers = {"Host": "127.0.0.1:8712", header: "127.0.0.1"}
    assert Client().get("/demo/", REMOTE_ADDR="127.0.0.1", headers=headers).status_code == 403
    assert not entered(shown, headers=headers)


@pytest.mark.parametrize("role", ["analyst", "administrator", "editor", "x"])
def test_other_roles_are_not_entered(shown: Mission, role: str) -> None:
    assert not entered(shown, role)


def test_a_server_that_is_no_demonstration_is_not_entered(mission: Mission) -> None:
    assert Client().get("/demo/", **HERE).status_code == 403
    assert not entered(mission)


def test_another_mission_of_the_server_is_not_entered(shown: Mission) -> None:
    from support.field_server import new_mission

    other = new_mission(forms=())
    client = Client()
    client.post("/demo/coordinator", **HERE)
    assert client.get(f"/m/{shown.slug}/", **HERE).status_code == 200
    assert client.get(f"/m/{other.slug}/", **HERE).status_code == 403


def test_an_account_of_the_mission_that_is_not_the_rehearsal_s_own_is_not_entered(mission: Mission) -> None:
    from django.conf import settings

    mission.user("coordinator")
    before = settings.SERVER
    settings.SERVER = dataclasses.replace(before, demo=mission.slug)
    try:
        assert not entered(mission, "coordinator")
    finally:
        settings.SERVER = before


def test_a_page_of_another_site_cannot_click(shown: Mission) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/demo/desk", **HERE).status_code == 403
    assert client.get("/demo/desk", **HERE).status_code == 405
    assert client.get(f"/m/{shown.slug}/", **HERE).status_code == 302


@pytest.mark.parametrize(
    "more", [{"HOSTS": "192.168.1.5"}, {"HTTPS": "yes"}, {"URL": "https://mission.example"}]
)
def test_a_server_that_others_reach_is_never_a_demonstration(more: dict[str, str]) -> None:
    given = {f"SCRUTATOR_SERVER_{name}": text for name, text in ({"DEMO": "rehearsal"} | more).items()}
    with pytest.raises(ScrutatorError) as caught:
        from_environment(given)
    assert caught.value.code == "D58"
    assert from_environment({"SCRUTATOR_SERVER_DEMO": "rehearsal", "SCRUTATOR_SERVER_HTTPS": "no"}).demo


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_a_demonstration_does_not_listen_at_another_address(
    host: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutator.web.serving import prepare

    monkeypatch.setattr(os, "environ", {**os.environ, "SCRUTATOR_SERVER_DEMO": "rehearsal"})
    with pytest.raises(ScrutatorError) as caught:
        prepare(tmp_path / "server", host, 8000)
    assert caught.value.code == "D58"
    assert not (tmp_path / "server").exists()
