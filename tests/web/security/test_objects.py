"""Nothing of another mission is opened, shown or changed by its numbers, codes, tokens or names, on any route.

Every parameter of the router is the other mission's, and so is every field that any page reads; afterwards every
row of the other mission is what it was, and no answer held a word of it.
"""

import itertools
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.test import Client

from support.field_server import PASSWORD, Mission, Phone, ready
from support.full_mission import full_mission
from support.given_fields import fields_of, given
from support.incidents import event
from web.test_policy import ROUTES

ready()
ROLES = ("coordinator", "desk", "analyst", "editor", "approver", "key-holder")
SECRETS = (
    "Foreign School",
    "Foreign reason",
    "Foreign words",
    "T-FOREIGN",
    "Aigerim Foreign",
    "Foreign night",
)
# Parameters of routes that name nothing of a mission: public texts, kinds of tables, one's own workspace.
OF_NO_MISSION = {"token", "role", "language", "table", "kind", "build", "work", "path", "name"}


@pytest.fixture(scope="module")
def other() -> Mission:
    """Another mission with one of everything, and a release whose number mine does not have."""
    return full_mission("Foreign", "B-77", "ZZ9", releases=2)


@pytest.fixture(scope="module")
def mine() -> Mission:
    return full_mission("Home", "A-01", "YY8")


@pytest.fixture
def fresh() -> Mission:
    """A mission of mine that no other walk has changed."""
    return full_mission("Home", "A-01", "YY8")


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


def objects_of(mission: Mission, route: str = "") -> dict[str, str]:
    """The number of one thing of a mission for each parameter of the router that names one, at this route."""
    row = mission.row
    photos = apps.get_model("intake", "Attachment").objects.filter(submission__mission=row).order_by("pk")
    photo = photos.last() if route.startswith("sheet") else photos.first()
    numbers = {"name": row.name_requests, "sms": row.sms_numbers}
    return {
        "form": str(row.forms.first().pk),
        "report": str(photo.submission_id if "photo" in route or route == "sheet" else first_report(mission)),
        "attachment": str(photo.pk),
        "device": str(row.devices.order_by("pk").first().pk),
        "message": str(row.messages.get().pk),
        "user": str(row.memberships.first().user_id),
        "code": str(receipt_of(mission)),
        "pk": str(row.memberships.first().user_id),
        "incident": str(event(mission).number),
        "bulk": str(row.bulks.get().pk),
        "key": str(row.approver_keys.get().pk),
        "plan": str(row.audit_plans.get().pk),
        "release": str(row.releases.order_by("number").last().number),
        "number": str(numbers.get(route.split("_")[0], row.sms_numbers).first().pk),
    }


def first_report(mission: Mission) -> int:
    return int(mission.row.submissions.order_by("pk").first().pk)


def receipt_of(mission: Mission) -> str:
    from scrutator.web.receipts import receipt

    leaf = mission.row.leaves.order_by("index").first()
    return receipt(leaf.index, bytes(leaf.hash))


def address(route: str, slug: str, values: dict[str, str]) -> str:
    """The address of a route: what names nothing of a mission is a sample."""
    samples = {"mission": slug, "language": "en", "name": "release.json", "table": "reports", "kind": "csv"}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: {**samples, **values}.get(found[1], "en"), route)


def routes() -> Iterator[tuple[str, str, list[str]]]:
    """Every route of a mission: its name, its pattern, its parameters that name a thing of a mission."""
    from scrutator.web.urls import urlpatterns

    for pattern in urlpatterns:
        route = str(pattern.pattern)
        parameters = re.findall(r"<\w+:(\w+)>", route)
        if "mission" in parameters:
            yield pattern.name, route, [one for one in parameters if one not in OF_NO_MISSION | {"mission"}]


def addresses(mine: Mission, other: Mission) -> Iterator[tuple[str, str]]:
    """Every route of my mission with a parameter: each the other mission's, and each mixture with mine."""
    for name, route, parameters in routes():
        for chosen in itertools.product((other, mine), repeat=len(parameters)):
            if other in chosen:
                of = zip(parameters, chosen, strict=True)
                values = {one: objects_of(whose, name)[one] for one, whose in of}
                yield name, address(route, mine.slug, values)


