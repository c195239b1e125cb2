"""From the mission's reports to its incidents, as far as the one who asks may see them.

They are kept until something comes, is decided or is changed: once as the coordinator sees them, once as
others do.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Max

from scrutator.errors import ScrutatorError
from scrutator.field.incidents.status import Verified, status_of
from scrutator.field.incidents.taxonomy import IncidentKind, bundled_taxonomy, taxonomy_in
from scrutator.field.incidents.told import Told, events, held
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.shown.incidents import KIND
from scrutator.web.desk.telling import Row, incident_rows_of, told_in
from scrutator.web.incidents.models import KindTable
from scrutator.web.intake.models import Decision, Submission
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

    @cached_property
    def digest(self) -> str:
        """A hash of all that is said of it."""
        said = repr((self.number, self.held, self.told, self.verified))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Seen:
    """The incidents that one may see, the newest first, and a hash of all that is said of them."""

    events: tuple[Event, ...]
    digest: str


State = tuple[Any, ...]
_LAST: dict[tuple[int, bool], tuple[State, Seen]] = {}


def seen_by(request: Any) -> Seen:
    """The incidents that the one who asks may see: hidden ones are the coordinator's.

    They are asked for once in a request: its ETag and its page are of one moment.
    """
    if not hasattr(request, "incidents"):
        request.incidents = _kept(request.mission, with_hidden=request.role is Role.COORDINATOR)
    seen: Seen = request.incidents
    return seen


def visible_events(request: Any) -> tuple[Event, ...]:
    """The incidents that the one who asks may see, the newest first."""
    return seen_by(request).events


def not_hidden(mission: Mission) -> tuple[Event, ...]:
    """The incidents that are not hidden, the newest first, the same for all who ask."""
    return _kept(mission, with_hidden=False).events


def gather(mission: Mission) -> None:
    """Look at all incidents, so that the first who asks need not wait for it."""
    for with_hidden in (True, False):
        _kept(mission, with_hidden=with_hidden)


def _kept(mission: Mission, *, with_hidden: bool) -> Seen:
    """The last that was seen, if nothing changed since; the state is read before what it is the state of."""
    key, state = (mission.pk, with_hidden), _state(mission)
    known = _LAST.get(key)
    if known is not None and known[0] == state:
        return known[1]
    found = tuple(one for one in events_of(mission) if with_hidden or not one.held)
    said = "".join(one.digest for one in found)
    seen = Seen(found, hashlib.sha256(said.encode()).hexdigest())
    _LAST[key] = (state, seen)
    return seen


def _state(mission: Mission) -> State:
    """Changes with whatever incidents depend on, and not with every report: the last report of an incident
    and how many are what; the last act and the last decision; the stations and their clock."""
    reports = Submission.objects.filter(mission=mission, form_id=INCIDENT_FORM)
    counts = reports.order_by("state", "unsafe").values_list("state", "unsafe").annotate(n=Count("pk"))
    act = mission.audit_events.order_by("-index").values_list("index", "record").first()
    decided = Decision.objects.aggregate(Max("pk"))["pk__max"]
    last = reports.aggregate(Max("pk"))["pk__max"]
    return last, tuple(counts), act, decided, mission.places_version, mission.time_zone


def one_event(request: Any, number: int) -> Event:
    """The incident of this number, if the one who asks may see it. Raises D54."""
    found = next((one for one in visible_events(request) if one.number == number), None)
    if found is None:
        raise ScrutatorError("D54", "there is no such incident")
    return found


MOST_KEPT = 50_000
_EVENTS: dict[int, Event] = {}


def events_of(mission: Mission) -> list[Event]:
    """Every incident of a mission, the newest first; only those are looked at again of which something
    changed."""
    if len(_EVENTS) > MOST_KEPT:
        _EVENTS.clear()
    rows = incident_rows_of(mission)
    found = sorted(events(told_in(rows)).items(), reverse=True)
    return [_event(number, told, tuple(rows[one.number] for one in told)) for number, told in found]


def _event(number: int, told: tuple[Told, ...], rows: tuple[Row, ...]) -> Event:
    known = _EVENTS.get(number)
    if known is None or known.told != told or known.rows != rows:
        known = _EVENTS[number] = Event(number, rows, told, status_of(told), held(told))
    return known


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
