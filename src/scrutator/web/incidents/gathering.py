"""From the mission's reports to its incidents, as far as the one who asks may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.field.incidents.status import Verified, status_of
from scrutator.field.incidents.taxonomy import IncidentKind, bundled_taxonomy, taxonomy_in
from scrutator.field.incidents.told import Told, events, held
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.shown.incidents import KIND
from scrutator.web.desk.telling import Row, incident_rows_of, told_in
from scrutator.web.incidents.models import KindTable
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission
from scrutator.web.roles import Role


@dataclass(frozen=True)
class Event:
    """An incident: what its reports tell of it and their rows, the earliest first, what may be said of it,
    whether it is hidden."""

    number: int
    rows: tuple[Row, ...]
    told: tuple[Told, ...]
    verified: Verified
    held: bool

    @property
    def index(self) -> int:
        """The place of its earliest report in the log."""
        return self.rows[0].index

    @property
    def first(self) -> Told:
        """The earliest report that counts, else the earliest."""
        return next((one for one in self.told if one.counts), self.told[0])


def visible_events(request: Any) -> list[Event]:
    """The incidents that the one who asks may see: hidden ones are the coordinator's. The newest first.

    They are read once for a request: its ETag and its page are of one moment.
    """
    if not hasattr(request, "incidents"):
        found = events_of(request.mission)
        request.incidents = [one for one in found if request.role is Role.COORDINATOR or not one.held]
    listed: list[Event] = request.incidents
    return listed


def one_event(request: Any, number: int) -> Event:
    """The incident of this number, if the one who asks may see it. Raises D54."""
    found = next((one for one in visible_events(request) if one.number == number), None)
    if found is None:
        raise ScrutatorError("D54", "there is no such incident")
    return found


def events_of(mission: Mission) -> list[Event]:
    """Every incident of a mission, the newest first."""
    rows = incident_rows_of(mission)
    found = events(told_in(rows))
    return [
        Event(number, tuple(rows[one.number] for one in told), told, status_of(told), held(told))
        for number, told in sorted(found.items(), reverse=True)
    ]


def kinds_of(mission: Mission) -> Mapping[str, IncidentKind]:
    """The kinds of a mission and the norms that each is about: its own newest table, else the bundled one."""
    own = KindTable.objects.filter(mission=mission).order_by("-pk").first()
    return taxonomy_in(own.table, offered_kinds(mission)) if own else bundled_taxonomy()


def offered_kinds(mission: Mission) -> frozenset[str]:
    """The kinds that any version of the mission's incident form offers, and those of the bundled form."""
    numbers = mission.forms.filter(form_id=INCIDENT_FORM).values_list("pk", flat=True)
    asked = (question for number in numbers for question in questions_of(number) if question.name == KIND)
    return frozenset(choice.value for question in asked for choice in question.choices) | frozenset(
        bundled_taxonomy()
    )
