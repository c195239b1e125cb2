"""From the mission's database to the night's reports: what came, what a station's reports say together.

What a report says never changes, so a station is merged again only when other reports of it count, or one
was corrected.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scrutator.field.checks.mission import said_by
from scrutator.field.deciding.standing import Act, in_force
from scrutator.field.merging import Merged, merge_station
from scrutator.field.mission import State
from scrutator.field.outcomes import IMPORTED
from scrutator.web.desk.acts import decided
from scrutator.web.desk.checking.filed import filed, with_origin
from scrutator.web.desk.models import Standing
from scrutator.web.desk.records import APART, state_of
from scrutator.web.intake.models import IMPORT, Decision, Flag, Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.missions.models import Mission
from scrutator.web.night.arrivals import Came, Line

Said = Mapping[str, Mapping[str, Line]]
Corrections = tuple[tuple[str, str], ...]
NO_MORE = "its content was deleted at the end of the mission"
MOST_KEPT = 200_000
COLUMNS = (
    *("pk", "state", "superseded", "unsafe", "published_id", "instance_id", "replaces"),
    *("place__code", "place__kind", "received__at", "received__leaf__index", "received__channel"),
)


@dataclass(frozen=True)
class Row:
    """What the database holds of a report but for what it says."""

    pk: int
    state: str
    superseded: bool
    unsafe: bool
    published_id: int | None
    instance_id: str
    replaces: str
    place: str | None
    kind: str | None
    at: datetime
    index: int
    channel: str

    @property
    def station(self) -> str:
        """The code of its station; "" when it is of none."""
        return self.place or "" if self.kind == "station" else ""


def reports_of(
    mission: Mission, form_id: str, lines: Sequence[str], before: int | None = None
) -> tuple[list[Came], Said]:
    """Answer: which protocols came, and what do those that count say to these lines, by station?

    `before` is the size of the log that is looked at, with the desk's decisions of this moment; None: all.
    """
    found = Submission.objects.filter(mission=mission, form_id=form_id)
    if before is not None:
        found = found.filter(received__leaf__index__lt=before)
    rows = [Row(*values) for values in found.order_by("pk").values_list(*COLUMNS)]
    if before is not None:
        rows = _as_they_stood(rows)
    marked = Flag.objects.filter(submission__in=found, kind=Flag.Kind.UNASKED)
    unasked = frozenset(marked.values_list("submission_id", flat=True))
    stands = Standing.objects.filter(submission__in=found)
    apart = frozenset(stands.filter(results_apart=True).values_list("submission_id", flat=True))
    gone = frozenset(found.filter(received__content=b"").values_list("pk", flat=True))
    changed = {
        number: tuple(sorted(said.items()))
        for number, said in stands.exclude(corrections={}).values_list("submission_id", "corrections")
    }
    came = [
        Came(str(one.pk), one.station, one.at, one.index, _set_aside(one, unasked, apart, gone))
        for one in rows
    ]
    counted = [
        (one, changed.get(one.pk, ()))
        for one, said in zip(rows, came, strict=True)
        if not said.set_aside and one.station
    ]
    return came, _said(mission, form_id, tuple(lines), counted)


def _as_they_stood(rows: Sequence[Row]) -> list[Row]:
    """Reports that only what came later replaces stand as they stood then."""
    replaced = {one.replaces for one in rows if one.replaces}
    return [replace(one, superseded=one.superseded and one.instance_id in replaced) for one in rows]


def _set_aside(one: Row, unasked: frozenset[int], apart: frozenset[int], gone: frozenset[int]) -> str:
    """Why a report does not count on the night; "" when it does."""
    if one.channel.startswith(IMPORT):
        return IMPORTED  # nothing shows that it came from an observer on the night
    state, reason = state_of(one, one.pk in unasked)
    if state is not State.ACCEPTED:
        return reason
    if one.pk in apart:
        return APART
    return NO_MORE if one.pk in gone else ""


def _said(
    mission: Mission, form_id: str, lines: tuple[str, ...], counted: Sequence[tuple[Row, Corrections]]
) -> Said:
    """What the reports of each station say together; what the desk chose, as long as a report gives it."""
    at_station: dict[str, list[tuple[int, Corrections]]] = defaultdict(list)
    for one, changed in counted:
        at_station[one.station].append((one.pk, changed))
    chosen = _chosen(mission, form_id)
    merged = _merged({station: tuple(found) for station, found in at_station.items()}, lines)
    return {
        station: {one.question: _line(one, chosen.get(station, {})) for one in found}
        for station, found in merged.items()
    }


_MERGED: dict[tuple[Any, ...], tuple[Merged, ...]] = {}


def _merged(
    at_station: Mapping[str, tuple[tuple[int, Corrections], ...]], lines: tuple[str, ...]
) -> dict[str, tuple[Merged, ...]]:
    """What each station's reports say to these lines; only those not merged before are read."""
    keys = {station: (found, lines) for station, found in at_station.items()}
    if len(_MERGED) > MOST_KEPT:
        _MERGED.clear()
    new = {station: key for station, key in keys.items() if key not in _MERGED}
    numbers = [number for found, _ in new.values() for number, _ in found]
    read = filed(list(of_numbers(with_origin(Submission.objects.all()), "pk", numbers)))
    wanted = set(lines)
    for key in new.values():
        together = merge_station(said_by(read[number]) for number, _ in key[0] if number in read)
        _MERGED[key] = tuple(one for one in together if one.question in wanted)
    return {station: _MERGED[key] for station, key in keys.items()}


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
