"""From stored reports of incidents to what each tells of its event, with no more of a row than that needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scrutator.field.deciding.standing import corrected
from scrutator.field.incidents.told import Told, events
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.privacy import rounded
from scrutator.field.shown.incidents import KIND, KNOWN, MOMENT
from scrutator.field.submission import plain_path
from scrutator.web.desk.models import Standing
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Received, Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission

WORDS = "i_text"
COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)
MOST_KEPT, CHUNK = 50_000, 500
_SAID: dict[int, dict[str, str]] = {}


@dataclass(frozen=True)
class Row:
    """What is read of a stored report of an incident, and of how it came; `index` is its place in the log."""

    number: int
    state: str
    superseded: bool
    published: int | None
    unsafe: bool
    instance: str
    replaces: str
    received: int
    at: datetime
    observer: int | None
    opaque: str | None
    team: str | None
    place: str | None
    place_name: str | None
    index: int
    outside: bool | None
    zone_of_place: str | None
    zone_of_mission: str

    @property
    def day(self) -> str:
        """The day on which it came in, by the clock of its place, else of its mission."""
        zone = ZoneInfo(self.zone_of_place or self.zone_of_mission)
        return self.at.astimezone(zone).date().isoformat()


_COLUMNS = (
    *("pk", "state", "superseded", "published", "unsafe", "instance_id", "replaces", "received"),
    *("received__at", "received__device__observer", "received__device__observer__opaque"),
    *("received__device__observer__team", "place__code", "place__name", "received__leaf__index"),
    *("received__desk_entry__outside", "place__time_zone", "mission__time_zone"),
)


def incident_rows_of(mission: Mission) -> dict[int, Row]:
    """The mission's reports of incidents by their numbers, in their order."""
    found = Submission.objects.filter(mission=mission, form_id=INCIDENT_FORM).order_by("pk")
    return {cells[0]: Row(*cells) for cells in found.values_list(*_COLUMNS)}


def told_for_a_case(mission: Mission) -> dict[int, tuple[Told, int]]:
    """What each report tells and the number of the event, for a publication: the status that the desk decided
    of an event stands with each of its reports, for the one that opened it may not be shown."""
    found = events(told_in(incident_rows_of(mission)))
    return {
        one.number: (replace(one, status=reports[0].status, decided_of=reports[0].decided_of), number)
        for number, reports in found.items()
        for one in reports
    }


def told_in(reports: Mapping[int, Row]) -> Iterator[Told]:
    """What each of these reports tells of its event."""
    standing = {one.submission_id: one for one in of_numbers(Standing.objects.all(), "submission", reports)}
    said = said_in(reports.values())
    of_instance: dict[tuple[str, int | None], int] = {}
    for number, one in reports.items():
        of_instance.setdefault((one.instance, one.observer), number)
    for number, one in reports.items():
        replaces = of_instance.get((one.replaces, one.observer)) if one.replaces else None
        yield _one_told(one, said[number], standing.get(number), replaces)


def _one_told(one: Row, sent: Mapping[str, str], stands: Standing | None, replaces: int | None) -> Told:
    said = corrected(sent, stands.corrections if stands else {})
    day = rounded(said.get(MOMENT, ""), 1440) or one.day
    return Told(
        one.number,
        one.opaque or "",
        one.team or "",
        said.get(KIND, ""),
        one.place or "",
        day[:10],
        said.get(KNOWN, ""),
        words=said.get(WORDS, ""),
        by_observer=one.observer is not None and not one.outside,
        relayed=bool(stands and stands.relayed),
        counts=one.state in COUNTED and not one.superseded and one.published is not None,
        held=one.unsafe,
        joined=stands.joined_id if stands else None,
        replaces=replaces if replaces != one.number else None,
        status=stands.status if stands else "",
        decided_of=stands.decided_of if stands else "",
    )


def said_in(rows: Iterable[Row]) -> dict[int, Mapping[str, str]]:
    """What each report says as it was sent, by the names of its form's questions that are asked once. One
    that was never published, or deleted by `mission retire`, says nothing."""
    listed = list(rows)
    known = {one.received: one for one in listed if one.published is not None and one.instance}
    if len(_SAID) > MOST_KEPT:
        _SAID.clear()
    new = [number for number in known if number not in _SAID]
    for begin in range(0, len(new), CHUNK):
        for received in Received.objects.filter(pk__in=new[begin : begin + CHUNK]):
            _SAID[received.pk] = _read(received, known[received.pk].published or 0)
    return {one.number: _SAID[one.received] if one.received in known else {} for one in listed}


def _read(received: Received, form: int) -> dict[str, str]:
    """What was received never changes."""
    if not bytes(received.content):
        return {}
    names = {question.path: question.name for question in questions_of(form) if not question.repeats}
    said = report_in(received).answers
    return {names[plain_path(path)]: value for path, value in said if plain_path(path) in names}
