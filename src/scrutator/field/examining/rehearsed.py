"""Rehearsed missions whose observers are known to be honest, or known not to be: reports drawn from a seed.

The honest ones differ as people and countries do: regions with more problems, observers who see fewer or more
of them than others, short visits, slips in times, two observers at a station, a small mission. Those who are
not honest invent some or all of their reports in one of four ways. The tests were not fitted to these draws.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.evidence import Kind
from scrutator.field.faults.country import TrueStation, draw_stations
from scrutator.field.questions import NOT_OBSERVED, AnswerKind, Question
from scrutator.field.xlsform import PublishedForm

OPENS = datetime(2026, 6, 14, 7, tzinfo=UTC)


class World(StrEnum):
    """A mission in which everybody is honest."""

    PLAIN = "as the tests assume"
    REGIONS = "regions with many problems"
    OBSERVERS = "observers who see few or many problems"
    SHORT = "short visits"
    SLIPS = "one time in twenty-five is wrong"
    PAIRS = "two observers at a station"
    MESSY = "all of these together"
    MIDDLE = "all of these, forty observers"
    SMALL = "all of these, fifteen observers"


TOGETHER = (World.MESSY, World.MIDDLE, World.SMALL)
SIZES = {World.MIDDLE: 40, World.SMALL: 15}


@dataclass(frozen=True)
class Plan:
    """How large a mission is; the share of its observers who are not honest, how, and in which part of their
    reports (of protocols there is one each)."""

    world: World
    observers: int = 100
    visits: int = 6
    dishonest: float = 0.0
    kind: Kind = Kind.COPIED
    part: float = 1.0


@dataclass(frozen=True)
class RehearsedMission:
    """The reports of a mission, and who of its observers is not honest."""

    reports: tuple[Filed, ...]
    dishonest: frozenset[str]


def rehearsed_mission(forms: Mapping[str, PublishedForm], plan: Plan, seed: int) -> RehearsedMission:
    """Answer: which reports come in? `forms` are the bundled voting and quickcount."""
    chance = Random(seed)
    count = SIZES.get(plan.world, plan.observers)
    pairs = plan.world in (World.PAIRS, *TOGETHER)
    stations = draw_stations(count * (plan.visits + 1) // (2 if pairs else 1) + plan.visits, chance)
    regions = {f"Region {n}": chance.betavariate(1, 12) for n in range(1, 9)}
    reports: list[Filed] = []
    for n in range(count):
        who, first = f"O{n:03d}", (n // 2 if pairs else n) * (plan.visits + 1)
        route = stations[first : first + plan.visits + 1]
        reports += _honest(who, route, forms, plan.world, regions, chance)
    dishonest = frozenset(f"O{n:03d}" for n in chance.sample(range(count), round(count * plan.dishonest)))
    done = [_invented(one, plan, reports, chance) if one.observer in dishonest else one for one in reports]
    return RehearsedMission(tuple(done), dishonest)


def _honest(
    who: str,
    route: list[TrueStation],
    forms: Mapping[str, PublishedForm],
    world: World,
    regions: Mapping[str, float],
    chance: Random,
) -> Iterator[Filed]:
    """Visits one after another, then the protocol of the last station."""
    messy = world in TOGETHER
    eyes = chance.choice((0.3, 1.0, 2.5)) if world is World.OBSERVERS or messy else 1.0
    at = OPENS + timedelta(minutes=chance.randrange(60))
    for number, station in enumerate(route[:-1]):
        often = regions[station.region] * 3 if world is World.REGIONS or messy else 0.06
        length = chance.randrange(5, 15) if world is World.SHORT or messy else chance.randrange(20, 50)
        ends = at + timedelta(minutes=length)
        said = dict(_answers(forms["voting"], min(0.6, often * eyes), chance))
        said |= {
            "station": station.code,
            "v_turnout": str(station.registered * chance.randrange(5, 60) // 100),
        }
        begins, left = at, ends
        if (world is World.SLIPS or messy) and chance.random() < 0.04:
            begins += timedelta(hours=chance.choice((-1, 1)))
            left = max(left, begins)
        said |= {"arrived": begins.isoformat(), "left": left.isoformat()}
        received = ends + timedelta(minutes=chance.choice((1, 5, 20, 90, 400)))
        yield Filed(
            f"{who}-{number}", who, who, forms["voting"], station.code, received, said, chance.randrange(2)
        )
        at = ends + timedelta(minutes=chance.randrange(2, 10) if length < 15 else chance.randrange(15, 60))
    last = route[-1]
    lines = {name: str(value) for name, value in last.lines.items()}
    said = {
        "station": last.code,
        "q_how": "posted",
        "arrived": (OPENS + timedelta(hours=13)).isoformat(),
        **lines,
    }
    received = OPENS + timedelta(hours=15, minutes=chance.randrange(120))
    yield Filed(f"{who}-q", who, who, forms["quickcount"], last.code, received, said, 1)


def _answers(form: PublishedForm, often: float, chance: Random) -> Iterator[tuple[str, str]]:
    """Answers to questions with one choice: a problem as often as given, once in twenty not observed."""
    for question in form.questions:
        if question.kind is AnswerKind.CHOICE and question.name != "q_why":
            yield question.name, _answer(question, often, chance)


def _answer(question: Question, often: float, chance: Random) -> str:
    values = [choice.value for choice in question.choices]
    if NOT_OBSERVED in values and chance.random() < 0.05:
        return NOT_OBSERVED
    problems = [value for value in values if value in question.problem]
    fine = [value for value in values if value not in question.problem and value != NOT_OBSERVED]
    return chance.choice(problems if problems and chance.random() < often else fine)


def _invented(one: Filed, plan: Plan, reports: list[Filed], chance: Random) -> Filed:
    """The report as one who was not there would send it, for the part of the reports that are invented."""
    is_protocol = one.form.form_id == "quickcount"
    if not is_protocol and chance.random() >= plan.part:
        return one
    return _INVENTED[plan.kind](one, reports, chance)


def _copy(one: Filed, reports: list[Filed], chance: Random) -> Filed:
    """The answers of an earlier report of the form, with the station and the times of this one."""
    earlier = [
        other
        for other in reports
        if other.form is one.form
        and other.station != one.station
        and (other.received or OPENS) < (one.received or OPENS)
    ]
    if not earlier:
        return one
    own = {name: one.answers[name] for name in ("station", "arrived", "left") if name in one.answers}
    return replace(one, answers={**chance.choice(earlier).answers, **own})


def _line(one: Filed, reports: list[Filed], chance: Random) -> Filed:
    """The first choice of every question, or the second."""
    place = chance.randrange(2)
    said = {
        question.name: question.choices[place].value
        for question in one.form.questions
        if question.kind is AnswerKind.CHOICE and question.name in one.answers and question.name != "admitted"
    }
    return replace(one, answers={**one.answers, **said})


def _hurry(one: Filed, reports: list[Filed], chance: Random) -> Filed:
    """A visit of which only the form was filled in: one to four minutes."""
    if one.begins is None or "left" not in one.answers:
        return one
    left = one.begins + timedelta(minutes=chance.randrange(1, 5))
    return replace(one, answers={**one.answers, "left": left.isoformat()})


def _round(one: Filed, reports: list[Filed], chance: Random) -> Filed:
    """Votes as people make them up: nine in ten end in 0 or 5."""
    said = {
        name: str(5 * round(int(value) / 5)) if chance.random() < 0.9 else value
        for name, value in one.answers.items()
        if name.startswith("list_") or name == "against_all"
    }
    return replace(one, answers={**one.answers, **said})


_INVENTED: Mapping[Kind, Callable[[Filed, list[Filed], Random], Filed]] = {
    Kind.COPIED: _copy,
    Kind.STRAIGHT: _line,
    Kind.FAST: _hurry,
    Kind.ROUND: _round,
}
