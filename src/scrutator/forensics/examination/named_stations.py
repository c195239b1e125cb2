"""Stations that a test names, each with the reason: what differs, and what honest cause it may have.

A test names stations only where its verdict on the election is "not explained by chance"; even then chance
names some of them, and how many is said. Two reasons need no chance: counts that cannot be, and both turnout
and share at 95 % or more, which has no null and is shown as a description. A station that nothing names is
not thereby clean: tests see patterns of many stations, and most manipulation leaves none at a single one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from scrutator.forensics.battery.integer_peaks import AUTHORS, SYMMETRIC, peak_data_of
from scrutator.forensics.battery.twins import (
    Coincidences,
    arithmetic_runs,
    digit_shifts,
    identical_protocols,
    prepared,
)
from scrutator.forensics.examination.examination import Examination, Line
from scrutator.forensics.examination.verdicts import Verdict
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FaultKind, StationResults

CORNER = 95
EVERY = 10**9  # examples of a coincidence: all of them
IMPOSSIBLE = (FaultKind.CAST_ABOVE_REGISTER, FaultKind.VALID_ABOVE_CAST, FaultKind.LEADER_ABOVE_VALID)


@dataclass(frozen=True)
class Ground:
    """Why a station is named: by which test, in which words, and which honest cause would explain it."""

    test: str
    reason: str
    explained_by: str


WHOLE = {
    "turnout": Ground(
        "integer_peaks_symmetric_turnout",
        "its turnout is a whole percentage",
        "chance, or a clerk who worked out the percentage first",
    ),
    "leader_share": Ground(
        "integer_peaks_symmetric_leader_share",
        "the leader's share is a whole percentage",
        "chance, or a clerk who worked out the percentage first",
    ),
}
TWINS = {
    identical_protocols: Ground(
        "identical_protocols",
        "its counts are those of another station of its district",
        "chance among small stations, or one protocol entered twice",
    ),
    digit_shifts: Ground(
        "digit_shifts",
        "the leader's votes differ from a neighbour's by exactly 100 or 1,000, the others not at all",
        "chance, or a digit misread in copying",
    ),
    arithmetic_runs: Ground(
        "arithmetic_runs",
        "the leader's votes rise or fall by one number over four neighbours",
        "chance among stations of one size",
    ),
}
BOTH_HIGH = Ground(
    "",
    "turnout and the leader's share are both 95 % or more",
    "small, closed or devoted places: barracks, hospitals, villages of one opinion",
)
CANNOT_BE = Ground("", "", "a slip in copying or adding, or columns read amiss")


@dataclass(frozen=True)
class NamedStation:
    """One station and one reason. `chance` is that of this reason at this station alone, None where none is
    known; `false_alarms` the worst measured rate of the test in honest elections, None for no test."""

    region: str
    district: str
    station: str
    ground: Ground
    chance: float | None
    false_alarms: float | None


@dataclass(frozen=True)
class Asked:
    """A ground that was looked at: the test's verdict, how many stations it names, how many chance gives."""

    ground: Ground
    verdict: str
    named: int
    expected: float | None
    false_alarms: float | None


def named_stations(
    results: StationResults, examination: Examination
) -> tuple[tuple[NamedStation, ...], tuple[Asked, ...]]:
    """Which stations does anything name, and what was asked of all of them?"""
    lines = {line.test: line for line in examination.lines}
    named: list[NamedStation] = []
    asked: list[Asked] = []
    for found, one in (*_whole(results, lines), *_twins(results, lines), *_without_chance(results)):
        named += found
        asked.append(one)
    order = sorted(named, key=lambda one: (one.region, one.district, one.station, one.ground.reason))
    return tuple(order), tuple(asked)


def speaks(line: Line | None) -> bool:
    """Does a test name stations? Where its verdict is that chance does not explain what it saw."""
    return line is not None and line.verdict is Verdict.NOT_BY_CHANCE


def worst(line: Line) -> float | None:
    return max(line.false_alarms.values()) if line.false_alarms else None


Answer = tuple[list[NamedStation], Asked]


def _whole(results: StationResults, lines: dict[str, Line]) -> Iterator[Answer]:
    """Stations on whole percentages, criterion by criterion."""
    for criterion, ground in WHOLE.items():
        line = lines.get(ground.test)
        if line is None:
            continue
        data = peak_data_of(results, (AUTHORS, SYMMETRIC))[1]
        rows, chance = np.flatnonzero(data.kept), data.chance[criterion]
        hits = np.flatnonzero(data.hit[criterion]) if speaks(line) else np.zeros(0, dtype=np.intp)
        named = [_at(results, int(rows[at]), ground, float(chance[at]), worst(line)) for at in hits]
        yield named, Asked(ground, str(line.verdict), len(named), fsum(chance.tolist()), worst(line))


def _twins(results: StationResults, lines: dict[str, Line]) -> Iterator[Answer]:
    """Stations of coincidences: all members of each, once."""
    for test, ground in TWINS.items():
        line = lines.get(ground.test)
        if line is None:
            continue
        found: Coincidences = test(prepared(results), most=EVERY)
        members = (
            sorted({(one[0], name) for one in found.examples for name in one[1:]}) if speaks(line) else []
        )
        regions = _regions_of(results)
        named = [
            NamedStation(
                regions[district], own_name(regions[district], district), station, ground, None, worst(line)
            )
            for district, station in members
        ]
        yield named, Asked(ground, str(line.verdict), len(named), found.expected, worst(line))


def _without_chance(results: StationResults) -> Iterator[Answer]:
    """What needs no test: counts that cannot be, and stations where nearly everybody voted for the leader."""
    for kind in IMPOSSIBLE:
        ground = Ground("", str(kind), CANNOT_BE.explained_by)
        rows = sorted({row - 1 for fault in results.faults if fault.kind is kind for row in fault.rows})
        yield _described(results, rows, ground)
    if results.has_turnout:
        high = usable_rows(results) & (results["registered"] >= 100)
        high &= 100 * results["ballots_cast"] >= CORNER * results["registered"]
        high &= 100 * results["leader"] >= CORNER * results.in_box
        yield _described(results, np.flatnonzero(high).tolist(), BOTH_HIGH)


def _described(results: StationResults, rows: Sequence[int], ground: Ground) -> Answer:
    named = [_at(results, row, ground, None, None) for row in rows]
    return named, Asked(ground, "", len(named), None, None)


def _at(
    results: StationResults, row: int, ground: Ground, chance: float | None, rate: float | None
) -> NamedStation:
    region = results.region_names[int(results.region[row])]
    district = own_name(region, results.district_names[int(results.district[row])])
    return NamedStation(region, district, str(results.station[row]), ground, chance, rate)


def own_name(region: str, district: str) -> str:
    """A district's name as the file has it: results call it by its region too, for districts share names."""
    return district.removeprefix(f"{region} / ")


def _regions_of(results: StationResults) -> dict[str, str]:
    """The region of each district, which belongs to one."""
    pairs = {(int(d), int(r)) for d, r in zip(results.district, results.region, strict=True)}
    return {
        results.district_names[district]: results.region_names[region] for district, region in sorted(pairs)
    }
