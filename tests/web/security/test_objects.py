"""Nothing of another mission is opened, shown or changed by its numbers, codes, tokens or names, on any route.

Every parameter of the router is the other mission's, and so is every field that any page reads; afterwards every
row of the other mission is what it was, and no answer held a word of it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.test import Client

from support.field_server import PASSWORD, Mission, Phone, new_mission, ready
from support.phone import JPEG, incident_xml, report_xml
from support.two_persons import Two
from web.test_policy import ROUTES

ready()
ROLES = ("coordinator", "desk", "analyst", "editor", "approver", "key-holder")
SECRETS = ("Foreign School", "foreign reason", "foreign words", "T-FOREIGN", "Aigerim Foreign")
# Parameters of routes that name nothing of a mission: public texts, kinds of tables, one's own workspace or key.
STATES = {"message_end": {"state": "told"}, "decide": {"state": "withheld"}}
OF_NO_MISSION = {"token", "role", "language", "table", "kind", "build", "work", "path", "name"}


@pytest.fixture(scope="module")
def other() -> Mission:
    """Another mission with one of everything."""
    from scrutator.web.identities.store import record_consent, write_person
    from scrutator.web.sms.numbers import give_number

    made = new_mission(forms=("voting", "incident", "quickcount"))
    row, observer = made.row, made.row.observers.get()
    observer.team = "T-FOREIGN"
    observer.code = "B-77"
    observer.save()
    row.places.create(code="ZZ9", name="Foreign School", parent=row.places.get(code="R1"))
    write_person(observer.opaque, "Aigerim Foreign", "+77015559876")
    record_consent(observer.opaque, "1", date(2026, 11, 20))
    phone = Phone(made)
    assert phone.send(report_xml(1, station="ZZ9")).status_code == 201
    assert phone.send(incident_xml(2, photo="p.jpg"), (("p.jpg", JPEG + b"foreign"),)).status_code == 201
    give_number(row, observer, "en", datetime.now(UTC))
    report, client = row.submissions.order_by("pk").first(), made.client("coordinator")
    assert (
        client.post(f"/m/{made.slug}/reports/{report.pk}/message", {"words": "foreign words"}).status_code
        == 302
    )
    given = {"state": "verified", "reason": "foreign reason"}
    assert client.post(f"/m/{made.slug}/reports/{report.pk}/decide", given).status_code == 302
    assert Two(made).ask(reason="foreign reason", observer="B-77") == 302
    return made


@pytest.fixture(scope="module")
def mine() -> Mission:
    made = new_mission()
    Phone(made).send(report_xml(1))
    return made


def way_to_mission(model: type[Model], seen: tuple[type[Model], ...] = ()) -> str | None:
    """The fields that lead from a row of a model to its mission; None when none do."""
    links = [one for one in model._meta.fields if isinstance(one, ForeignKey)]
    for one in links:
        if one.related_model._meta.label == "missions.Mission":
            return str(one.name)
    for one in links:
        found = one.related_model
        if found not in (*seen, model) and (rest := way_to_mission(found, (*seen, model))):
            return f"{one.name}__{rest}"
    return None


def rows_of(mission: Mission) -> dict[str, list[Any]]:
    """Every row that belongs to a mission, and the people behind its observers and its desk."""
    kept: dict[str, list[Any]] = {}
    for model in apps.get_models():
        way = way_to_mission(model)
        if way is not None:
            kept[model._meta.label] = list(model.objects.filter(**{way: mission.row}).order_by("pk").values())
    users = apps.get_model("accounts", "User").objects.filter(memberships__mission=mission.row).order_by("pk")
    kept["users"] = list(users.values("pk", "username", "password", "is_active", "is_administrator"))
    for name in ("Person", "Contact", "Consent"):
        kept[name] = list(apps.get_model("identities", name).objects.order_by("pk").values())
    return kept


def objects_of(mission: Mission) -> dict[str, str]:
    """The number of one thing of a mission for each parameter of the router that names one."""
    row = mission.row
    return {
        "form": str(row.forms.first().pk),
        "report": str(row.submissions.order_by("pk").first().pk),
        "attachment": str(apps.get_model("intake", "Attachment").objects.get(submission__mission=row).pk),
        "device": str(row.devices.order_by("pk").first().pk),
        "message": str(row.messages.get().pk),
        "user": str(row.memberships.first().user_id),
        "code": str(receipt_of(mission)),
        "pk": str(row.memberships.first().user_id),
    }


def receipt_of(mission: Mission) -> str:
    from scrutator.web.receipts import receipt

    leaf = mission.row.leaves.order_by("index").first()
    return receipt(leaf.index, bytes(leaf.hash))


def addresses(mine: Mission, other: Mission) -> Iterator[tuple[str, str]]:
    """Every route of my mission with a parameter, each the other mission's."""
    from scrutator.web.urls import urlpatterns

    known = objects_of(other)
    number = {
        "name": str(other.row.name_requests.get().pk),
        "sms": str(other.row.sms_numbers.get().pk),
    }
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        parameters = [name for _, name in re.findall(r"<(\w+):(\w+)>", route)]
        if "mission" not in parameters or len(parameters) == 1:
            continue
        values = known | {"mission": mine.slug, "number": number[pattern.name.split("_")[0]]} if (
            "number" in parameters
        ) else known | {"mission": mine.slug}  # fmt: skip
        if set(parameters) - set(values) <= OF_NO_MISSION and set(parameters) & (set(known) | {"number"}):
            for kind, name in re.findall(r"<(\w+):(\w+)>", route):
                route = route.replace(f"<{kind}:{name}>", values.get(name, "en"))
            yield pattern.name, "/" + route


