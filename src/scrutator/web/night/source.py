"""From the mission's database to the night's reports: what came, what a station's reports say together.

What a report says and how it came never changes, and is read once; what became of it is read each time, by
one statement without the object mapper. A station is merged again only when other reports of it count, or one
was corrected.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from scrutator.field.checks.mission import said_by
from scrutator.field.deciding.standing import Act, in_force
from scrutator.field.merging import Merged, merge_station
from scrutator.field.mission import State
from scrutator.field.outcomes import IMPORTED
from scrutator.web.desk.acts import decided
from scrutator.web.desk.checking.filed import filed, with_origin
from scrutator.web.desk.models import Standing
from scrutator.web.desk.records import APART, state_of
from scrutator.web.intake.models import IMPORT, Decision, Flag, Received, Submission
from scrutator.web.intake.rows import of_numbers, query
from scrutator.web.missions.models import Mission, Place
from scrutator.web.night.arrivals import Came, Line

Said = Mapping[str, Mapping[str, Line]]
Corrections = tuple[tuple[str, str], ...]
NO_MORE = "its content was deleted at the end of the mission"
MOST_KEPT = 200_000


class Stands(NamedTuple):
    """What became of a report, as the database holds it now; `gone`: its content was deleted."""

    pk: int
    state: str
    superseded: bool
    unsafe: bool
    published_id: int | None
    place: int | None
    gone: bool


# Without an order the database takes the form's index; whole numbers spare a conversion of every cell.
_STANDS = """SELECT id, state, CASE WHEN superseded THEN 1 ELSE 0 END, CASE WHEN unsafe THEN 1 ELSE 0 END,
    published_id, place_id FROM intake_submission WHERE mission_id = %s AND form_id = %s"""


def stands_of(mission: Mission, form_id: str) -> list[Stands]:
    """What became of the reports of a form, in the order of their numbers."""
    rows = sorted(query(_STANDS, [mission.pk, form_id]))
    gone = _gone(mission, form_id)
    return [Stands._make((*row, row[0] in gone)) for row in rows]


def _gone(mission: Mission, form_id: str) -> frozenset[int]:
    """The reports whose content was deleted, all of a mission at once, with the ids of what was received."""
    emptied = Received.objects.filter(mission=mission, instance_id="")
    if not emptied.exists():
        return frozenset()
    found = Submission.objects.filter(mission=mission, form_id=form_id, received__content=b"")
    return frozenset(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Origin:
    """How a report came, which never changes."""

    instance_id: str
    replaces: str
    at: datetime
    index: int
    channel: str


@dataclass(frozen=True)
class Marks:
    """Reports by their numbers that answer what is not asked, those whose results the desk keeps apart, and
    those that are taken as if they were not hidden."""

    unasked: Collection[int]
    apart: Collection[int]
    as_if_shown: Collection[int]


def reports_of(
    mission: Mission,
    form_id: str,
    lines: Sequence[str],
    before: int | None = None,
    as_if_shown: Collection[int] = (),
) -> tuple[list[Came], Said]:
    """Answer: which protocols came, and what do those that count say to these lines, by station?

    `before` is the size of the log that is looked at, with the desk's decisions of this moment; None: all.
    Reports `as_if_shown` are taken as if they were not hidden.
    """
    stand = stands_of(mission, form_id)
    origins = _origins(one.pk for one in stand)
    if before is not None:
        stand = _as_they_stood([one for one in stand if origins[one.pk].index < before], origins)
    found = Submission.objects.filter(mission=mission, form_id=form_id)
    marked = Flag.objects.filter(submission__in=found, kind=Flag.Kind.UNASKED)
    stands = Standing.objects.filter(submission__in=found)
    marks = Marks(
        frozenset(marked.values_list("submission_id", flat=True)),
        frozenset(stands.filter(results_apart=True).values_list("submission_id", flat=True)),
        frozenset(as_if_shown),
    )
    changed = {
        number: tuple(sorted(said.items()))
        for number, said in stands.exclude(corrections={}).values_list("submission_id", "corrections")
    }
    codes = _stations(mission.pk, mission.places_version)
    came = _came(stand, origins, codes, marks)
    counted = [
        (said.station, one.pk, changed.get(one.pk, ()))
        for one, said in zip(stand, came, strict=True)
        if not said.set_aside and said.station
    ]
    return came, _said(mission, form_id, tuple(lines), counted)


@lru_cache(maxsize=8)
def _stations(mission: int, version: int) -> Mapping[int, str]:
    """The codes of the mission's stations, by the number of their rows; `version` is that of its places."""
    found = Place.objects.filter(mission=mission, kind="station")
    return dict(found.values_list("pk", "code"))


_ORIGINS: dict[int, Origin] = {}
_COLUMNS = ("instance_id", "replaces", "received__at", "received__leaf__index", "received__channel")


