"""Who may ask for what, tested from the router: every role at every route."""

from collections.abc import Iterator

import pytest
from django.test import Client

from scrutator.web.policy import RULES, Access, allows, is_beside
from scrutator.web.roles import Role
from support.field_server import Mission, Phone, new_mission, ready
from support.phone import report_xml

ready()

# Written by hand, apart from the server's own table: what each kind of asker may open.
FOR_ALL = {
    "health",
    "account_login",
    "account_logout",
    "log_checkpoint",
    "log_leaf",
    "log_proof",
    "log_ask",
    "law",
    "site",
    "site_page",
    "own",
    "own_work",
    "own_read",
    "own_compute",
    "own_cancel",
    "own_delete",
    "own_get",
    "own_page",  # a workspace is closed by another key: tests/web/own
    "first_run",
    "mfa_authenticate",
    "language",
    "web_form",
    "web_form_worker",
    "web_form_part",  # 404 without the name of this version's files
    "released",
    "released_page",  # 404 for what is no file of the night
    "released_file",  # 404 for what two have not signed
}
FOR_SIGNED_IN = FOR_ALL | {
    "home",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "sessions",
    "session_end",
}
SEES_THE_NIGHT = {"night", "night_inputs", "release_record"}
SIGNS = {"release_sign", "key_add", "key_revoke"}
READS = SEES_THE_NIGHT | {
    "published",
    "audit",
    "desk",
    "report",
    "coverage",
    "stations",
    "station",
    "exports",
    "export",
    "queue",
    "checks",
    "checks_table",
    "incidents",
    "incident",
    "incidents_map",
    "incident_kinds_table",
    "missing",
}
DECIDES = READS | {
    "decide",
    "act",
    "station_act",
    "observers_examined",
    "photo",
    "move",
    "messages",
    "message_write",
    "message_end",
    "guide",
    "incident_write",
    "incident_act",
    "bulks",
    "bulk",
    "bulk_look",
    "bulk_confirm",
    "bulk_words",
    "release_write",
    "published_add",
    "keying",
    "sheet",
    "sheet_photo",
}
SECOND = {"events", "names", "name_answer"}  # the second person who agrees that a name is shown
SETS_UP = DECIDES | {
    "places",
    "observers",
    "deployment",
    "duties",
    "import_reports",
    "forms",
    "form_paper",
    "devices",
    "device_revoke",
    "people",
    "events",
    "names",
    "name_ask",
    "name_show",
    "sms_log",
    "sms_numbers",
    "sms_number_change",
    "people_end",
    "incident_places",
    "incident_kinds",
    "bulk_set_up",
    "night_rules",
    "keying_table",
    "audit_plan",
    "audit_seed",
    "audit_draw",
    "key_revoke",
}
ADMINISTERS = {"mission_new", "accounts", "account_end"}
OPERATES = {"metrics"}  # the administrator; a program on this computer without a proxy: tests/web/operating
SEALED = {"web_form_report"}  # taken from anyone, and signed in by what is sealed: tests/web/form
TOKENS = {"web_form_start", "web_form_list", "web_form_xml", "web_form_media"}
GATEWAYS = {"sms_hook", "sms_delivery", "messenger_hook", "messenger_delivery"}  # signed: tests/web/sms
ON_THIS_COMPUTER = {"demo", "demo_enter"}  # and only where the server is a demonstration: see test_demo
PHONES = {"form_list", "form_list_slash", "form", "manifest", "media", "submission"}
MAY = {
    "coordinator": FOR_SIGNED_IN | SETS_UP,
    "desk": FOR_SIGNED_IN | DECIDES,
    "analyst": FOR_SIGNED_IN | READS,
    "editor": FOR_SIGNED_IN,
    "approver": FOR_SIGNED_IN | SECOND | SEES_THE_NIGHT | SIGNS,
    "key-holder": FOR_SIGNED_IN | SECOND,
}


