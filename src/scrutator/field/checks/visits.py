"""Visits of observers in the order of time: where they were before, and when they left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrutator.field.checks.facts import Facts
from scrutator.field.checks.parts import Part
from scrutator.field.mission import Station
from scrutator.field.xlsform import PublishedForm

BEGINS, ENDS = "arrived", "left"


@dataclass(frozen=True)
class Filed:
    """One report with what was filed beside it: its observer and team, the code of its station ("" where it
    has none), when it came in, what it answers once by name, its photographs and how many of them have not
    arrived. `parts` are given where the form has groups that repeat. One that does not count (it was
    replaced, or set aside) is looked at, and is no visit of which another report is told."""

    report: str
    observer: str
    team: str
    form: PublishedForm
    station: str
    received: datetime | None
    answers: Mapping[str, str]
    photos: int = 0
    missing_photos: int = 0
    parts: tuple[Part, ...] = ()
    counts: bool = True

    @property
    def looked_at(self) -> tuple[Part, ...]:
        """Its answers as they are looked at together: once, and each entry of a group that repeats."""
        return self.parts or (Part("", self.form, self.answers),)

    @property
    def begins(self) -> datetime | None:
        """The beginning of the visit, as the observer says; None where it is not known."""
        return moment_in(self.answers.get(BEGINS, ""))

    @property
    def ends(self) -> datetime | None:
        """Its end; its beginning where no end is given."""
        return moment_in(self.answers.get(ENDS, "")) or self.begins


@dataclass(frozen=True)
class Known:
    """What the mission knows: its stations by code, where each observer is to be (an observer who is not in
    it may be anywhere), and the day of voting."""

    stations: Mapping[str, Station]
    deployed: Mapping[str, frozenset[str]]
    day: date | None


def moment_in(text: str) -> datetime | None:
    """The moment that an answer gives; None where it gives none, or one without a zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def facts_of(reports: Iterable[Filed], known: Known) -> dict[str, Facts]:
    """Answer: what is known of each of these reports beside its answers?

    The visit before is looked for among these reports: those of the same observer that began earlier, at
    another station; of several, the one that ended last. Order of the reports decides nothing.
    """
    listed = list(reports)
    found = {one.report: _alone(one, known) for one in listed}
    for one, elsewhere in _before(listed):
        at_another = elsewhere is not None
        found[one.report] = replace(found[one.report], elsewhere=at_another, left=elsewhere)
    return found


def _alone(one: Filed, known: Known) -> Facts:
    station = known.stations.get(one.station)
    places = known.deployed.get(one.observer)
    begins, ends = day_at(station, known.day)
    return Facts(
        known=station is not None,
        registered=station.registered if station else None,
        deployed=one.station in places if places is not None and station else None,
        received=one.received,
        day_begins=begins,
        day_ends=ends,
        photos=one.photos,
        missing_photos=one.missing_photos,
    )


def day_at(station: Station | None, day: date | None) -> tuple[datetime | None, datetime | None]:
    """The beginning and the end of the day of voting on a station's clock; None where either is not known."""
    if station is None or day is None:
        return None, None
    try:
        zone = ZoneInfo(station.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None, None
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def _before(reports: list[Filed]) -> Iterable[tuple[Filed, datetime | None]]:
    """Each report whose visit has a beginning and a station, and when its observer last left another one."""
    by_observer: dict[str, list[tuple[datetime, str, Filed]]] = defaultdict(list)
    for one in reports:
        begins = one.begins
        if begins is not None and one.station:
            by_observer[one.observer].append((begins, one.report, one))
    for visits in by_observer.values():
        last: dict[str, datetime] = {}  # of the two stations that were left last
        for begins, _, one in sorted(visits, key=lambda visit: visit[:2]):
            yield one, max((at for code, at in last.items() if code != one.station), default=None)
            if not one.counts:
                continue
            last[one.station] = max(last.get(one.station, begins), one.ends or begins)
            if len(last) > 2:
                del last[min(last, key=lambda code: (last[code], code))]