def test_every_parameter_of_the_router_names_a_thing_of_a_mission_or_nothing_of_one(other: Mission) -> None:
    from scrutator.web.urls import urlpatterns

    found = {name for one in urlpatterns for _, name in re.findall(r"<(\w+):(\w+)>", str(one.pattern))}
    assert found == {*objects_of(other), "number", "mission"} | OF_NO_MISSION


def fields_of(other: Mission) -> dict[str, str]:
    """Every field that a page reads from what is posted, with the other mission's value where it has one."""
    return {
        "observer": "B-77", "place": "ZZ9", "into": "0", "token": upload_of(other), "state": "agreed",
        "decision": str(apps.get_model("intake", "Decision").objects.get(submission__mission=other.row).pk),
        "username": other.row.memberships.first().user.username, "role": "desk", "reason": "mine", "words": "mine",
        "question": "overall", "value": "bad", "apart": "yes", "act": "flag", "bundled": "", "version": "",
        "language": "en", "telephone": "", "wanted": "see the name", "which": "one", "mark": "m", "next": "/",
        "password": "", "forms": "voting",
    }  # fmt: skip


def upload_of(other: Mission) -> str:
    from scrutator.web.missions.imports import Upload, What, keep_upload

    return keep_upload(Upload(What.PLACES, other.row.pk, "p.csv", b"code,name\nQ1,Foreign School\n", "x"))


def test_every_field_that_a_page_reads_is_tried(other: Mission) -> None:
    root = Path(str(files("scrutator.web")))
    read = {
        name
        for path in root.rglob("*.py")
        if not path.is_relative_to(root / "own") and not path.is_relative_to(root / "law")
        for name in re.findall(r'POST(?:\.get|\.getlist)?[(\[]"(\w+)"', path.read_text())
    }
    assert read <= set(fields_of(other))


