"""What should have arrived by now, and from whom nothing was heard: from the deployment, in local time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrutator.errors import ScrutatorError
from scrutator.field.mission import Duty, DutyState, Station


@dataclass(frozen=True)
class Arrival:
    """One report that came in: whose, from where, which form, and the moment with its zone."""

    team: str
    station: str
    form: str
    at: datetime


@dataclass(frozen=True)
class Coverage:
    """Duties of one form in one place, or whatever part of them is counted: `due` are those whose time has
    come. due = on_time + late + missing, duties = due + early + later."""

    form: str
    place: str
    duties: int
    on_time: int
    late: int
    missing: int
    early: int
    later: int

    @property
    def due(self) -> int:
        """Duties whose time has come."""
        return self.on_time + self.late + self.missing


@dataclass(frozen=True)
class Expected:
    """The state of a mission at one moment. `states` says what became of every duty;
    `missing` are duties that are due and did not arrive, the longest overdue first; `unexpected` are reports
    that no duty asked for; `silent` the teams with something missing that never sent anything; `last_heard`
    the last report of every other team."""

    coverage: tuple[Coverage, ...]
    states: tuple[tuple[Duty, DutyState], ...]
    missing: tuple[Duty, ...]
    unexpected: tuple[Arrival, ...]
    silent: tuple[str, ...]
    last_heard: Mapping[str, datetime]


ALL_PLACES = ""


def expected_by(
    duties: Iterable[Duty], arrivals: Iterable[Arrival], stations: Iterable[Station], now: datetime
) -> Expected:
    """Answer: what should have arrived by now, what did, and from whom was nothing heard?

    A duty's time is local to its station; `now` and arrivals have a zone. Each report meets one duty of its
    team, form and station, the earliest due first; a further one is unexpected. Coverage is by form and by
    the first part of the station's cell, and by form for all places; the parts add up to the whole. Raises
    D08 for a duty at no station, a time with a zone where none belongs, and a zone that is not known.
    """
    by_code = {station.code: station for station in stations}
    if now.tzinfo is None:
        raise ScrutatorError("D08", "the present moment has no time zone")
    listed = list(duties)
    due_at = [_due(duty, by_code) for duty in listed]
    waiting: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, duty in enumerate(listed):
        waiting[duty.team, duty.form, duty.station].append(place)
    for places in waiting.values():
        places.sort(key=lambda place: due_at[place])
    met, unexpected, heard = _matched(waiting, arrivals, now)
    states = [
        (duty, _state(due, met.get(place), now))
        for place, (due, duty) in enumerate(zip(due_at, listed, strict=True))
    ]
    missing = [
        (due, duty) for due, (duty, state) in zip(due_at, states, strict=True) if state is DutyState.MISSING
    ]
    late_first = sorted(missing, key=lambda one: (one[0], one[1].team, one[1].form, one[1].station))
    first = {code: station.cell[0] if station.cell else ALL_PLACES for code, station in by_code.items()}
    return Expected(
        coverage_by(states, lambda duty: {ALL_PLACES, first[duty.station]}),
        tuple(sorted(states, key=lambda one: (one[0].team, one[0].station, one[0].form, one[0].due, one[1]))),
        tuple(duty for _, duty in late_first),
        tuple(sorted(unexpected, key=lambda one: (one.at, one.team, one.form, one.station))),
        tuple(sorted({duty.team for _, duty in missing} - heard.keys())),
        heard,
    )


def coverage_by(
    states: Iterable[tuple[Duty, DutyState]], parts: Callable[[Duty], Iterable[str]]
) -> tuple[Coverage, ...]:
    """Answer: what became of the duties of each form, in each part that `parts` names for a duty?"""
    counted: dict[tuple[str, str], Counter[DutyState]] = defaultdict(Counter)
    for duty, state in states:
        for part in parts(duty):
            counted[duty.form, part][state] += 1
    return tuple(
        Coverage(form, part, found.total(), **{state.value: found[state] for state in DutyState})
        for (form, part), found in sorted(counted.items())
    )


def _due(duty: Duty, stations: Mapping[str, Station]) -> datetime:
    station = stations.get(duty.station)
    if station is None:
        raise ScrutatorError(
            "D08", f"the duty of team {duty.team} is at no station of the list", where=duty.station
        )
    if duty.due.tzinfo is not None:
        raise ScrutatorError(
            "D08", "a duty's time is local and has no zone", where=f"{duty.team}, {duty.form}"
        )
    try:
        return duty.due.replace(tzinfo=ZoneInfo(station.time_zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        remedy = "Write a name such as Asia/Almaty."
        raise ScrutatorError(
            "D08", f"there is no time zone “{station.time_zone[:40]}”", where=station.code, remedy=remedy
        ) from error


def _matched(
    waiting: dict[tuple[str, str, str], list[int]], arrivals: Iterable[Arrival], now: datetime
) -> tuple[dict[int, datetime], list[Arrival], dict[str, datetime]]:
    """When each duty was met, the reports that meet none, and the last report of each team."""
    met: dict[int, datetime] = {}
    unexpected: list[Arrival] = []
    heard: dict[str, datetime] = {}
    for arrival in sorted(arrivals, key=lambda one: one.at):
        if arrival.at > now:
            raise ScrutatorError(
                "D08", "a report arrived in the future", where=f"{arrival.team}, {arrival.form}"
            )
        heard[arrival.team] = arrival.at
        places = waiting.get((arrival.team, arrival.form, arrival.station))
        if places:
            met[places.pop(0)] = arrival.at
        else:
            unexpected.append(arrival)
    return met, unexpected, heard


def _state(due: datetime, at: datetime | None, now: datetime) -> DutyState:
    if due > now:
        return DutyState.LATER if at is None else DutyState.EARLY
    if at is None:
        return DutyState.MISSING
    return DutyState.ON_TIME if at <= due else DutyState.LATE
