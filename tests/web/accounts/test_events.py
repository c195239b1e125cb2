"""What is written down of signing in and of refusals, and what is not."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.field_server import PASSWORD, Mission, new_mission, ready

ready()


def said(user: object) -> list[tuple[str, str, str]]:
    from scrutator.web.accounts.models import Event

    return list(Event.objects.filter(user=user).order_by("pk").values_list("kind", "mission", "route"))


def test_signing_in_and_out_and_a_wrong_password_are_written_down(mission: Mission) -> None:
    user, client = mission.user("desk"), Client()
    client.post("/accounts/login/", {"login": user.username, "password": "not this one"})
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    client.post("/accounts/logout/")
    assert [kind for kind, _, _ in said(user)] == [
        "role given",
        "wrong password",
        "signed in",
        "signed out",
    ]


def test_a_refusal_is_written_with_what_was_asked_and_once_a_minute(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutator.web.accounts import events

    user, client = mission.user("analyst"), Client()
    client.force_login(user)
    for _ in range(3):
        assert client.get(f"/m/{mission.slug}/people").status_code == 403
    assert client.get(f"/m/{mission.slug}/").status_code == 200
    assert said(user)[2:] == [("refused", mission.slug, "people")]
    later = events.now() + timedelta(seconds=61)
    monkeypatch.setattr(events, "now", lambda: later)
    client.get(f"/m/{mission.slug}/people")
    assert said(user)[2:] == [("refused", mission.slug, "people")] * 2


def test_one_who_is_not_signed_in_writes_nothing_by_asking(mission: Mission) -> None:
    from scrutator.web.accounts.models import Event

    before = Event.objects.count()
    for path in ("people", "forms", "nowhere"):
        Client().get(f"/m/{mission.slug}/{path}")
    assert Event.objects.count() == before


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_what_is_typed_is_written_nowhere_and_no_line_can_be_forged(mission: Mission, typed: str) -> None:
    from scrutator.web.accounts.events import last_events, wrong_password
    from scrutator.web.accounts.models import Event

    wrong_password(f"{typed}\n2026-11-29 signed in root")
    one = Event.objects.order_by("-pk").first()
    assert (one.user, one.mission, one.route) == (None, "", "")
    line = last_events(1)[0]
    assert line.endswith("wrong password  (no account)")
    assert "\n" not in line


def test_the_newest_come_first_and_no_more_than_asked_for(mission: Mission) -> None:
    from scrutator.web.accounts.events import last_events

    first, second = mission.user("desk"), mission.user("desk")
    for user in (first, second):
        Client().force_login(user)
    lines = last_events(2)
    assert [second.username in lines[0], first.username in lines[1], len(lines)] == [True, True, 2]


def acts(mission: Mission) -> list[tuple[str, dict[str, str]]]:
    """What the mission's log states of accounts: by whom, and what."""
    from scrutator.web.audit.events import What, decoded
    from scrutator.web.audit.models import AuditEvent

    listed = AuditEvent.objects.filter(mission=mission.row).order_by("index")
    found = [decoded(bytes(one.content)) for one in listed]
    return [(one.who, one.about) for one in found if one.what is What.ACCOUNT]


def test_what_happens_to_an_account_is_in_the_log_of_each_of_its_missions_and_of_no_other() -> None:
    from scrutator.web.accounts.events import account_changed, happened
    from scrutator.web.accounts.models import Event
    from scrutator.web.accounts.people import give_role
    from scrutator.web.roles import Role

    first, second, other = (new_mission(("voting",)) for _ in range(3))
    user = first.user("desk")
    give_role(user, second.row, Role.ANALYST)
    happened(Event.Kind.OFF, user, by="root")
    account_changed(user, "password changed", user.username)
    for mission in (first, second):
        assert acts(mission) == [
            ("root", {"account": user.username, "act": "switched off"}),
            (user.username, {"account": user.username, "act": "password changed"}),
        ]
    assert acts(other) == []
    happened(Event.Kind.SIGNED_IN, user)  # not a change
    assert len(acts(first)) == 2
