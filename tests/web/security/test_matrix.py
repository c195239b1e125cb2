"""Every asker at every route, read and written: what the table written by hand in test_policy says, nothing else.

The routes are the router's own, so that a new one without a line in the table fails here.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from support.field_server import Mission, Phone, new_mission, ready
from web.test_policy import (
    ADMINISTERS,
    FOR_ALL,
    FOR_SIGNED_IN,
    GATEWAYS,
    MAY,
    ON_THIS_COMPUTER,
    OPERATES,
    PHONES,
    ROUTES,
    SEALED,
    SEES_THE_NIGHT,
    SETS_UP,
    TOKENS,
)

ready()
ASKERS: dict[str, set[str]] = {
    "no one": FOR_ALL,
    "no role": FOR_SIGNED_IN,
    "administrator": FOR_SIGNED_IN | ADMINISTERS | OPERATES,
    "coordinator elsewhere": FOR_SIGNED_IN,
    "phone": FOR_ALL | PHONES,
    "web form": FOR_ALL | TOKENS,
    **MAY,
}
ENDS_SESSIONS = (
    "account_logout",
    "account_change_password",
    "session_end",
    "mfa_authenticate",
    "account_login",
)
BY_THEMSELVES = {"first_run"} | GATEWAYS | SEALED  # a token or a signature decides, whoever asks
WRITTEN_BY_COORDINATORS = {"checks"}  # read by others too
Ask = Callable[[str, str], Any]


@pytest.fixture(scope="module")
def shared() -> Mission:
    return new_mission()


def user_of(mission: Mission, who: str) -> Any:
    from scrutator.web.accounts.models import User
    from scrutator.web.accounts.people import new_user
    from support.field_server import PASSWORD

    if who == "administrator":
        return User.objects.get_or_create(username="root-of-matrix", is_administrator=True)[0]
    if who == "no role":
        return new_user(f"alone-{secrets.token_hex(4)}", PASSWORD)
    if who == "coordinator elsewhere":
        return new_mission(forms=()).user("coordinator")
    return mission.user(who)


def asking(mission: Mission, who: str) -> Ask:
    """How this asker asks for an address by a method."""
    from scrutator.web.clock import now
    from scrutator.web.missions.tokens import new_token

    client = Client()
    if who in ("phone", "web form"):
        token = new_token(mission.row, mission.row.observers.get(), (), now())
    if who == "phone":
        phone = Phone(replace(mission, device=token.device, password=token.password))
        return lambda method, path: (phone.ask if path.startswith("/o/") else client.generic)(method, path)
    if who == "web form":
        bearer = f"Bearer {token.device.username}.{token.password}"
        return lambda method, path: client.generic(method, path, headers={"Authorization": bearer})
    if who == "no one":
        return lambda method, path: client.generic(method, path)
    user = user_of(mission, who)

    def ask(method: str, path: str) -> Any:
        answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        if any(path.startswith(ROUTES[one]) for one in ENDS_SESSIONS):
            client.force_login(user)
        return answer

    client.force_login(user)
    return ask


def is_refused(route: str, answer: Any) -> bool:
    """Whether the answer says that this asker may not, whatever they send."""
    if route in PHONES | TOKENS:
        return bool(answer.status_code == 401)
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/?next=")
    return bool(answer.status_code == 403 or to_login)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", sorted(ASKERS))
def test_an_asker_opens_what_the_table_says_and_nothing_else(shared: Mission, who: str, method: str) -> None:
    ask, wrong = asking(shared, who), []
    form = str(shared.row.forms.first().pk)
    for route in sorted(set(ROUTES) - BY_THEMSELVES):
        path = ROUTES[route].replace("MISSION", shared.slug)
        if route in PHONES | TOKENS:
            path = path.replace("/1", f"/{form}")
        answer = ask(method, path)
        assert answer.status_code < 500, (who, method, route)
        may = route in ASKERS[who]
        if method == "POST" and route in WRITTEN_BY_COORDINATORS:
            may = who == "coordinator"
        if is_refused(route, answer) == may:
            wrong.append((route, answer.status_code))
    assert wrong == []


def test_every_asker_and_every_route_stands_in_the_table() -> None:
    named = set().union(*ASKERS.values()) | ON_THIS_COMPUTER | BY_THEMSELVES
    assert named == set(ROUTES)
    assert ASKERS["coordinator"] >= SETS_UP


@pytest.mark.parametrize("who", ["coordinator", "administrator", "no one"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_page_is_asked_in_another_way(shared: Mission, who: str, method: str) -> None:
    ask = asking(shared, who)
    for route in sorted(set(ROUTES) - BY_THEMSELVES):
        if not ROUTES[route].startswith("/accounts/"):  # forms of allauth take PUT for POST
            answer = ask(method, ROUTES[route].replace("MISSION", shared.slug))
            refused = answer.status_code in (401, 403, 404, 405) or is_refused(route, answer)
            assert refused, (route, answer.status_code)


@pytest.mark.parametrize("route", sorted(SETS_UP))
def test_an_administrator_opens_no_page_of_people_even_with_a_role_in_the_database(
    shared: Mission, route: str
) -> None:
    """One who writes to the database can give the administrator a role; no page does."""
    ask = asking(shared, "administrator")
    assert is_refused(route, ask("POST", ROUTES[route].replace("MISSION", shared.slug)))


ANSWER = {"name_answer"}
SIGNATURES = {"release_sign", "key_add", "key_revoke"}  # under releases of the night, and the keys they need
READ_BY_BOTH = {"names", "events"}


def test_an_approver_and_a_key_holder_write_nothing_but_an_answer(shared: Mission) -> None:
    """Beside the answer an approver signs releases; every other page of theirs takes nothing that is posted."""
    reads = {"approver": READ_BY_BOTH | SEES_THE_NIGHT, "key-holder": READ_BY_BOTH}
    assert MAY["approver"] - FOR_SIGNED_IN - reads["approver"] == ANSWER | SIGNATURES
    assert MAY["key-holder"] - FOR_SIGNED_IN - reads["key-holder"] == ANSWER
    for who, pages in reads.items():
        ask = asking(shared, who)
        for route in sorted(pages):
            assert ask("POST", ROUTES[route].replace("MISSION", shared.slug)).status_code == 405, (who, route)


def as_large(address: str) -> str:
    """An address with a number that no row can have in place of each number."""
    return re.sub(r"/1(?=/|$)", f"/{2**63}", address)


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_number_that_no_row_can_have_is_found_nowhere(shared: Mission, who: str, method: str) -> None:
    """SQLite and PostgreSQL raise for it, which was an error of the server."""
    ask = asking(shared, who)
    for route, path in sorted(ROUTES.items()):
        large = as_large(path).replace("MISSION", shared.slug)
        if route not in BY_THEMSELVES and large != path.replace("MISSION", shared.slug):
            assert ask(method, large).status_code in (401, 403, 404, 405, 302), route


def test_a_text_that_no_database_keeps_is_refused_on_every_page(shared: Mission) -> None:
    client = shared.client("coordinator")
    for route in sorted(SETS_UP):
        path = ROUTES[route].replace("MISSION", shared.slug)
        assert client.post(path, {"reason": "a\0b", "observer": "A-01"}).status_code == 400, route
        assert client.get(path, {"of": "\0"}).status_code == 400, route
