"""How often the verdict names honest observers, and how often those who are not, in rehearsed missions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import beta

from scrutator.field.examining.evidence import Kind
from scrutator.field.examining.examined import TESTS, Test, Verdict, examine
from scrutator.field.examining.rehearsed import Plan, World, rehearsed_mission
from scrutator.field.examining.straight import straight
from scrutator.field.xlsform import PublishedForm

SHARES = (0.02, 0.1, 0.3)
PARTS = (0.5, 1.0)
SECURITY = 0.95


@dataclass(frozen=True)
class HonestRate:
    """Of a world of honest missions: observers, how many of them were named, missions in which anyone was;
    the limits of the share of observers (Clopper and Pearson, 95 %)."""

    world: str
    missions: int
    observers: int
    named: int
    missions_with: int
    low: float
    high: float


@dataclass(frozen=True)
class Power:
    """Of missions with a share of observers who invent a part of their reports in one way: how many there
    are, how many of them were named, and how many honest ones beside them."""

    kind: str
    share: float
    part: float
    missions: int
    dishonest: int
    named: int
    honest: int
    honest_named: int


@dataclass(frozen=True)
class Rates:
    """Both, as measured and kept; `version` is that of the tests they were measured with. `straight` is of
    one answer throughout as the only test, which is what a published case can be asked."""

    version: str
    honest: tuple[HonestRate, ...]
    power: tuple[Power, ...]
    straight: tuple[HonestRate, ...]


VERSION = "1"
"""Of the four tests and of the verdict; rates of another version are not shown."""


def limits(found: int, of: int) -> tuple[float, float]:
    """The exact limits of a share (Clopper and Pearson)."""
    tail = (1 - SECURITY) / 2
    low = float(beta.ppf(tail, found, of - found + 1)) if found else 0.0
    high = float(beta.ppf(1 - tail, found + 1, of - found)) if found < of else 1.0
    return low, high


def measure_honest(
    forms: Mapping[str, PublishedForm],
    world: World,
    missions: int,
    seed: int,
    tests: Sequence[Test] = TESTS,
) -> HonestRate:
    """Answer: how often is an honest observer of such a mission named by these tests together?"""
    observers = named = missions_with = 0
    for number in range(missions):
        made = rehearsed_mission(forms, Plan(world), seed + number)
        found = examine(made.reports, tests)
        called = sum(one.verdict is Verdict.RESEMBLES for one in found)
        observers, named, missions_with = observers + len(found), named + called, missions_with + bool(called)
    return HonestRate(world.value, missions, observers, named, missions_with, *limits(named, observers))


def measure_power(
    forms: Mapping[str, PublishedForm], kind: Kind, share: float, part: float, missions: int, seed: int
) -> Power:
    """Answer: how often is an observer named who invents this part of their reports in this way?

    Named is who is called for this kind; an honest observer counts as named for any.
    """
    dishonest = named = honest = honest_named = 0
    for number in range(missions):
        made = rehearsed_mission(
            forms, Plan(World.PLAIN, dishonest=share, kind=kind, part=part), seed + number
        )
        for one in examine(made.reports):
            if one.observer in made.dishonest:
                dishonest, named = dishonest + 1, named + (kind in one.kinds)
            else:
                honest += 1
                honest_named += one.verdict is Verdict.RESEMBLES
    return Power(kind.value, share, part, missions, dishonest, named, honest, honest_named)


def measure_rates(forms: Mapping[str, PublishedForm], missions: int, seed: int) -> Rates:
    """Both for every world, kind, share and part; `missions` of each world, a tenth of each sort of power, a
    third for one answer throughout alone."""
    honest = tuple(measure_honest(forms, world, missions, seed) for world in World)
    power = tuple(
        measure_power(forms, kind, share, part, max(1, missions // 10), seed)
        for kind in Kind
        for share in SHARES
        for part in PARTS
    )
    third = max(1, missions // 3)
    alone = tuple(measure_honest(forms, world, third, seed, (straight,)) for world in World)
    return Rates(VERSION, honest, power, alone)
