"""A day of two observers a station with faults at known stations, as the reports that come in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from random import Random

from scrutator.errors import ScrutatorError
from scrutator.field.checks.visits import Filed, Known
from scrutator.field.faults.country import TrueStation, draw_stations, true_lines
from scrutator.field.mission import Station
from scrutator.field.xlsform import PublishedForm

DAY = date(2026, 6, 14)
STUFFED = 0.97


class Fault(StrEnum):
    """What is wrong at a station."""

    WITHIN = "a line mistyped"  # the votes of one protocol do not add up
    REGISTER = "another register"  # a third more voters than the mission's list has
    FORMS = "two forms differ"  # ballots received at the opening and in the protocol
    OBSERVERS = "two protocols differ"  # votes of two lists exchanged in one of two versions
    TEAMS = "teams differ"  # one saw a problem, the other saw that there was none
    DEPLOYMENT = "wrong station"  # a visit reported from a station that the observer was not sent to
    TIME = "wrong day"  # a phone whose clock is a day behind
    PLACE = "two places at once"  # a second visit, elsewhere at the same time
    NEIGHBOURS = "stuffed"  # ballots added until 97 % of the voters have come
    BLANK = "blank protocol"  # nothing but zeros, or no line at all
    PHOTOS = "no photograph"  # a copy without its picture


@dataclass(frozen=True)
class SeededDay:
    """The reports, what the mission knows, the true stations after whatever happened at them, and the faults:
    by the code of their station their kind and the report that is wrong. `touched` are all stations at which
    something is not as it should be."""

    reports: tuple[Filed, ...]
    known: Known
    stations: tuple[TrueStation, ...]
    faults: Mapping[str, tuple[Fault, str]]
    touched: frozenset[str]


def seeded_day(forms: Mapping[str, PublishedForm], *, stations: int, each: int, seed: int) -> SeededDay:
    """Answer: which reports come in on a day with `each` faults of every kind?

    `forms` are the bundled opening, voting and quickcount. Every other station is in order. Raises D09 when
    there are too few stations to keep half of them clean.
    """
    needed = stations_needed(each)
    if each < 1 or stations < needed:
        raise ScrutatorError(
            "D09", f"{stations} stations are too few for {each} faults of a kind", remedy=f"Take {needed}."
        )
    chance = Random(seed)
    drawn = draw_stations(stations, chance)
    places = chance.sample(range(0, stations, 2), each * len(Fault))  # the one after each stays free
    kinds = {place: list(Fault)[n % len(Fault)] for n, place in enumerate(places)}
    reports: list[Filed] = []
    faults: dict[str, tuple[Fault, str]] = {}
    touched: set[str] = set()
    for place, station in enumerate(drawn):
        kind, after = kinds.get(place), drawn[(place + 1) % stations]
        if kind is Fault.NEIGHBOURS:
            station = drawn[place] = _stuffed(station, chance)
        mine = list(honest_reports(station, forms))
        if kind is not None:
            mine, wrong, others = _SPOIL[kind](mine, after, place)
            faults[station.code] = (kind, wrong)
            touched |= {station.code, *others}
        reports += mine
    listed = {one.code: Station(one.code, (one.region,), one.listed) for one in drawn}
    deployed = {f"{one.code}-{who}": frozenset([one.code]) for one in drawn for who in "ab"}
    return SeededDay(tuple(reports), Known(listed, deployed, DAY), tuple(drawn), faults, frozenset(touched))


def stations_needed(each: int) -> int:
    """So many stations keep three in four clean."""
    return 4 * each * len(Fault)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the day of voting."""
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def visit_times(begins: datetime) -> dict[str, str]:
    """The answers of a visit of half an hour."""
    return {
        "admitted": "at_once",
        "arrived": begins.isoformat(),
        "left": (begins + timedelta(minutes=30)).isoformat(),
    }