def _origins(numbers: Iterable[int]) -> Mapping[int, Origin]:
    """How these reports came; only those not known are read."""
    if len(_ORIGINS) > MOST_KEPT:
        _ORIGINS.clear()
    listed = list(numbers)
    known = {number: _ORIGINS[number] for number in listed if number in _ORIGINS}
    rows = Submission.objects.values_list("pk", *_COLUMNS)
    new = of_numbers(rows, "pk", [number for number in listed if number not in known])
    read = {number: Origin(*cells) for number, *cells in new}
    _ORIGINS.update(read)
    return known | read


def _as_they_stood(rows: Sequence[Stands], origins: Mapping[int, Origin]) -> list[Stands]:
    """Reports that only what came later replaces stand as they stood then."""
    replaced = {origins[one.pk].replaces for one in rows} - {""}
    return [
        one._replace(superseded=one.superseded and origins[one.pk].instance_id in replaced) for one in rows
    ]


Token = tuple[Stands, str, bool, bool]
_CAME: dict[int, tuple[Token, Came]] = {}


def _came(
    rows: Sequence[Stands], origins: Mapping[int, Origin], codes: Mapping[int, str], marks: Marks
) -> list[Came]:
    """The reports as the night sees them; only those of which something changed are looked at again."""
    if len(_CAME) > MOST_KEPT:
        _CAME.clear()
    found = []
    for row in rows:
        one = row._replace(unsafe=False) if row.unsafe and row.pk in marks.as_if_shown else row
        station = codes.get(one.place or 0, "")
        token = (one, station, one.pk in marks.unasked, one.pk in marks.apart)
        known = _CAME.get(one.pk)
        if known is None or known[0] != token:
            origin = origins[one.pk]
            because = _set_aside(one, origin, marks)
            came = Came(str(one.pk), station, origin.at, origin.index, because)
            known = _CAME[one.pk] = (token, came)
        found.append(known[1])
    return found


def _set_aside(one: Stands, origin: Origin, marks: Marks) -> str:
    """Why a report does not count on the night; "" when it does."""
    if origin.channel.startswith(IMPORT):
        return IMPORTED  # nothing shows that it came from an observer on the night
    state, reason = state_of(one, one.pk in marks.unasked)
    if state is not State.ACCEPTED:
        return reason
    if one.pk in marks.apart:
        return APART
    return NO_MORE if one.gone else ""


def _said(
    mission: Mission, form_id: str, lines: tuple[str, ...], counted: Sequence[tuple[str, int, Corrections]]
) -> Said:
    """What the reports of each station say together; what the desk chose, as long as a report gives it."""
    at_station: dict[str, list[tuple[int, Corrections]]] = defaultdict(list)
    for station, number, changed in counted:
        at_station[station].append((number, changed))
    merged = _merged({station: tuple(found) for station, found in at_station.items()}, lines)
    chosen = _chosen(mission, form_id)
    said = {station: found.lines for station, found in merged.items()}
    return said | {
        station: {one.question: _line(one, values) for one in merged[station].merged}
        for station, values in chosen.items()
        if station in merged
    }


@dataclass(frozen=True)
class Together:
    """What the reports of a station say to the lines, and the same before the desk chooses."""

    merged: tuple[Merged, ...]
    lines: Mapping[str, Line]


_MERGED: dict[tuple[Any, ...], Together] = {}


def _merged(
    at_station: Mapping[str, tuple[tuple[int, Corrections], ...]], lines: tuple[str, ...]
) -> dict[str, Together]:
    """What each station's reports say to these lines; only those not merged before are read."""
    keys = {station: (found, lines) for station, found in at_station.items()}
    if len(_MERGED) > MOST_KEPT:
        _MERGED.clear()
    known = {station: _MERGED[key] for station, key in keys.items() if key in _MERGED}
    new = {station: key for station, key in keys.items() if station not in known}
    numbers = [number for found, _ in new.values() for number, _ in found]
    read = filed(list(of_numbers(with_origin(Submission.objects.all()), "pk", numbers)))
    wanted = set(lines)
    for station, key in new.items():
        together = merge_station(said_by(read[number]) for number, _ in key[0] if number in read)
        asked = tuple(one for one in together if one.question in wanted)
        known[station] = _MERGED[key] = Together(asked, {one.question: _line(one, {}) for one in asked})
    return known


def _line(one: Merged, chosen: Mapping[str, str]) -> Line:
    value = chosen.get(one.question)
    if value is not None and value in {version.value for version in one.versions}:
        return Line(value, len(one.versions))
    return Line(one.agreed, len(one.versions))


def _chosen(mission: Mission, form_id: str) -> Mapping[str, Mapping[str, str]]:
    """The answers that the desk chose, by station and question."""
    rows = defaultdict(list)
    for row in Decision.objects.filter(place__mission=mission).select_related("place"):
        rows[row.place.code].append(row)
    return {
        station: {
            one.content["question"]: one.content["value"]
            for one in in_force(decided(of_station))
            if one.act is Act.SETTLE and one.content["form"] == form_id
        }
        for station, of_station in rows.items()
    }
