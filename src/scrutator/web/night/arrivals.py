"""From reports to one row a station: what counts on the night, and what became of everything else.

Pure: reports as the desk left them in, rows and two sums that add up out.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LARGEST_DIGITS = 9


class Fate(StrEnum):
    """What became of a station, or of a report, on the night."""

    COUNTED = "counted"
    DIFFER = "its reports differ on a line"
    NOT_OBTAINED = "a line was not obtained"
    NO_NUMBER = "a line is no number of votes"
    REFUSED = "it does not fit the registered rules"
    SET_ASIDE = "only reports that do not count"
    MISSING = "nothing has come"
    NOT_DRAWN = "not a drawn station"
    NO_STATION = "not a station of the mission"


@dataclass(frozen=True)
class Came:
    """A report of the protocol form: from which station ("": none of the mission's), when it came, its place
    in the field's log, why it does not count ("" when it does)."""

    report: str
    station: str
    at: datetime
    index: int
    set_aside: str = ""


@dataclass(frozen=True)
class Line:
    """What the reports of a station that count say to one question: `agreed` is None where they differ
    and the desk has chosen none, or where no one answered; `given` is how many answers there are."""

    agreed: str | None
    given: int


@dataclass(frozen=True)
class Arrived:
    """A drawn station that counts: when it was first heard of, and its figures by question."""

    station: str
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Tally:
    """What became of each drawn station and of each report of the form (a fate, or the desk's reason), the
    station of each report, and the stations that count."""

    rows: tuple[Arrived, ...]
    stations: Mapping[str, Fate]
    reports: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_station_fate(self) -> Mapping[Fate, int]:
        """How many drawn stations became what."""
        found = Counter(self.stations.values())
        return {fate: found[fate] for fate in Fate if found[fate]}

    @property
    def by_report_fate(self) -> Mapping[str, int]:
        """How many reports became what."""
        return dict(sorted(Counter(self.reports.values()).items(), key=lambda one: (-one[1], one[0])))


def tally(
    drawn: Collection[str],
    came: Sequence[Came],
    said: Mapping[str, Mapping[str, Line]],
    lines: Sequence[str],
) -> Tally:
    """Answer: which drawn stations count, with which figures, and what became of all others?

    `said` holds by station what its reports that count say to each question. A line that is not known is
    never 0: the station does not count. Every drawn station has one fate and every report one.
    """
    at_station: dict[str, list[Came]] = defaultdict(list)
    for one in came:
        at_station[one.station].append(one)
    rows, fates = [], {}
    for station in sorted(drawn):
        counted = [one for one in at_station[station] if not one.set_aside]
        if not counted:
            fates[station] = Fate.SET_ASIDE if at_station[station] else Fate.MISSING
            continue
        fates[station], counts = _figures(said.get(station, {}), lines)
        if fates[station] is Fate.COUNTED:
            rows.append(Arrived(station, min(one.at for one in counted), counts))
    reports = {one.report: _of_report(one, fates) for one in came}
    return Tally(tuple(rows), fates, reports, {one.report: one.station for one in came})


def without(found: Tally, reason: str) -> Tally:
    """The same for those who may not know of reports set aside for this reason: neither of them nor of the
    stations from which nothing else came."""
    hidden = {name for name, fate in found.reports.items() if fate == reason}
    shown = {found.homes.get(name) for name in found.reports.keys() - hidden}
    silent = {found.homes.get(name) for name in hidden} - shown
    return Tally(
        found.rows,
        {name: fate for name, fate in found.stations.items() if name not in silent},
        {name: fate for name, fate in found.reports.items() if name not in hidden},
        found.homes,
    )


def _figures(said: Mapping[str, Line], lines: Sequence[str]) -> tuple[Fate, dict[str, int]]:
    found = {name: said.get(name, Line(None, 0)) for name in lines}
    if any(line.given > 1 and line.agreed is None for line in found.values()):
        return Fate.DIFFER, {}
    if any(not line.agreed for line in found.values()):
        return Fate.NOT_OBTAINED, {}
    texts = {name: line.agreed or "" for name, line in found.items()}
    if not all(is_count(text) for text in texts.values()):
        return Fate.NO_NUMBER, {}
    return Fate.COUNTED, {name: int(text) for name, text in texts.items()}


def refused(found: Tally, stations: Collection[str]) -> Tally:
    """The same, once the registered rules have refused the figures of these stations."""
    fates = {
        name: Fate.REFUSED if name in stations and fate is Fate.COUNTED else fate
        for name, fate in found.stations.items()
    }
    turned = {name for name, fate in fates.items() if fate is not found.stations[name]}
    reports = {
        name: Fate.REFUSED if found.homes.get(name) in turned and fate == Fate.COUNTED else fate
        for name, fate in found.reports.items()
    }
    rows = tuple(one for one in found.rows if one.station not in turned)
    return Tally(rows, fates, reports, found.homes)


def is_count(text: str) -> bool:
    """Is this a number of votes as a form takes it?"""
    return text.isascii() and text.isdigit() and len(text) <= LARGEST_DIGITS


def _of_report(one: Came, fates: Mapping[str, Fate]) -> str:
    if one.set_aside:
        return one.set_aside
    if not one.station:
        return Fate.NO_STATION
    return fates.get(one.station, Fate.NOT_DRAWN)
