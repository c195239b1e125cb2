"""The night as it stands: what arrived of what was expected, the gates, and the estimate when all are open.

Computed when it is asked for, and kept until something comes, is decided or is registered.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from scrutator.counting.night.gates import Gate
from scrutator.counting.night.night_file import Night
from scrutator.counting.night.quickcount import QuickCount
from scrutator.counting.night.replay import Look, look_at
from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.intake.models import Decision
from scrutator.web.intake.moment import one_moment
from scrutator.web.missions.models import Deployment, Mission
from scrutator.web.night.arrivals import Came, Fate, Tally, refused, tally
from scrutator.web.night.models import NightRules
from scrutator.web.night.registered import Tables, rules_of, stepped_in_at, tables_of
from scrutator.web.night.source import reports_of

REGISTERED = "the rules must be registered before the first protocol"
STEPPED_IN = "a substitute must be registered before its protocol, for a station without one"
BEFORE_ALL = f"{REGISTERED}: they were"


@dataclass(frozen=True)
class Stratum:
    """One stratum: drawn stations, and what became of them; the parts add up to `drawn`."""

    name: str
    drawn: int
    counted: int
    apart: int
    missing: int


@dataclass(frozen=True)
class Missing:
    """A drawn station from which nothing has come, and who was to be there."""

    station: str
    stratum: str
    observers: tuple[str, ...]


@dataclass(frozen=True)
class Live:
    """The night at one size of the field's log. `strata` names the stratum of each drawn station. `look` and
    `count` are None where the registered rules refuse the reports together; `gates` says so then."""

    rules: NightRules
    tables: Tables
    tally: Tally
    night: Night | None
    count: QuickCount | None
    look: Look | None
    gates: tuple[Gate, ...]
    strata: Mapping[str, str]
    missing: tuple[Missing, ...]
    at: datetime
    size: int
    state: str

    @property
    def is_open(self) -> bool:
        """Whether every gate is open: only then is anything shown or released as an estimate."""
        return self.look is not None and all(gate.open for gate in self.gates)


_LOCK = threading.Lock()
_LAST: dict[int, Live] = {}


def state_of_night(mission: Mission) -> str:
    """Changes with whatever the night depends on, in constant time."""
    rules = mission.nights.exclude(sample=b"").aggregate(Max("pk"))["pk__max"]
    decided = Decision.objects.aggregate(Max("pk"))["pk__max"]
    return f"{mission.pk}-{log_size(mission)}-{decided}-{rules}-{mission.places_version}"


def log_size(mission: Mission) -> int:
    """How many entries the field's log has."""
    return mission.checkpoints.aggregate(Max("size"))["size__max"] or 0


def live(mission: Mission) -> Live | None:
    """The night now; None before its rules are registered."""
    with _LOCK:
        state, known = state_of_night(mission), _LAST.get(mission.pk)
        if known is not None and known.state == state:
            return known
        found = night_at(mission)
        if found is not None:
            _LAST[mission.pk] = found
        return found


def night_at(mission: Mission, size: int | None = None, rules: NightRules | None = None) -> Live | None:
    """Answer: what does the night say, from the reports before this size of the log (None: all)?

    With the desk's decisions of this moment, and all of it read in one: nothing comes or is decided between
    the size that is stated and the reports. None where no rules are registered.
    """
    with one_moment():
        return _night_at(mission, size, rules)


