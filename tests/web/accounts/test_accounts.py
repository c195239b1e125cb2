"""The first account, signing in, roles."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from support.field_server import PASSWORD, Mission, ready, written_again

ready()


def first_token() -> str:
    from scrutator.web.accounts import first_run
    from scrutator.web.accounts.models import User

    User.objects.filter(is_administrator=True).delete()
    token = first_run.new_token()
    assert token
    return token


def test_the_first_run_token_makes_one_administrator_and_is_gone() -> None:
    client, url = Client(), f"/start/{first_token()}"
    given = {"username": "root1", "password": PASSWORD}
    assert client.get(url).status_code == 200
    assert client.post(url, given).status_code == 302
    assert client.post(url, {**given, "username": "root2"}).status_code == 403
    from scrutator.web.accounts import first_run

    assert first_run.new_token() is None


def test_a_wrong_or_old_token_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrutator.web.accounts import first_run

    token = first_token()
    assert Client().get("/start/wrong").status_code == 403
    moment = first_run.time.time()
    monkeypatch.setattr(first_run.time, "time", lambda: moment + 3_601)
    assert Client().get(f"/start/{token}").status_code == 403


def test_a_weak_password_keeps_the_token_for_another_try() -> None:
    url = f"/start/{first_token()}"
    assert b"too short" in Client().post(url, {"username": "root3", "password": "short"}).content
    assert Client().get(url).status_code == 200


@pytest.mark.parametrize("password", ["elevenchars", "password1234", "111111111111"])
def test_weak_passwords_are_refused(password: str) -> None:
    from scrutator.web.accounts.people import new_user

    with pytest.raises(ScrutatorError, match="D62"):
        new_user("someone", password)


def test_signing_in_and_out_by_the_page(mission: Mission) -> None:
    user = mission.user("desk")
    client = Client()
    wrong = client.post("/accounts/login/", {"login": user.username, "password": "not this one"})
    assert wrong.status_code == 200
    assert client.post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get(f"/m/{mission.slug}/").status_code == 302


def test_there_is_no_signing_up() -> None:
    assert Client().get("/accounts/signup/").status_code == 404


def test_a_coordinator_gives_roles_of_the_desk_and_no_others(mission: Mission) -> None:
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/people"
    name = f"analyst-{mission.slug}"
    client.post(url, {"username": name, "password": PASSWORD, "role": "analyst"})
    assert mission.row.memberships.get(user__username=name).role == "analyst"
    for role in ("administrator", "observer", "invented", "approver", "key-holder"):
        client.post(url, {"username": f"x-{role}-{mission.slug}", "password": PASSWORD, "role": role})
    assert mission.row.memberships.count() == 2


def test_an_account_that_a_page_made_opens_nothing_until_its_maker_no_longer_knows_the_password(
    mission: Mission,
) -> None:
    """A coordinator, or the administrator for a mission's coordinator, would read as another."""
    name, new = f"made-{mission.slug}", "quite another long phrase"
    given = {"username": name, "password": PASSWORD, "role": "analyst"}
    mission.client("coordinator").post(f"/m/{mission.slug}/people", given)
    client = Client()
    assert client.post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302
    for page in ("", "queue", "exports/reports.csv"):
        answer = client.get(f"/m/{mission.slug}/{page}")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/")
    assert b"knows its password" in client.get("/accounts/password/").content
    changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/", changed).status_code == 302
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    assert mission.client("analyst").get(f"/m/{mission.slug}/").status_code == 200


def test_the_last_coordinator_keeps_the_role_and_one_of_two_may_give_it_up(mission: Mission) -> None:
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/people"
    mine = mission.row.memberships.get().user.username
    assert b"no coordinator" in client.post(url, {"username": mine, "role": "desk"}).content
    client.post(url, {"username": f"two-{mission.slug}", "password": PASSWORD, "role": "coordinator"})
    assert client.post(url, {"username": mine, "role": "desk"}).status_code == 302
    assert mission.row.memberships.get(user__username=mine).role == "desk"


def test_the_administrator_is_given_no_role_in_a_mission(mission: Mission) -> None:
    from scrutator.web.accounts.models import User

    User.objects.get_or_create(username="root-reads", is_administrator=True)
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/people"
    assert b"reads no report" in client.post(url, {"username": "root-reads", "role": "analyst"}).content
    assert mission.row.memberships.count() == 1


def test_a_password_for_an_account_that_is_there_is_refused_and_changes_nothing(mission: Mission) -> None:
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/people"
    name = f"there-{mission.slug}"
    client.post(url, {"username": name, "password": PASSWORD, "role": "desk"})
    other = {"username": name, "password": "quite another phrase", "role": "analyst"}
    assert b"a password of its own" in client.post(url, other).content
    assert mission.row.memberships.get(user__username=name).role == "desk"
    assert client.post(url, {"username": name, "role": "analyst"}).status_code == 302
    assert mission.row.memberships.get(user__username=name).role == "analyst"


def test_the_administrator_makes_a_mission_with_its_coordinator() -> None:
    from scrutator.web.accounts.models import User
    from scrutator.web.folder import log_key
    from scrutator.web.missions.models import Mission as Row

    user, _ = User.objects.get_or_create(username="root-makes", is_administrator=True)
    client = Client()
    client.force_login(user)
    given = {
        "name": "By page",
        "slug": "by-page",
        "day": "2026-11-29",
        "time_zone": "Asia/Almaty",
        "coordinator": "mira",
        "password": PASSWORD,
    }
    assert b"the day is written as" in client.post("/missions/new", {**given, "day": "tomorrow"}).content
    assert b"no time zone" in client.post("/missions/new", {**given, "time_zone": "Mars"}).content
    assert b"too short" in client.post("/missions/new", {**given, "password": "short"}).content
    assert not Row.objects.filter(slug="by-page").exists()
    with written_again():  # the key is in its file before the first row is written
        assert client.post("/missions/new", given).status_code == 302
    made = Row.objects.get(slug="by-page")
    assert str(log_key("by-page").key) == made.log_key
    again = client.post("/missions/new", {**given, "password": "another long one"}).content
    assert b"there is a mission by-page already" in again
    assert str(log_key("by-page").key) == made.log_key
    assert made.memberships.get().role == "coordinator"
    assert made.log_key.startswith("by-page/field+")


def test_every_answer_has_the_headers_of_security(mission: Mission) -> None:
    for answer in (
        Client().get("/accounts/login/"),
        Client().get("/nowhere"),
        Client().get(f"/o/{mission.slug}/formList"),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]


def test_second_persons_are_named_on_the_server_s_own_computer(tmp_path: Path) -> None:
    def run(*said: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrutator", "mission", *said, "--folder", str(tmp_path / "s")]
        typed = f"{PASSWORD}\n{PASSWORD}\n"
        return subprocess.run(command, capture_output=True, text=True, input=typed, check=False)

    named = ("--name", "Demo", "--day", "2026-11-29", "--coordinator", "mira")
    assert run("new", "demo", *named).returncode == 0
    assert "aru: approver of demo" in run("role", "demo", "aru", "approver").stdout
    refused = run("role", "demo", "mira", "desk")
    assert (refused.returncode, "D62" in refused.stderr) == (2, True)
