"""Sessions: seen and ended by their owner, a coordinator, the administrator; and by what changes an account."""

import re

import pytest
from django.test import Client

from support.field_server import PASSWORD, Mission, new_mission, ready

ready()
PAGE, END = "/accounts/sessions/", "/accounts/sessions/end"


def browsers(user: object, count: int) -> list[Client]:
    made = [Client() for _ in range(count)]
    for one in made:
        one.force_login(user)  # type: ignore[arg-type]
    return made


def states(mission: Mission, clients: list[Client]) -> list[int]:
    return [one.get(f"/m/{mission.slug}/").status_code for one in clients]


def marks(client: Client) -> list[str]:
    return re.findall(r'name="mark" value="(\w+)"', client.get(PAGE).content.decode())


def other_mark(client: Client) -> str:
    """The mark of a session that is not the one that asks."""
    page = client.get(PAGE).content.decode()
    (mark,) = set(re.findall(r">another<.*?name=\"mark\" value=\"(\w+)\"", page, re.S))
    return str(mark)


def administrator() -> Client:
    from scrutator.web.accounts.models import User

    user, _ = User.objects.get_or_create(username="root-sessions", is_administrator=True)
    return browsers(user, 1)[0]


def test_one_of_several_sessions_is_ended_by_its_owner_and_refuses_at_once(mission: Mission) -> None:
    clients = browsers(mission.user("desk"), 2)
    assert clients[0].post(END, {"which": "one", "mark": other_mark(clients[0])}).status_code == 302
    assert states(mission, clients) == [200, 302]
    assert len(marks(clients[0])) == 1


def test_all_others_end_or_all_with_this_one(mission: Mission) -> None:
    clients = browsers(mission.user("desk"), 3)
    clients[1].post(END, {"which": "others"})
    assert states(mission, clients) == [302, 200, 302]
    user = mission.user("desk")
    clients = browsers(user, 2)
    assert clients[0].post(END, {"which": "all"}).headers["Location"] == "/accounts/login/"
    assert states(mission, clients) == [302, 302]


def test_the_session_that_asks_can_end_itself(mission: Mission) -> None:
    (client,) = browsers(mission.user("desk"), 1)
    (mark,) = marks(client)
    assert client.post(END, {"which": "one", "mark": mark}).headers["Location"] == "/accounts/login/"
    assert states(mission, [client]) == [302]


def test_no_one_ends_or_sees_another_s_session_by_its_mark(mission: Mission) -> None:
    (victim,), (thief,) = browsers(mission.user("desk"), 1), browsers(mission.user("coordinator"), 1)
    (mark,) = marks(victim)
    assert mark not in thief.get(PAGE).content.decode()
    thief.post(END, {"which": "one", "mark": mark})
    assert states(mission, [victim, thief]) == [200, 200]


def test_a_mark_is_not_the_key_of_the_session(mission: Mission) -> None:
    (client,) = browsers(mission.user("desk"), 1)
    page = client.get(PAGE).content.decode()
    assert client.session.session_key not in page
    stolen = Client()
    stolen.cookies["sessionid"] = marks(client)[0]
    assert states(mission, [stolen]) == [302]


@pytest.mark.parametrize("given", [{}, {"which": "x"}, {"which": "one"}, {"which": "all", "mark": "m"}])
def test_what_is_none_of_the_three_ends_nothing(mission: Mission, given: dict[str, str]) -> None:
    clients = browsers(mission.user("desk"), 2)
    assert clients[0].post(END, given).status_code == 400
    assert states(mission, clients) == [200, 200]


def test_a_coordinator_ends_the_sessions_of_their_mission_s_accounts_and_of_no_other(
    mission: Mission,
) -> None:
    other = new_mission(forms=())
    mine, theirs = mission.user("desk"), other.user("desk")
    clients, coordinator = [*browsers(mine, 1), *browsers(theirs, 1)], mission.client("coordinator")
    url = f"/m/{mission.slug}/people"
    assert coordinator.post(f"{url}/{theirs.pk}/end", {"act": "sessions"}).status_code == 404
    assert coordinator.post(f"{url}/{mine.pk}/end", {"act": "x"}).status_code == 400
    assert states(mission, clients[:1]) == [200]
    assert coordinator.post(f"{url}/{mine.pk}/end", {"act": "sessions"}).status_code == 302
    assert (states(mission, clients[:1]), states(other, clients[1:])) == ([302], [200])
    assert mission.row.memberships.filter(user=mine).exists()