def _night_at(mission: Mission, size: int | None, rules: NightRules | None) -> Live | None:
    rules = rules or rules_of(mission)
    if rules is None:
        return None
    state, last = state_of_night(mission), log_size(mission)
    tables = tables_of(rules.pk)
    drawn = tables.before.sample
    came, said = reports_of(mission, rules.form_id, tables.lines, last if size is None else size)
    found = tally(drawn.stations, came, said, tables.lines)
    gates: tuple[Gate, ...] = (_registered(rules, came, found),)
    night, count, look = None, None, None
    try:
        night = tables.night(found.rows, mission.time_zone)
        count, look = look_at(night)
        found = refused(found, {one.station for one in count.refused})
        gates += (_replaced(mission, rules, came, night),) if night.replaced else ()
        gates += look.opened
    except ScrutatorError as error:
        night, found = None, refused(found, {one.station for one in found.rows})
        gates += (
            Gate("denominator", False, f"the reports must fit the registered denominator: {error.what}"),
        )
    strata = {
        name: drawn.stratum_names[code]
        for name, code in zip(drawn.stations, drawn.strata.tolist(), strict=True)
    }
    return Live(
        rules,
        tables,
        found,
        night,
        count,
        look,
        gates,
        strata,
        tuple(_missing(mission, found, strata)),
        now(),
        last if size is None else size,
        state,
    )


def _registered(rules: NightRules, came: list[Came], found: Tally) -> Gate:
    """Rules that were chosen when protocols were there already are no registered rules.

    A protocol that came before the day of voting and does not count is none; from that day on each is one,
    whatever became of it since and wherever it was moved.
    """
    begin = _begin_of_voting(rules.mission)
    first = min(
        (
            one.index
            for one in came
            if one.at >= begin or (not one.set_aside and one.station in found.stations)
        ),
        default=None,
    )
    if first is None or rules.size <= first:
        return Gate("rules", True, BEFORE_ALL)
    what = f"{REGISTERED}: they were at entry {rules.size} of the log, that protocol is entry {first}"
    return Gate("rules", False, what)


def _begin_of_voting(mission: Mission) -> datetime:
    """The first moment of the first day of voting, by the mission's clock."""
    day = mission.rounds.aggregate(first=Min("day"))["first"]
    if day is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, ZoneInfo(mission.time_zone))


def _replaced(mission: Mission, rules: NightRules, came: list[Came], night: Night) -> Gate:
    """A substitute that stepped in, or a station that was given up, when its figures were known is a choice
    of figures."""
    begin, pairs = stepped_in_at(rules), night.replaced
    known = {
        station
        for one in came
        if not one.set_aside
        for station, substitute in pairs.items()
        if one.station == station or (one.station == substitute and one.at < begin[station, substitute])
    }
    if not known:
        return Gate("substitutes", True, f"{STEPPED_IN}: {len(pairs)} stepped in")
    return Gate("substitutes", False, f"{STEPPED_IN}: {len(known)} of {len(pairs)} were not")


def strata_of(found: Tally, strata: Mapping[str, str]) -> Iterator[Stratum]:
    """Each stratum with what became of its drawn stations; `strata` names that of each station."""
    counts = Counter((strata[name], _part(fate)) for name, fate in found.stations.items())
    for name in sorted(set(strata.values())):
        parts = [counts[name, part] for part in (Fate.COUNTED, Fate.SET_ASIDE, Fate.MISSING)]
        yield Stratum(name, sum(parts), *parts)


def _part(fate: Fate) -> Fate:
    return fate if fate in (Fate.COUNTED, Fate.MISSING) else Fate.SET_ASIDE


def _missing(mission: Mission, found: Tally, strata: Mapping[str, str]) -> Iterator[Missing]:
    """Stations of the strata with the least response first, for they close the gates."""
    names = {name for name, fate in found.stations.items() if fate is Fate.MISSING}
    there: dict[str, list[str]] = {name: [] for name in names}
    sent = Deployment.objects.filter(round__mission=mission, place__code__in=names)
    for station, observer in sent.values_list("place__code", "observer__code").distinct():
        there[station].append(observer)
    drawn, gone = Counter(strata.values()), Counter(strata[name] for name in names)
    order = sorted(names, key=lambda name: (-gone[strata[name]] / drawn[strata[name]], strata[name], name))
    for name in order:
        yield Missing(name, strata[name], tuple(sorted(there[name])))