def said_of(other: Mission, answer: Any) -> list[str]:
    """What of the other mission stands in an answer."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [one for one in (*SECRETS, other.row.name) if one.encode() in content]


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_mission_is_opened_or_changed_by_its_number(
    mine: Mission, other: Mission, role: str
) -> None:
    before, client = rows_of(other), mine.client(role)
    tried = list(addresses(mine, other))
    assert len(tried) >= 15
    for name, address in tried:
        for answer in (client.get(address), client.post(address, fields_of(other) | STATES.get(name, {}))):
            # Revoking a token that the mission does not have goes back to its list, and changes nothing.
            harmless = {302} if name == "device_revoke" else {200} if name.startswith("log_") else set()
            assert answer.status_code in {401, 403, 404, 405} | harmless, (name, answer.status_code)
            assert said_of(other, answer) == [] or name.startswith("log_"), name
    assert rows_of(other) == before


@pytest.mark.parametrize("role", ROLES)
def test_no_field_that_is_posted_reaches_another_mission(mine: Mission, other: Mission, role: str) -> None:
    before, client = rows_of(other), mine.client(role)
    report = str(mine.row.submissions.get().pk)
    acts = ("flag", "correct", "apart", "merge", "undo", "settle", "seen", "bind", "end", "sessions")
    for name, route in ROUTES.items():
        if "MISSION" not in route or route.startswith(("/o/", "/sms/", "/log/")):
            continue
        address = route.replace("MISSION", mine.slug).replace("/reports/1", f"/reports/{report}")
        many = name in ("act", "station_act", "people_end", "sms_number_change")
        for given in ({"act": act} for act in (acts if many else ("flag",))):
            answer = client.post(address, fields_of(other) | STATES.get(name, {}) | given)
            assert said_of(other, answer) == [], name
    changed = {label for label, rows in rows_of(other).items() if rows != before[label]}
    assert changed == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_in_one_mission_opens_no_address_of_another(mine: Mission, other: Mission, role: str) -> None:
    before, client = rows_of(other), mine.client(role)
    for name, route in ROUTES.items():
        if not route.startswith("/m/MISSION/") or name.startswith("web_form"):
            continue
        for method in ("GET", "POST"):
            answer = client.generic(method, route.replace("MISSION", other.slug))
            assert answer.status_code == 403, (name, method)
            assert said_of(other, answer) == []
    assert rows_of(other) == before


@pytest.mark.parametrize("by", ["digest", "bearer"])
def test_a_token_of_one_mission_opens_no_address_of_another_and_none_of_its_own_with_another_s_number(
    mine: Mission, other: Mission, by: str
) -> None:
    before, known = rows_of(other), objects_of(other)
    phone, client = Phone(mine), Client()
    bearer = {"Authorization": f"Bearer {mine.device.username}.{mine.password}"}
    for name, route in ROUTES.items():
        if not route.startswith(("/o/", "/m/MISSION/form/")):
            continue
        for slug in (mine.slug, other.slug):
            address = re.sub(r"/1(?=/|$)", f"/{known['form']}", route.replace("MISSION", slug))
            numbered = address != route.replace("MISSION", slug)
            if slug == mine.slug and not numbered:
                continue
            for method in ("GET", "POST"):
                digest = by == "digest" and route.startswith("/o/")
                answer = (
                    phone.ask(method, address) if digest else client.generic(method, address, headers=bearer)
                )
                public = name in ("web_form", "web_form_worker", "web_form_part", "web_form_report")
                assert public or answer.status_code in (401, 403, 404, 405), (
                    name,
                    method,
                    answer.status_code,
                )
                assert public or said_of(other, answer) == [], name
    assert rows_of(other) == before


def test_a_role_is_given_to_an_account_of_another_mission_without_changing_that_one(
    mine: Mission, other: Mission
) -> None:
    """Accounts are the server's: a name can be given a role here, which is nothing to the other mission."""
    user, client = other.user("desk"), mine.client("coordinator")
    before = rows_of(other)
    given = {"username": user.username, "role": "analyst"}
    assert client.post(f"/m/{mine.slug}/people", given).status_code == 302
    assert client.post(f"/m/{mine.slug}/people/{user.pk}/end", {"act": "role"}).status_code == 302
    assert rows_of(other) == before
    assert (
        Client().post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    )