def honest_reports(station: TrueStation, forms: Mapping[str, PublishedForm]) -> Iterator[Filed]:
    """An opening, two visits and two versions of the protocol, all in order."""
    lines = {name: str(value) for name, value in station.lines.items()}
    issued = station.lines["inside"] + station.lines["outside"]
    head = {"station": station.code, "overall": "good"}

    def filed(who: str, form: str, received: datetime, answers: Mapping[str, str], photos: int = 0) -> Filed:
        observer = f"{station.code}-{who}"
        told = {**head, **answers}
        return Filed(
            f"{form}-{observer}", observer, observer, forms[form], station.code, received, told, photos
        )

    ballots = {"o_count": "yes", "o_ballots": lines["received"], "o_registered": lines["registered"]}
    yield filed("a", "opening", at(7, 20), visit_times(at(6, 40)) | ballots)
    for who, hour, share in (("a", 10, 3), ("b", 14, 6)):
        turnout = str(issued * share // 10)
        yield filed(
            who, "voting", at(hour, 40), visit_times(at(hour)) | {"v_secrecy": "yes", "v_turnout": turnout}
        )
    for who in "ab":
        yield filed(who, "quickcount", at(22, 10), {"q_how": "posted", "q_photo": "p.jpg", **lines}, 1)


Spoiled = tuple[list[Filed], str, tuple[str, ...]]


def changed(
    reports: Sequence[Filed], form: str, who: str, answers: Mapping[str, str], photos: int | None = None
) -> Spoiled:
    """One observer's report of a form with other answers; its id."""
    (old,) = (one for one in reports if one.form.form_id == form and one.observer.endswith(who))
    shown = old.photos if photos is None else photos
    new = replace(old, answers={**old.answers, **answers}, photos=shown)
    return [new if one is old else one for one in reports], old.report, ()


def _within(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return changed(reports, "quickcount", "a", {"list_1": str(int(reports[3].answers["list_1"]) + 10)})


def _register(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    """As the commission has it: the protocol and the opening agree, the mission's list does not."""
    more = str(int(reports[3].answers["registered"]) * 4 // 3)
    found, _, _ = changed(reports, "opening", "a", {"o_registered": more})
    found, _, _ = changed(found, "quickcount", "a", {"registered": more})
    return changed(found, "quickcount", "b", {"registered": more})


def _forms(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return changed(reports, "opening", "a", {"o_ballots": str(int(reports[0].answers["o_ballots"]) + 100)})


def _observers(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    told = reports[4].answers
    return changed(reports, "quickcount", "b", {"list_1": told["list_2"], "list_2": told["list_1"]})


def _teams(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return changed(reports, "voting", "b", {"v_secrecy": "no"})


def _deployment(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    found, wrong, _ = changed(reports, "voting", "b", {"station": after.code})
    moved = [replace(one, station=after.code) if one.report == wrong else one for one in found]
    return moved, wrong, (after.code,)


def _time(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return changed(reports, "voting", "b", visit_times(at(14 - 24)))


def _place(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    visit = next(one for one in reports if one.report.startswith("voting") and one.report.endswith("b"))
    told = {**visit.answers, **visit_times(at(14, 10)), "station": after.code, "v_turnout": ""}
    second = replace(visit, report=f"{visit.report}-2", station=after.code, answers=told, received=at(14, 50))
    return [*reports, second], second.report, (after.code,)


def _blank(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    lines = [name for name in reports[4].answers if name not in ("station", "q_how", "overall", "q_photo")]
    return changed(reports, "quickcount", "b", dict.fromkeys(lines, "0" if place % 4 else ""))


def _photos(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return changed(reports, "quickcount", "a", {"q_photo": ""}, 0)


def _neighbours(reports: list[Filed], after: TrueStation, place: int) -> Spoiled:
    return reports, reports[3].report, ()


_SPOIL: Mapping[Fault, Callable[[list[Filed], TrueStation, int], Spoiled]] = {
    Fault.WITHIN: _within,
    Fault.REGISTER: _register,
    Fault.FORMS: _forms,
    Fault.OBSERVERS: _observers,
    Fault.TEAMS: _teams,
    Fault.DEPLOYMENT: _deployment,
    Fault.TIME: _time,
    Fault.PLACE: _place,
    Fault.NEIGHBOURS: _neighbours,
    Fault.BLANK: _blank,
    Fault.PHOTOS: _photos,
}


def _stuffed(station: TrueStation, chance: Random) -> TrueStation:
    """The station with ballots added for list 1 until almost all voters have come; its protocol adds up."""
    before = station.lines["inside"] + station.lines["outside"]
    added = max(0, round(station.registered * STUFFED) - before)
    share = (station.lines["list_1"] + added) / (station.lines["valid"] + added)
    return replace(station, lines=true_lines(station.registered, STUFFED, share, chance))