def routes() -> Iterator[tuple[str, str]]:
    """Every route of the router, with an address."""
    from scrutator.web.urls import urlpatterns

    samples = {
        "mission": "MISSION",
        "form": "1",
        "report": "1",
        "attachment": "1",
        "device": "1",
        "user": "1",
        "message": "1",
        "number": "1",
        "incident": "1",
        "bulk": "1",
        "name": "stations.csv",
        "code": "x",
        "token": "t",
        "role": "desk",
        "language": "en",
        "table": "reports",
        "kind": "csv",
        "build": "b",
        "work": "no-such-workspace-here",
        "path": "index.html",
        "pk": "1",
        "release": "1",
        "plan": "1",
        "key": "1",
    }
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        for name, text in samples.items():
            for kind in ("slug", "int", "str", "path"):
                route = route.replace(f"<{kind}:{name}>", text)
        assert "<" not in route, route
        yield pattern.name, "/" + route


ROUTES = dict(routes())


@pytest.fixture(scope="module")
def shared() -> Mission:
    return new_mission()


def refused(answer) -> bool:
    return answer.status_code == 403 or (
        answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
    )


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert set(ROUTES) == set(RULES)


def test_a_process_of_the_desk_answers_pages_of_roles_and_what_watches_it() -> None:
    assert {route for route in ROUTES if is_beside(route)} == set().union(*MAY.values()) - FOR_SIGNED_IN | {
        "health",
        "metrics",
        "language",
    }


def test_a_route_without_a_rule_is_open_to_no_one() -> None:
    assert not any(allows(None, role, signed_in=True, administrator=True) for role in [None, *Role])


def test_a_route_for_phones_is_open_to_no_person() -> None:
    assert not any(allows(Access.DEVICE, role, signed_in=True, administrator=True) for role in [None, *Role])


_CLIENTS: dict[tuple[str, str], Client] = {}


def _client(mission: Mission, role: str) -> Client:
    key = (mission.slug, role)
    if key not in _CLIENTS:
        _CLIENTS[key] = mission.client(role)
    return _CLIENTS[key]


def _administrator() -> Client:
    from scrutator.web.accounts.models import User

    user, _ = User.objects.get_or_create(username="root-of-tests", is_administrator=True)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", sorted(MAY))
@pytest.mark.parametrize("route", sorted(GATEWAYS))
def test_no_role_is_a_gateway(shared: Mission, role: str, route: str) -> None:
    answer = _client(shared, role).post(ROUTES[route].replace("MISSION", shared.slug), b"{}", "text/plain")
    assert answer.status_code == 401


def test_only_the_administrator_makes_missions(shared: Mission) -> None:
    assert _administrator().get("/missions/new").status_code == 200
    assert refused(_client(shared, "coordinator").get("/missions/new"))


@pytest.mark.parametrize("route", sorted(TOKENS))
def test_a_web_form_opens_with_its_own_mission_s_token_alone(shared: Mission, route: str) -> None:
    other = new_mission(forms=())
    address = ROUTES[route].replace("MISSION", shared.slug)
    for device, status in ((other.device, 401), (shared.device, 405 if route == "web_form_start" else 200)):
        password = other.password if device is other.device else shared.password
        number = str(shared.row.forms.first().pk)
        answer = Client().get(
            address.replace("forms/1", f"forms/{number}"),
            headers={"Authorization": f"Bearer {device.username}.{password}"},
        )
        assert answer.status_code == status
    assert _client(shared, "coordinator").get(address).status_code == 401


@pytest.mark.parametrize("route", sorted(PHONES))
def test_a_signed_in_person_is_no_phone(shared: Mission, route: str) -> None:
    answer = _client(shared, "coordinator").get(ROUTES[route].replace("MISSION", shared.slug))
    assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, True)


def test_a_phone_of_one_mission_is_unknown_in_another(shared: Mission) -> None:
    phone = Phone(shared)
    phone.base = f"/o/{new_mission(forms=()).slug}"
    assert phone.ask("GET", "formList").status_code == 401


def test_an_attachment_or_report_of_another_mission_is_not_found_by_its_number(shared: Mission) -> None:
    other = new_mission()
    Phone(other).send(report_xml(1))
    number = other.row.submissions.get().pk
    assert _client(shared, "coordinator").get(f"/m/{shared.slug}/reports/{number}").status_code == 404


def test_the_queue_and_the_checks_of_one_mission_show_nothing_of_another(shared: Mission) -> None:
    from support.desk import queue, worked

    other = new_mission()
    Phone(other).send(report_xml(1, station="S9"))
    worked(other)
    assert queue(other) == ["0"]
    assert queue(shared) == []
