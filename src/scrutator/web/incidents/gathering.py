"""From the mission's reports to its incidents, as far as the one who asks may see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import corrected
from scrutator.field.incidents.status import Verified, status_of
from scrutator.field.incidents.taxonomy import IncidentKind, bundled_taxonomy, taxonomy_in
from scrutator.field.incidents.told import Told, events, held
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.privacy import rounded
from scrutator.field.shown.incidents import KIND, KNOWN, MOMENT
from scrutator.field.submission import plain_path
from scrutator.web.desk.models import Standing
from scrutator.web.incidents.models import KindTable
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Received, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission
from scrutator.web.roles import Role

WORDS = "i_text"
COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)


@dataclass(frozen=True)
class Event:
    """An incident: the reports that tell of it, the earliest first, what may be said of it, whether it is
    hidden."""

    number: int
    reports: tuple[Submission, ...]
    told: tuple[Told, ...]
    verified: Verified
    held: bool

    @property
    def first(self) -> Told:
        """The earliest report that counts, else the earliest."""
        return next((one for one in self.told if one.counts), self.told[0])


def visible_events(request: Any) -> list[Event]:
    """The incidents that the one who asks may see: hidden ones are the coordinator's. The newest first."""
    found = events_of(request.mission)
    return [one for one in found if request.role is Role.COORDINATOR or not one.held]


def one_event(request: Any, number: int) -> Event:
    """The incident of this number, if the one who asks may see it. Raises D54."""
    found = next((one for one in visible_events(request) if one.number == number), None)
    if found is None:
        raise ScrutatorError("D54", "there is no such incident")
    return found


def events_of(mission: Mission) -> list[Event]:
    """Every incident of a mission, the newest first."""
    rows = Submission.objects.filter(mission=mission, form_id=INCIDENT_FORM).order_by("pk")
    joined = rows.select_related("received__device__observer", "received__leaf", "place")
    reports = {one.pk: one for one in joined.select_related("received__desk_entry")}
    found = events(_told(reports))
    return [
        Event(number, tuple(reports[one.number] for one in told), told, status_of(told), held(told))
        for number, told in sorted(found.items(), reverse=True)
    ]


def _told(reports: Mapping[int, Submission]) -> Iterator[Told]:
    standing = {one.submission_id: one for one in Standing.objects.filter(submission__in=reports)}
    of_instance: dict[tuple[str, int | None], int] = {}
    for number, one in reports.items():
        of_instance.setdefault((one.instance_id, _observer(one)), number)
    for number, one in reports.items():
        yield _one_told(number, one, standing.get(number), of_instance.get((one.replaces, _observer(one))))


def _observer(one: Submission) -> int | None:
    return one.received.device.observer_id if one.received.device else None


def _one_told(number: int, one: Submission, stands: Standing | None, replaces: int | None) -> Told:
    said = answers(one, stands.corrections if stands else {})
    device, entry = one.received.device, getattr(one.received, "desk_entry", None)
    observer = device.observer if device else None
    day = rounded(said.get(MOMENT, ""), 1440) or one.received.at.date().isoformat()
    return Told(
        number,
        observer.opaque if observer else "",
        observer.team if observer else "",
        said.get(KIND, ""),
        one.place.code if one.place else "",
        day[:10],
        said.get(KNOWN, ""),
        words=said.get(WORDS, ""),
        by_observer=observer is not None and not (entry and entry.outside),
        relayed=bool(stands and stands.relayed),
        counts=one.state in COUNTED and not one.superseded and one.published_id is not None,
        held=one.unsafe,
        joined=stands.joined_id if stands else None,
        replaces=replaces if replaces != number else None,
        status=stands.status if stands else "",
        decided_of=stands.decided_of if stands else "",
    )


def answers(one: Submission, corrections: Mapping[str, str]) -> dict[str, str]:
    """What a report says, by the names of its form's questions, as the desk corrected it."""
    if one.published_id is None or not bytes(one.received.content):
        return {}  # never published, or deleted by `mission retire`
    return corrected(dict(_answers(one.received_id, one.published_id)), corrections)


@lru_cache(maxsize=20_000)
def _answers(received: int, form: int) -> tuple[tuple[str, str], ...]:
    """What was received never changes."""
    found = Received.objects.get(pk=received)
    names = {question.path: question.name for question in questions_of(form) if not question.repeats}
    said = report_in(found).answers
    return tuple((names[plain_path(path)], value) for path, value in said if plain_path(path) in names)


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
