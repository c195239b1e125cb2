"""What a mission expected and what came, as a publication shows it: teams and partners by pseudonyms."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from scrutator.field.expected import Coverage, coverage_by
from scrutator.field.mission import Duty, DutyState, Station
from scrutator.field.privacy import EVERYWHERE, cell_text, coarse_cells, pseudonyms, rounded

COVERAGE_COLUMNS = ("form", "by", "part", "expected", "on_time", "late", "missing")
NO_NAME = "none"
DUE = (DutyState.ON_TIME, DutyState.LATE, DutyState.MISSING)


def coverage_rows(
    states: Iterable[tuple[Duty, DutyState]],
    stations: Sequence[Station],
    teams: Mapping[str, tuple[str, str]],
    key: bytes,
    least: int,
    minutes: int,
) -> list[tuple[str, ...]]:
    """Duties whose time has come, by form: all, by cell, by partner, by team, by the hour they were due.

    `teams` gives the team and the partner of each observer that a duty names, "" for none. Each division adds
    up to all. A cell shows at least `least` of the stations that duties are at; hours are rounded down to
    `minutes`, by the clock of the place.
    """
    due = [(duty, state) for duty, state in states if state in DUE]
    by_code = {station.code: station.cell for station in stations}
    cells = coarse_cells({duty.station: by_code[duty.station] for duty, _ in due}, least)
    shown = {
        kind: {**pseudonyms(key, kind, [named[place] for named in teams.values()]), "": NO_NAME}
        for place, kind in enumerate(("team", "partner"))
    }
    parts: Mapping[str, Callable[[Duty], str]] = {
        "all": lambda duty: EVERYWHERE,
        "place": lambda duty: cell_text(cells[duty.station]),
        "partner": lambda duty: shown["partner"][teams[duty.team][1]],
        "team": lambda duty: shown["team"][teams[duty.team][0]],
        "hour": lambda duty: rounded(duty.due.isoformat(timespec="minutes"), minutes),
    }
    return sorted(_row(one, by) for by, part in parts.items() for one in coverage_by(due, _only(part)))


def _only(part: Callable[[Duty], str]) -> Callable[[Duty], tuple[str]]:
    return lambda duty: (part(duty),)


def _row(one: Coverage, by: str) -> tuple[str, ...]:
    return one.form, by, one.place, *map(str, (one.due, one.on_time, one.late, one.missing))
