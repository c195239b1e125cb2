"""From stored reports of incidents to what each tells of its event, with no more of a row than that needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
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
from scrutator.web.intake.rows import of_numbers, query
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


_STANDS = """SELECT id, state, CASE WHEN superseded THEN 1 ELSE 0 END, published_id,
    CASE WHEN unsafe THEN 1 ELSE 0 END, place_id, CASE WHEN instance_id = '' THEN 1 ELSE 0 END
    FROM intake_submission WHERE mission_id = %s AND form_id = %s"""
_PEOPLE = "SELECT opaque, team FROM missions_observer WHERE mission_id = %s"
Token = tuple[Any, ...]
_ROWS: dict[int, tuple[Token, Row]] = {}


def incident_rows_of(mission: Mission) -> dict[int, Row]:
    """The mission's reports of incidents by their numbers, in their order.

    How a report came never changes until it is deleted, and is not read again; what became of it, its place
    and its observer's team are looked at each time, by plain statements.
    """
    if len(_ROWS) > MOST_KEPT:
        _ROWS.clear()
    teams, version = dict(query(_PEOPLE, [mission.pk])), (mission.places_version, mission.time_zone)
    kept = {
        number: (cells, _ROWS.get(number)) for number, *cells in query(_STANDS, [mission.pk, INCIDENT_FORM])
    }
    tokens = {
        number: (*cells, version, teams.get(known[1].opaque or "") if known else None)
        for number, (cells, known) in kept.items()
    }
    found = {number: known[1] for number, (_, known) in kept.items() if known and known[0] == tokens[number]}
    rows = Submission.objects.values_list(*_COLUMNS)
    for cells in of_numbers(rows, "pk", [number for number in kept if number not in found]):
        row = found[cells[0]] = Row(*cells)
        _ROWS[row.number] = ((*kept[row.number][0], version, teams.get(row.opaque or "")), row)
    return {number: found[number] for number in sorted(found)}


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
    decided = reports.keys() & set(Standing.objects.values_list("submission", flat=True))
    standing = {one.submission_id: one for one in of_numbers(Standing.objects.all(), "submission", decided)}
    said = said_in(reports.values())
    of_instance: dict[tuple[str, int | None], int] = {}
    for number, one in reports.items():
        of_instance.setdefault((one.instance, one.observer), number)
    for number, one in reports.items():
        replaces = of_instance.get((one.replaces, one.observer)) if one.replaces else None
        yield _kept_told(one, said[number], standing.get(number), replaces)


_TOLD: dict[int, tuple[Row, int | None, Told]] = {}


def _kept_told(one: Row, sent: Mapping[str, str], stands: Standing | None, replaces: int | None) -> Told:
    """What a report tells; kept as long as nothing became of it, for one that the desk decided nothing of."""
    if stands is not None:
        return _one_told(one, sent, stands, replaces)
    if len(_TOLD) > MOST_KEPT:
        _TOLD.clear()
    known = _TOLD.get(one.number)
    if known is None or known[0] is not one or known[1] != replaces:
        known = _TOLD[one.number] = (one, replaces, _one_told(one, sent, None, replaces))
    return known[2]


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
