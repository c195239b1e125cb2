"""Faults as they happen, large and small: slips of a digit, clocks that are hours off, visits that overlap by
a minute. Written without looking at what the checks ask, to see what these find that they were not made on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from scrutator.field.checks.visits import Filed, Known
from scrutator.field.faults.country import TrueStation, draw_stations, true_lines
from scrutator.field.faults.seeding import (
    DAY,
    Fault,
    SeededDay,
    at,
    changed,
    honest_reports,
    stations_needed,
    visit_times,
)
from scrutator.field.mission import Station
from scrutator.field.xlsform import PublishedForm

STUFFINGS = (0.1, 0.15, 0.2, 0.25)
Draw = Callable[[int, Random], list[TrueStation]]
Made = tuple[list[Filed], str, str, tuple[str, ...]]
"""The reports of a station, the one that is wrong, how it is wrong, and other stations that are touched."""


@dataclass(frozen=True)
class VariedDay:
    """A day with faults, and by the code of its station how each is wrong, in words."""

    day: SeededDay
    how: Mapping[str, str]


def varied_day(
    forms: Mapping[str, PublishedForm], *, each: int, seed: int, draw: Draw = draw_stations
) -> VariedDay:
    """Answer: which reports come in on a day with `each` faults of every kind, of all sizes? `forms` as for
    `seeded_day`; `draw` makes the country. Three stations in four are in order."""
    chance = Random(seed)
    count = stations_needed(each)
    drawn = draw(count, chance)
    places = chance.sample(range(0, count, 2), each * len(Fault))
    kinds = {place: list(Fault)[n % len(Fault)] for n, place in enumerate(places)}
    reports: list[Filed] = []
    faults: dict[str, tuple[Fault, str]] = {}
    how: dict[str, str] = {}
    touched: set[str] = set()
    listed: dict[str, int] = {}
    for place, station in enumerate(drawn):
        kind = kinds.get(place)
        listed[station.code] = station.listed
        if kind is Fault.NEIGHBOURS:
            drawn[place] = station = _stuffed(station, how, chance)
        if kind is Fault.REGISTER:
            listed[station.code] = _other_register(station, how, chance)
        mine = list(honest_reports(station, forms))
        if kind is not None:
            mine, wrong, words, others = _MADE[kind](mine, drawn[(place + 1) % count], chance)
            faults[station.code] = (kind, wrong)
            how.setdefault(station.code, words)
            touched |= {station.code, *others}
        reports += mine
    known = Known(
        {one.code: Station(one.code, (one.region,), listed[one.code]) for one in drawn},
        {f"{one.code}-{who}": frozenset([one.code]) for one in drawn for who in "ab"},
        DAY,
    )
    return VariedDay(SeededDay(tuple(reports), known, tuple(drawn), faults, frozenset(touched)), how)


def _stuffed(station: TrueStation, how: dict[str, str], chance: Random) -> TrueStation:
    to = chance.choice((0.8, 0.9, 0.97))
    before = station.lines["inside"] + station.lines["outside"]
    added = max(0, round(station.registered * to) - before)
    how[station.code] = f"{_size(added / station.registered)} of the voters added"
    share = (station.lines["list_1"] + added) / (station.lines["valid"] + added)
    return replace(
        station, lines=true_lines(station.registered, max(to, before / station.registered), share, chance)
    )


def _size(share: float) -> str:
    """Between which of these limits a share lies."""
    if share < STUFFINGS[0]:
        return f"less than {STUFFINGS[0]:.0%}"
    low = max(limit for limit in STUFFINGS if limit <= share)
    above = [limit for limit in STUFFINGS if limit > share]
    return f"{low:.0%} to {above[0]:.0%}" if above else f"{low:.0%} or more"


def _other_register(station: TrueStation, how: dict[str, str], chance: Random) -> int:
    percent = chance.choice((1, 3, 10, 30))
    how[station.code] = f"{percent} % more or fewer voters"
    return round(station.registered * (100 + chance.choice((-1, 1)) * percent) / 100)


def _slip(text: str, chance: Random) -> tuple[str, str]:
    """A number as someone mistypes it, and how."""
    how = chance.choice(("one more or less", "a digit left out", "a digit twice", "two digits exchanged"))
    place = chance.randrange(len(text))
    if how == "a digit left out" and len(text) > 1:
        made = text[:place] + text[place + 1 :]
    elif how == "a digit twice":
        made = text[: place + 1] + text[place:]
    elif how == "two digits exchanged" and len(text) > 1 and place + 1 < len(text):
        made = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    else:
        how, made = "one more or less", str(max(0, int(text) + chance.choice((-1, 1))))
    made = str(int(made))
    return (made, how) if made != text else (str(int(text) + 1), "one more or less")


def _within(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    names = ("list_1", "list_2", "valid", "invalid", "unused", "stationary", "inside")
    name = chance.choice(names)
    value, how = _slip(mine[3].answers[name], chance)
    return (*changed(mine, "quickcount", "a", {name: value})[:2], how, ())


def _register(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    return mine, mine[3].report, "", ()


def _forms(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    by = chance.choice((1, 10, 100))
    value = str(int(mine[0].answers["o_ballots"]) + chance.choice((-1, 1)) * by)
    return (*changed(mine, "opening", "a", {"o_ballots": value})[:2], f"by {by} ballots", ())


def _observers(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    name = chance.choice([f"list_{n}" for n in range(1, 8)])
    value, how = _slip(mine[4].answers[name], chance)
    return (*changed(mine, "quickcount", "b", {name: value})[:2], how, ())


def _teams(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    later = chance.choice((True, False))
    who, answer = ("b", "no") if later else ("a", "no")
    return (*changed(mine, "voting", who, {"v_secrecy": answer})[:2], "later" if later else "earlier", ())


def _deployment(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    form = chance.choice(("voting", "quickcount"))
    (old,) = (one for one in mine if one.form.form_id == form and one.observer.endswith("b"))
    new = replace(old, station=after.code, answers={**old.answers, "station": after.code})
    return [new if one is old else one for one in mine], old.report, f"a {form} report", (after.code,)


def _time(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    hours = chance.choice((-8760, -24, -16, 12, 24, 720))
    begins = at(14) + timedelta(hours=hours)
    return (*changed(mine, "voting", "b", visit_times(begins))[:2], f"a clock {hours:+d} hours off", ())


def _place(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    overlap = chance.choice((1, 5, 15, 29))
    visit = next(one for one in mine if one.report.startswith("voting") and one.report.endswith("b"))
    begins = datetime.fromisoformat(visit.answers["left"]) - timedelta(minutes=overlap)
    told = {**visit.answers, **visit_times(begins), "station": after.code, "v_turnout": ""}
    received = begins + timedelta(minutes=40)
    second = replace(visit, report=f"{visit.report}-2", station=after.code, answers=told, received=received)
    return [*mine, second], second.report, f"{overlap} minutes at both", (after.code,)


def _neighbours(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    return mine, mine[3].report, "", ()


def _blank(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    lines = [name for name in mine[4].answers if name not in ("station", "q_how", "overall", "q_photo")]
    votes = [name for name in lines if name.startswith("list_") or name == "against_all"]
    how, names, value = chance.choice(
        (("all zero", lines, "0"), ("all empty", lines, ""), ("votes zero", votes, "0"))
    )
    return (*changed(mine, "quickcount", "b", dict.fromkeys(names, value))[:2], how, ())


def _photos(mine: list[Filed], after: TrueStation, chance: Random) -> Made:
    how = chance.choice(("none taken", "not arrived"))
    if how == "none taken":
        return (*changed(mine, "quickcount", "a", {"q_photo": ""}, 0)[:2], how, ())
    (old,) = (one for one in mine if one.form.form_id == "quickcount" and one.observer.endswith("a"))
    return [replace(one, missing_photos=1) if one is old else one for one in mine], old.report, how, ()


_MADE: Mapping[Fault, Callable[[list[Filed], TrueStation, Random], Made]] = {
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
