"""Two missions on one server: no page of one shows anything of the other, walked over every route."""

import io
import re
import zipfile

import pytest

from scrutator.web.desk.models import Message
from scrutator.web.policy import RULES
from scrutator.web.roles import Role
from support.desk import worked
from support.field_server import Mission, Phone, new_mission, ready
from support.phone import report_xml

ready()

MARK = "Zanzibar"
"""In every name, code and text of the other mission, and nowhere else."""


SAMPLES = {"table": "reports", "kind": "csv", "language": "en"}


def address(pattern: object) -> str:
    """The route's address: numbers are 1, names x."""
    route = str(pattern.pattern)
    for kind, name in re.findall(r"<(\w+):(\w+)>", route):
        text = "MISSION" if name == "mission" else SAMPLES.get(name, "1" if kind == "int" else "x")
        route = route.replace(f"<{kind}:{name}>", text)
    return f"/{route}"


def routes() -> dict[str, str]:
    """The routes that a coordinator opens, by name."""
    from scrutator.web.urls import urlpatterns

    mine = (one for one in urlpatterns if isinstance(RULES[one.name], frozenset))
    return {one.name: address(one) for one in mine if Role.COORDINATOR in RULES[one.name]}


ROUTES = routes()


@pytest.fixture(scope="module")
def other() -> Mission:
    """A mission with a station, team, partner, report, message and person of its own."""
    made = new_mission()
    made.row.name = f"{MARK} watch"
    made.row.save()
    place = made.row.places.create(code=f"{MARK}-1", name=f"School {MARK}", parent=None)
    observer = made.row.observers.get()
    observer.code, observer.team, observer.partner = f"{MARK}-A", f"{MARK} team", f"{MARK} partner"
    observer.save()
    made.row.rounds.get().deployments.create(observer=observer, place=place)
    xml = report_xml(1, station=f"{MARK}-1", overall=MARK)
    assert Phone(made).send(xml).status_code == 201
    worked(made)
    report = made.row.submissions.get()
    user = made.user("coordinator")
    Message.objects.create(
        mission=made.row,
        observer=observer,
        submission=report,
        user=user,
        words=f"call {MARK}",
        at=report.received.at,
    )
    return made


@pytest.fixture(scope="module")
def mine() -> Mission:
    made = new_mission()
    Phone(made).send(report_xml(1))
    worked(made)
    return made


def test_the_other_mission_s_own_pages_show_it(other: Mission) -> None:
    """The control: what is looked for below is there to be found."""
    client = other.client("coordinator")
    pages = ("", "devices", "messages", f"station?code={MARK}-1")
    assert all(MARK.encode() in client.get(f"/m/{other.slug}/{path}").content for path in pages)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_no_page_of_a_mission_shows_anything_of_another(mine: Mission, other: Mission, route: str) -> None:
    report, theirs = mine.row.submissions.get().pk, other.row.submissions.get().pk
    asked = ROUTES[route].replace("MISSION", mine.slug)
    client = mine.client("coordinator")
    form = str(mine.row.forms.first().pk)
    for number in (report, theirs):
        path = asked.replace("/reports/1", f"/reports/{number}").replace("/forms/1", f"/forms/{form}")
        answer = client.get(path)
        shown = b"".join(answer) if answer.streaming else answer.content
        assert MARK.encode() not in shown, path


@pytest.mark.parametrize("table", ["reports", "answers", "places", "observers", "messages"])
def test_no_export_of_a_mission_holds_anything_of_another(mine: Mission, other: Mission, table: str) -> None:
    for kind in ("csv", "xlsx"):
        answer = mine.client("coordinator").get(f"/m/{mine.slug}/exports/{table}.{kind}")
        assert answer.status_code == 200
        assert MARK.encode() not in plain(b"".join(answer), kind)
    control = other.client("coordinator").get(f"/m/{other.slug}/exports/places.xlsx")
    assert MARK.encode() in plain(b"".join(control), "xlsx")


def plain(content: bytes, kind: str) -> bytes:
    if kind == "csv":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_a_station_an_observer_or_a_filter_of_another_mission_finds_nothing(
    mine: Mission, other: Mission
) -> None:
    client = mine.client("coordinator")
    assert client.get(f"/m/{mine.slug}/station?code={MARK}-1").status_code == 404
    listed = client.get(f"/m/{mine.slug}/devices?of={MARK}-A").content
    assert other.device.username.encode() not in listed
    before = client.get(f"/m/{mine.slug}/?before={10**9}").content
    assert MARK.encode() not in before