def test_every_parameter_of_the_router_names_a_thing_of_a_mission_or_nothing_of_one(other: Mission) -> None:
    from scrutator.web.urls import urlpatterns

    found = {name for one in urlpatterns for _, name in re.findall(r"<(\w+):(\w+)>", str(one.pattern))}
    assert found == {*objects_of(other), "mission"} | OF_NO_MISSION
    tried = {name for name, _ in addresses(other, other)}
    assert tried == {name for name, _, parameters in routes() if parameters}


READ = r'(?:POST|FILES)(?:\.get|\.getlist)?[(\[]"(\w+)"|"(\w+)" in request\.POST|FILES, "(\w+)"'
OTHERWISE = r'request\.(?:POST|FILES)\b(?!(?:\.get|\.getlist)?[(\[]"|, "\w)'
# Where fields are read by names that the line does not hold, how often, and what they are.
READ_OTHERWISE: dict[str, tuple[int, set[str]]] = {
    "importing/views.py": (3, {"system", "form", "observer", "title", "token"}),
    "incidents/acting.py": (1, {"into", "report"}),
    "incidents/views.py": (1, {"i_station", "i_kind", "i_text"}),  # questions of the form
    "messaging/views.py": (2, {"by", "part", "form", "table"}),
    "middleware.py": (1, set()),  # looks at every field for what no database keeps
    "desk/deciding.py": (1, {"form", "question", "value"}),
    "missions/views.py": (3, {"token"}),  # and the fields of a new mission, of the administrator's own page
    "night/keying_views.py": (2, {"list_1"}),  # lines of the form
    "night/views.py": (1, {"rules", "sample", "frame", "replaced"}),
}


def test_every_field_that_a_page_reads_is_tried(other: Mission) -> None:
    root, read, otherwise = Path(str(files("scrutator.web"))), set(), {}
    for path in root.rglob("*.py"):
        if path.is_relative_to(root / "own") or path.is_relative_to(root / "law"):
            continue
        text = path.read_text(encoding="utf-8")
        read |= {name for found in re.findall(READ, text) for name in found if name}
        if many := len(re.findall(OTHERWISE, text)):
            otherwise[path.relative_to(root).as_posix()] = many
    assert otherwise == {name: many for name, (many, _) in READ_OTHERWISE.items()}
    read |= set().union(*(names for _, names in READ_OTHERWISE.values()))
    tried = set().union(*(one for name, _, _ in routes() for one in given(name, other)))
    assert read - tried == set()
    assert read - set(fields_of(other)) == {"i_station", "i_kind", "i_text", "list_1"}


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
    assert len(tried) >= 35
    for name, url in tried:
        for answer in (client.get(url), *(client.post(url, one) for one in given(name, other))):
            # Revoking a token that the mission does not have goes back to its list, and changes nothing.
            harmless = {302} if name == "device_revoke" else {200} if name.startswith("log_") else set()
            assert answer.status_code in {401, 403, 404, 405} | harmless, (name, answer.status_code)
            assert said_of(other, answer) == [] or name.startswith("log_"), name
    assert rows_of(other) == before


@pytest.mark.parametrize("role", ROLES)
def test_no_field_that_is_posted_reaches_another_mission(fresh: Mission, other: Mission, role: str) -> None:
    """Each route with the numbers of my own mission, so that the page reads what is posted."""
    before, client = rows_of(other), fresh.client(role)
    values = {name: objects_of(fresh, name) for name, _, _ in routes()}
    for name, route, _ in routes():
        if not route.startswith(("o/", "sms/", "messenger/", "log/")):
            for one in given(name, other):
                answer = client.post(address(route, fresh.slug, values[name]), one)
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
            url = re.sub(r"/1(?=/|$)", f"/{known['form']}", route.replace("MISSION", slug))
            numbered = url != route.replace("MISSION", slug)
            if slug == mine.slug and not numbered:
                continue
            for method in ("GET", "POST"):
                digest = by == "digest" and route.startswith("/o/")
                answer = phone.ask(method, url) if digest else client.generic(method, url, headers=bearer)
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