def test_sessions_end_with_the_role_and_with_another_role(mission: Mission) -> None:
    from scrutator.web.accounts.people import give_role
    from scrutator.web.roles import Role

    coordinator, ended, changed = mission.client("coordinator"), mission.user("desk"), mission.user("desk")
    clients = [*browsers(ended, 1), *browsers(changed, 1)]
    url = f"/m/{mission.slug}/people/{ended.pk}/end"
    assert coordinator.post(url, {"act": "role"}).status_code == 302
    give_role(changed, mission.row, Role.ANALYST)
    assert [one.get("/accounts/factors/").status_code for one in clients] == [302, 302]
    assert not mission.row.memberships.filter(user=ended).exists()
    assert mission.row.memberships.get(user=changed).role == "analyst"


def test_no_mission_ends_the_sessions_of_an_account_that_another_mission_has_too(mission: Mission) -> None:
    """A coordinator can give any account a role in their mission, and would end the desk of another."""
    other = new_mission(forms=())
    theirs, coordinator = other.user("coordinator"), mission.client("coordinator")
    clients, url = browsers(theirs, 1), f"/m/{mission.slug}/people"
    for role in ("analyst", "desk"):
        assert coordinator.post(url, {"username": theirs.username, "role": role}).status_code == 302
    assert coordinator.post(f"{url}/{theirs.pk}/end", {"act": "sessions"}).status_code == 400
    assert coordinator.post(f"{url}/{theirs.pk}/end", {"act": "role"}).status_code == 302
    assert states(other, clients) == [200]


def test_the_last_coordinator_s_role_does_not_end(mission: Mission) -> None:
    coordinator = mission.client("coordinator")
    (one,) = mission.row.memberships.filter(role="coordinator")
    assert coordinator.post(f"/m/{mission.slug}/people/{one.user_id}/end", {"act": "role"}).status_code == 400
    assert mission.row.memberships.get(role="coordinator").user_id == one.user_id


def test_the_administrator_ends_sessions_and_switches_accounts_off_and_on(mission: Mission) -> None:
    user, root = mission.user("desk"), administrator()
    given = {"login": user.username, "password": PASSWORD}
    for act, signs_in in (("sessions", 302), ("off", 200), ("on", 302)):
        clients = browsers(user, 1) if act != "on" else []
        assert root.post(f"/accounts/all/{user.pk}/end", {"act": act}).status_code == 302
        assert states(mission, clients) == [302] * len(clients)
        assert Client().post("/accounts/login/", given).status_code == signs_in
    page = root.get("/accounts/all/").content.decode()
    assert user.username in page
    assert mission.row.name not in page


def test_the_administrator_does_not_switch_their_own_account_off(mission: Mission) -> None:
    from scrutator.web.accounts.models import User

    root, row = administrator(), User.objects.get(username="root-sessions")
    assert root.post(f"/accounts/all/{row.pk}/end", {"act": "off"}).status_code == 400
    assert root.post("/accounts/all/999999/end", {"act": "off"}).status_code == 404
    assert root.post(f"/accounts/all/{row.pk}/end", {"act": "x"}).status_code == 400
    row.refresh_from_db()
    assert row.is_active


def test_other_sessions_end_when_the_password_changes(mission: Mission) -> None:
    user, here = mission.user("desk"), Client()
    here.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    others = browsers(user, 1)
    new = "quite another long phrase"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/", given).status_code == 302
    assert states(mission, [here, *others]) == [200, 302]
    assert len(marks(here)) == 1, "a session of the old password is not listed as open"


def test_other_sessions_end_when_a_second_factor_is_added_or_taken_away(mission: Mission) -> None:
    from web.accounts.test_second_factor import with_factor

    user, _, here = with_factor(mission)
    before = browsers(user, 1)
    assert here.post("/accounts/factors/end/").status_code == 302
    assert states(mission, [here, *before]) == [200, 302]


def test_what_ends_sessions_and_roles_is_written_down(mission: Mission) -> None:
    user, coordinator = mission.user("desk"), mission.client("coordinator")
    for act in ("sessions", "role"):
        coordinator.post(f"/m/{mission.slug}/people/{user.pk}/end", {"act": act})
    said = list(user.events.order_by("pk").values_list("kind", "mission"))
    assert said == [(kind, mission.slug) for kind in ("role given", "sessions ended", "role ended")]
