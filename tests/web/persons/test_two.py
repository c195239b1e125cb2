"""Two accounts that are one person: their own maker, the same maker, the same browser, a chain of these."""

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.desk.models import NameRequest
from scrutator.web.persons.two import Party, why_one
from support.field_server import PASSWORD, Mission
from support.two_persons import Two

NONE = frozenset[int]()


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (Party(1, NONE), Party(2, NONE), False),
        (Party(1, NONE), Party(1, NONE), True),
        (Party(1, NONE), Party(2, frozenset({1})), True),
        (Party(1, frozenset({2})), Party(2, NONE), True),
        (Party(1, frozenset({3})), Party(2, frozenset({3})), True),
        (Party(1, frozenset({3, 4})), Party(2, frozenset({4})), True),
        (Party(1, frozenset({3})), Party(2, frozenset({4})), False),
        (Party(1, NONE, "a"), Party(2, NONE, "a"), True),
        (Party(1, NONE, "a"), Party(2, NONE, "b"), False),
        (Party(1, NONE, ""), Party(2, NONE, ""), False),
    ],
)
def test_two_accounts_are_one_person_by_makers_or_browser_in_either_order(
    first: Party, second: Party, one: bool
) -> None:
    assert (bool(why_one(first, second)), bool(why_one(second, first))) == (one, one)


def test_one_who_answers_their_own_request_is_told_so() -> None:
    assert why_one(Party(1, NONE), Party(1, NONE)) == "the one who asked is not the second person"


def made(mission: Mission, maker: Client, name: str, role: str) -> str:
    """An account that a coordinator makes on the page, choosing its first password."""
    from scrutator.web.accounts.models import User

    given = {"username": f"{name}-{mission.slug}", "password": PASSWORD, "role": role}
    assert maker.post(f"/m/{mission.slug}/people", given).status_code == 302
    User.objects.filter(username=given["username"]).update(
        password_of_maker=False
    )  # as when they chose another
    return given["username"]


def test_an_account_that_a_page_made_is_never_named_a_second_person(mission: Mission) -> None:
    from scrutator.web.accounts.models import User
    from scrutator.web.accounts.people import give_role
    from scrutator.web.roles import Role

    user = User.objects.get(username=made(mission, mission.client("coordinator"), "puppet", "desk"))
    for role in (Role.APPROVER, Role.KEY_HOLDER):
        with pytest.raises(ScrutatorError, match="both persons"):
            give_role(user, mission.row, role)


@pytest.mark.parametrize("links", [1, 2])
def test_the_maker_of_an_account_and_the_maker_s_maker_cannot_agree_to_what_it_asks(
    mission: Mission, links: int
) -> None:
    from scrutator.web.accounts.models import User
    from scrutator.web.accounts.people import give_role
    from scrutator.web.roles import Role

    maker_user = mission.user("coordinator")
    maker, last = Client(), Client()
    maker.force_login(maker_user)
    last.force_login(maker_user)
    for n in range(links):
        name = made(mission, last, f"link{n}", "coordinator")
        last = Client()
        last.force_login(User.objects.get(username=name))
    give_role(maker_user, mission.row, Role.APPROVER)
    maker.force_login(maker_user)
    url = f"/m/{mission.slug}/names"
    assert last.post(f"{url}/ask", {"observer": "A-01", "reason": "x"}).status_code == 302
    number = NameRequest.objects.get(mission=mission.row).pk
    refused = maker.post(f"{url}/{number}", {"state": "agreed"})
    assert (refused.status_code, b"made by" in refused.content) == (403, True)
    assert NameRequest.objects.get(pk=number).state == "asked"


def signed_in(client: Client, name: str) -> Client:
    assert client.post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(("same", "status"), [(True, 403), (False, 302)])
def test_a_second_person_who_signs_in_in_the_browser_that_asked_cannot_agree(
    mission: Mission, same: bool, status: int
) -> None:
    asker, second = mission.user("coordinator"), mission.user("approver")
    one = signed_in(Client(), asker.username)
    url = f"/m/{mission.slug}/names"
    assert one.post(f"{url}/ask", {"observer": "A-01", "reason": "x"}).status_code == 302
    one.post("/accounts/logout/")
    other = signed_in(one if same else Client(), second.username)
    number = NameRequest.objects.get(mission=mission.row).pk
    assert other.post(f"{url}/{number}", {"state": "agreed"}).status_code == status


def test_no_page_lets_two_accounts_have_the_same_second_factor(mission: Mission) -> None:
    """The secret is the server's, new for each account: one that is posted is not taken."""
    from allauth.mfa.models import Authenticator

    from web.accounts.test_second_factor import number_of, with_factor

    _, secret, _ = with_factor(mission, "coordinator")
    second = mission.user("approver")
    client = signed_in(Client(), second.username)
    client.post(client.get("/accounts/factors/add/").headers["Location"], {"password": PASSWORD})
    client.get("/accounts/factors/add/")
    client.post(
        "/accounts/factors/add/", {"code": number_of(secret), "secret": secret, "totp_secret": secret}
    )
    assert not Authenticator.objects.filter(user=second).exists()


def test_a_coordinator_neither_ends_nor_changes_a_second_person(mission: Mission) -> None:
    two = Two(mission)
    second = mission.row.memberships.get(role="approver").user
    page = two.coordinator.post(f"/m/{mission.slug}/people", {"username": second.username, "role": "desk"})
    assert b"does not change the role of a second person" in page.content
    ended = two.coordinator.post(f"/m/{mission.slug}/people/{second.pk}/end", {"act": "role"})
    assert ended.status_code == 400
    assert mission.row.memberships.get(user=second).role == "approver"
