"""One election examined: every test with its error rates, placebos, panel and a verdict in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from scrutator.forensics.battery import Battery, run_battery
from scrutator.forensics.calibration import Calibration
from scrutator.forensics.extremes import THRESHOLDS, Extremes, extreme_stations
from scrutator.forensics.integer_peaks import (
    AUTHORS,
    CRITERIA,
    SYMMETRIC,
    Peak,
    RegionPeak,
    detection_limit,
    peak_data_of,
    peaks,
    regional_peaks,
)
from scrutator.forensics.multiplicity import holm
from scrutator.forensics.panel import PanelEntry, comparison_range
from scrutator.forensics.placebos import Placebo, run_placebos, silenced
from scrutator.forensics.results import StationResults
from scrutator.forensics.turnout_window import WindowCurve, window_curve
from scrutator.forensics.verdicts import Standing, Verdict, verdict


@dataclass(frozen=True)
class Line:
    """One test's line: its value beside its measured error rates, placebos and comparison elections."""

    test: str
    statistic: float
    p: float
    p_adjusted: float | None
    false_alarms: dict[str, float]
    standing: Standing
    placebos_fired: tuple[str, ...]
    comparison: tuple[int, float, float] | None
    verdict: Verdict


@dataclass(frozen=True)
class Examination:
    """Everything one election's report shows. `tried` counts tests × criteria × regions."""

    election: str
    stations: int
    usable: int
    faults: Mapping[str, int]
    lines: tuple[Line, ...]
    not_run: Mapping[str, str]
    peaks: Mapping[str, Mapping[str, Peak]]
    peaks_symmetric: Mapping[str, Mapping[str, Peak]]
    regions: tuple[RegionPeak, ...]
    detection_limit: Mapping[str, int]
    window: WindowCurve | None
    leader_votes: int
    extremes: tuple[Extremes, ...]
    placebos: tuple[Placebo, ...]
    tried: int
    seed: int


def examine(
    results: StationResults,
    calibration: Calibration,
    panel: list[PanelEntry],
    seed: int,
    earlier: StationResults | None = None,
) -> Examination:
    """Run everything on one election. Tests that it cannot carry are listed with the reason."""
    battery = run_battery(results)
    placebos = run_placebos(results, seed, earlier)
    lines = _lines(battery, calibration, panel, placebos)
    authors: dict[str, dict[str, Peak]] = {}
    symmetric: dict[str, dict[str, Peak]] = {}
    regions: list[RegionPeak] = []
    limits: dict[str, int] = {}
    curve = None
    extremes: tuple[Extremes, ...] = ()
    if "whole percentages" not in battery.not_run:
        first, second = peak_data_of(results, (AUTHORS, SYMMETRIC))
        authors, symmetric = peaks(first), peaks(second)
        regions = regional_peaks(second)
        limits = {
            criterion: detection_limit(second, criterion)
            for criterion in CRITERIA
            if np.mean(second.chance[criterion]) < 1 - 1e-9
        }
        curve = window_curve(results, seed)
        extremes = tuple(extreme_stations(results, threshold) for threshold in THRESHOLDS)
    usable = results.usable()
    return Examination(
        election=results.name,
        stations=len(results),
        usable=int(usable.sum()),
        faults={f"{fault.kind}: {fault.column}": len(fault.rows) for fault in results.faults},
        lines=lines,
        not_run=battery.not_run,
        peaks=authors,
        peaks_symmetric=symmetric,
        regions=tuple(regions),
        detection_limit=limits,
        window=curve,
        leader_votes=int(results["leader"][usable].sum()),
        extremes=extremes,
        placebos=placebos,
        tried=len(battery.scores) + len(regions),
        seed=seed,
    )


def _lines(
    battery: Battery,
    calibration: Calibration,
    panel: list[PanelEntry],
    placebos: tuple[Placebo, ...],
) -> tuple[Line, ...]:
    standing = {test: calibration.standing(test) for test in battery.scores}
    carrying = [test for test, held in standing.items() if held is not Standing.NOT_DIAGNOSTIC]
    adjusted = dict(zip(carrying, holm(np.array([battery.scores[test].p for test in carrying])), strict=True))
    quiet = silenced(placebos)
    lines = []
    for test, score in battery.scores.items():
        fired = tuple(quiet.get(test, ()))
        p_adjusted = float(adjusted[test]) if test in adjusted else None
        said = verdict(p_adjusted, standing[test], placebo_fires=bool(fired))
        rates = {world: rate.rate for world, rate in calibration.sizes(test).items()}
        compared = comparison_range(panel, test, without=battery.election)
        lines.append(
            Line(test, score.statistic, score.p, p_adjusted, rates, standing[test], fired, compared, said)
        )
    return tuple(lines)


def to_plain(examination: Examination) -> dict[str, Any]:
    """The examination as plain JSON values.

    `tests.integer_peaks.<criterion>.<weighting>.{observed,expected,anomaly,sd,z,p}` under the
    authors' exclusions, `tests.integer_peaks_symmetric` likewise.
    """
    window = examination.window
    return {
        "election": examination.election,
        "stations": examination.stations,
        "usable_stations": examination.usable,
        "faults": dict(examination.faults),
        "seed": examination.seed,
        "tests_tried": examination.tried,
        "tests": {
            "integer_peaks": _plain_peaks(examination.peaks),
            "integer_peaks_symmetric": _plain_peaks(examination.peaks_symmetric),
            "integer_peaks_detection_limit": dict(examination.detection_limit),
            "integer_peaks_regions": [_plain_region(region) for region in examination.regions],
            "turnout_window": None if window is None else asdict(window),
            "extreme_stations": [asdict(one) | {"percent": one.percent} for one in examination.extremes],
            "battery": {line.test: _plain_line(line) for line in examination.lines},
        },
        "not_run": dict(examination.not_run),
        "placebos": [asdict(placebo) for placebo in examination.placebos],
    }


def _plain_peak(peak: Peak) -> dict[str, float]:
    return asdict(peak) | {"anomaly": peak.anomaly}


def _plain_peaks(table: Mapping[str, Mapping[str, Peak]]) -> dict[str, dict[str, dict[str, float]]]:
    return {
        criterion: {weighting: _plain_peak(peak) for weighting, peak in row.items()}
        for criterion, row in table.items()
    }


def _plain_region(region: RegionPeak) -> dict[str, Any]:
    return {
        "region": region.region,
        "stations": region.stations,
        "criterion": region.criterion,
        "p_adjusted": region.p_adjusted,
        **_plain_peak(region.peak),
    }


def _plain_line(line: Line) -> dict[str, Any]:
    compared = line.comparison
    return {
        "statistic": line.statistic,
        "p": line.p,
        "p_adjusted": line.p_adjusted,
        "diagnostic": line.standing is Standing.DIAGNOSTIC,
        "standing": str(line.standing),
        "false_alarm_rates": line.false_alarms,
        "placebos_fired": list(line.placebos_fired),
        "comparison_elections": None
        if compared is None
        else {"elections": compared[0], "lowest": compared[1], "highest": compared[2]},
        "verdict": str(line.verdict),
    }
