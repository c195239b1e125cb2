"""Incidents in tests: reports that phones send, what the desk writes down and decides."""

from datetime import UTC, datetime
from typing import Any

from support.field_forms import bundled_published
from support.field_server import Mission, Phone
from support.phone import INSTANCE

SAID = {
    "i_kind": "campaigning", "i_when": "2026-11-29T10:00", "i_stage": "voting", "i_station": "S1", "i_known": "saw",
    "i_safe": "yes", "i_effect": "minor", "i_publish": "yes", "i_text": "A poster of a list hangs at the door.",
}  # fmt: skip


def told(number: int, edits: int | None = None, **said: str) -> bytes:
    """A report of an incident; "" leaves an answer out."""
    from scrutator.field.report_xml import report_xml

    answers = {name: value for name, value in (SAID | said).items() if value}
    deprecated = INSTANCE.format(edits) if edits is not None else ""
    return report_xml(bundled_published("incident"), answers, INSTANCE.format(number), deprecated)


def other(mission: Mission, code: str, team: str) -> Phone:
    """The phone of another observer."""
    from scrutator.web.missions import tokens

    observer = mission.row.observers.create(code=code, opaque=f"{code}{mission.slug}"[:32], team=team)
    token = tokens.new_token(mission.row, observer, (), datetime.now(UTC))
    return Phone(Mission(mission.row, token.device, token.password), f"collect:{code}")


def page(mission: Mission, path: str = "incidents", role: str = "desk") -> str:
    """A page of the desk."""
    return str(mission.client(role).get(f"/m/{mission.slug}/{path}").content.decode())


def act(mission: Mission, number: int, role: str = "desk", **fields: Any) -> int:
    """Decide about an incident; the status of the answer."""
    fields = {"reason": "we called them", **fields}
    return int(mission.client(role).post(f"/m/{mission.slug}/incidents/{number}/act", fields).status_code)


def event(mission: Mission, index: int = 0) -> Any:
    """The incident with this place, the earliest first."""
    from scrutator.web.incidents.gathering import events_of

    return sorted(events_of(mission.row), key=lambda one: one.number)[index]


def confirmed(mission: Mission, phone: Phone) -> int:
    """An incident that two teams saw, and that is called confirmed."""
    phone.send(told(1))
    other(mission, "A-02", "T2").send(told(2, i_text="I saw posters on the wall beside the entrance."))
    number = int(event(mission).number)
    assert act(mission, event(mission, 1).number, act="join", into=number) == 302
    assert act(mission, number, act="status", status="confirmed") == 302
    return number


def write(mission: Mission, role: str = "desk", token: str = "ab" * 16, **fields: str) -> Any:
    """Write a report down at the desk."""
    given = {**SAID, "token": token, "observer": "", **fields}
    return mission.client(role).post(f"/m/{mission.slug}/incidents/new", given)
