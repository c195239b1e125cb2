"""One election examined: every test with its error rates, placebos, panel and a verdict in words."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.battery import Battery, run_battery
from scrutator.forensics.battery.integer_peaks import (
    AUTHORS,
    SYMMETRIC,
    Peak,
    PeakData,
    RegionPeak,
    detection_limit,
    peak_data_of,
    peaks,
    regional_peaks,
)
from scrutator.forensics.battery.list_peaks import ListPeak, list_peaks
from scrutator.forensics.battery.missing_zeros import MissingZeros, missing_zeros
from scrutator.forensics.battery.narrow import NARROW, narrow_tests
from scrutator.forensics.bounds.ladder import Ladder, ladder
from scrutator.forensics.bounds.ladder import to_plain as plain_ladder
from scrutator.forensics.examination.judging import Judged, judge
from scrutator.forensics.examination.panel import (
    PanelEntry,
    comparison_extremes,
    comparison_range,
    comparison_window,
)
from scrutator.forensics.examination.placebos import Placebo, run_placebos, silenced
from scrutator.forensics.examination.rates import MADE_FOR, Calibration
from scrutator.forensics.examination.summary import (
    Corner,
    Summary,
    corner,
    corner_words,
    rate_words,
    summarise,
)
from scrutator.forensics.examination.verdicts import SIGNIFICANCE, Standing, Verdict
from scrutator.forensics.fingerprint.core import Core, comet_core
from scrutator.forensics.fingerprint.extremes import THRESHOLDS, Extremes, extreme_stations
from scrutator.forensics.fingerprint.turnout_window import (
    RegionWindow,
    WindowCurve,
    regional_windows,
    window_curve,
)
from scrutator.forensics.inputs.results import StationResults

Description = TypeVar("Description")


@dataclass(frozen=True)
class Line:
    """One test's line: its value beside its measured error rates, placebos and comparison elections.

    `power` is the detection rate by kind and size of manipulation, averaged over the clean worlds.
    """

    test: str
    statistic: float
    p: float
    p_adjusted: float | None
    false_alarms: dict[str, float]
    power: dict[str, dict[float, float]]
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
    window_comparison: tuple[int, float, float] | None
    window_regions: tuple[RegionWindow, ...]
    core: Core | None
    extremes: tuple[Extremes, ...]
    extremes_comparison: tuple[int, float, float] | None
    lists: tuple[ListPeak, ...]
    missing_zeros: tuple[MissingZeros, ...]
    placebos: tuple[Placebo, ...]
    tried: int
    seed: int
    summary: Summary
    corner: Corner | None
    bounds: Ladder | None = None
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def examine(
    results: StationResults,
    calibration: Calibration,
    panel: list[PanelEntry],
    seed: int,
    earlier: StationResults | None = None,
) -> Examination:
    """Run everything on one election. Tests that it does not allow are listed with the reason.

    Raises F03 when no test at all can be run, and when the earlier election is this one.
    """
    if earlier is not None and _same_numbers(results, earlier):
        what = "the earlier election has the very numbers of this one"
        raise ScrutatorError("F03", what, where=earlier.name, remedy="Give the results of another election.")
    battery = run_battery(results)
    if not battery.scores:
        what = "no test can be run: " + "; ".join(dict.fromkeys(battery.not_run.values()))
        raise ScrutatorError("F03", what, where=results.name)
    placebos = run_placebos(results, seed, earlier)
    ran = "whole percentages" not in battery.not_run
    first, second = peak_data_of(results, (AUTHORS, SYMMETRIC)) if ran else (None, None)
    regions = regional_peaks(second) if second else []
    lists = list_peaks(results) if ran else []
    zeros = missing_zeros(results) if "small lists" not in battery.not_run else []
    window = _where_possible(lambda: window_curve(results, seed))
    quiet = silenced(placebos, battery)
    for test in narrow_tests(results) & set(battery.scores):
        quiet.setdefault(test, []).append(NARROW)
    counted = int(results.usable().sum() if results.has_turnout else results.countable().sum())
    standing = {test: calibration.standing(test) for test in battery.scores}
    judged = judge({test: score.p for test, score in battery.scores.items()}, standing, quiet, counted)
    extremes = tuple(extreme_stations(results, one) for one in THRESHOLDS) if window else ()
    compared = comparison_extremes(panel, results.name)
    return Examination(
        election=results.name,
        stations=len(results),
        usable=counted,
        faults={f"{fault.kind}: {fault.column}": len(fault.rows) for fault in results.faults},
        lines=_lines(battery, calibration, panel, quiet, judged),
        not_run=battery.not_run,
        peaks=peaks(first) if first else {},
        peaks_symmetric=peaks(second) if second else {},
        regions=tuple(regions),
        detection_limit=_limits(second) if second else {},
        window=window,
        window_comparison=comparison_window(panel, results.name),
        window_regions=tuple(regional_windows(results)) if window else (),
        core=_where_possible(lambda: comet_core(results)),
        extremes=extremes,
        extremes_comparison=compared,
        lists=tuple(lists),
        missing_zeros=tuple(zeros),
        placebos=placebos,
        tried=len(battery.scores) + len(regions) + len(lists) + len(zeros),
        seed=seed,
        summary=summarise(judged, calibration, counted),
        corner=corner(extremes, compared),
        bounds=_where_possible(lambda: ladder(results)),
        notes=results.notes,
        columns=results.sources,
    )


def _same_numbers(results: StationResults, earlier: StationResults) -> bool:
    """Whether two elections have the same stations' ballots and leader's votes, in whatever order."""
    if len(results) != len(earlier):
        return False
    pairs = [np.stack([one["valid"], one["leader"]]) for one in (results, earlier)]
    first, second = (pair[:, np.lexsort(pair)] for pair in pairs)
    return bool(np.array_equal(first, second))


def _where_possible(described: Callable[[], Description]) -> Description | None:
    """A description without a null model, or None where the election does not support it."""
    try:
        return described()
    except ScrutatorError as error:
        if error.code != "F03":
            raise
        return None


def _limits(data: PeakData) -> dict[str, int]:
    """The detection limit of every criterion that can be seen at all."""
    visible = [one for one in data.criteria if np.mean(data.chance[one]) < 1 - 1e-9]
    return {criterion: detection_limit(data, criterion) for criterion in visible}


def _lines(
    battery: Battery,
    calibration: Calibration,
    panel: list[PanelEntry],
    quiet: Mapping[str, list[str]],
    judged: Mapping[str, Judged],
) -> tuple[Line, ...]:
    lines = []
    for test, score in battery.scores.items():
        fired = tuple(quiet.get(test, ()))
        rates = {world: rate.rate for world, rate in calibration.sizes(test).items()}
        lines.append(
            Line(
                test,
                score.statistic,
                score.p,
                judged[test].p_adjusted,
                rates,
                calibration.power_table(test),
                calibration.standing(test),
                fired,
                comparison_range(panel, test, without=battery.election),
                judged[test].verdict,
            )
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
        "reading": list(examination.notes),
        "columns": dict(examination.columns),
        "seed": examination.seed,
        "tests_tried": examination.tried,
        "summary": _plain_summary(examination.summary),
        "corner": _plain_corner(examination.corner),
        "tests": {
            "integer_peaks": _plain_peaks(examination.peaks),
            "integer_peaks_symmetric": _plain_peaks(examination.peaks_symmetric),
            "integer_peaks_detection_limit": dict(examination.detection_limit),
            "integer_peaks_regions": [_plain_region(region) for region in examination.regions],
            "integer_peaks_lists": [_plain_list(one) for one in examination.lists],
            "missing_zeros": _plain_zeros(examination.missing_zeros),
            "turnout_window": None if window is None else _plain_window(window, examination),
            "turnout_window_regions": [asdict(one) for one in examination.window_regions],
            "core": None if examination.core is None else asdict(examination.core),
            "extreme_stations": [asdict(one) | {"percent": one.percent} for one in examination.extremes],
            "extreme_stations_comparison": _plain_comparison(examination.extremes_comparison),
            "battery": {line.test: _plain_line(line) for line in examination.lines},
        },
        "bounds": None if examination.bounds is None else plain_ladder(examination.bounds),
        "not_run": dict(examination.not_run),
        "placebos": [asdict(placebo) for placebo in examination.placebos],
    }


def _plain_summary(summary: Summary) -> dict[str, Any]:
    return asdict(summary) | {"verdict": str(summary.verdict), "rate": rate_words(summary)}


def _plain_corner(found: Corner | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found) | {"words": corner_words(found)}


def _plain_window(window: WindowCurve, examination: Examination) -> dict[str, Any]:
    """The curve; the interval also in percent of the leader's votes, as the comparison elections have it."""
    percent = [100 * end / window.leader_votes for end in window.interval] if window.leader_votes else None
    compared = _plain_comparison(examination.window_comparison)
    return asdict(window) | {"interval_percent": percent, "comparison_percent": compared}


def _plain_comparison(compared: tuple[int, float, float] | None) -> dict[str, Any] | None:
    if compared is None:
        return None
    return {"elections": compared[0], "lowest": compared[1], "highest": compared[2]}


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


def _plain_list(one: ListPeak) -> dict[str, Any]:
    return {
        "list": one.votes_of,
        "stations": one.stations,
        "p_adjusted": one.p_adjusted,
        **_plain_peak(one.peak),
    }


def _plain_zeros(found: tuple[MissingZeros, ...]) -> dict[str, Any]:
    """How many lists × districts were looked at, and those beyond chance or named by the published rule."""
    shown = [one for one in found if one.p_adjusted <= SIGNIFICANCE or one.published_rule]
    rows = [asdict(one) | {"published_rule": one.published_rule} for one in shown]
    return {"tried": len(found), "found": rows}


def made_for(line: Line) -> dict[str, Any] | None:
    """What the test was made to see, a size of it in percent, and the measured power; None if unmeasured."""
    kind, size = MADE_FOR.get(line.test, ("", 0.0))
    if kind not in line.power:
        return None
    return {"manipulation": kind, "percent": size, "power": line.power[kind][size]}


def _plain_line(line: Line) -> dict[str, Any]:
    return {
        "statistic": line.statistic,
        "p": line.p,
        "p_adjusted": line.p_adjusted,
        "diagnostic": line.standing is Standing.DIAGNOSTIC,
        "standing": str(line.standing),
        "false_alarm_rates": line.false_alarms,
        "made_for": made_for(line),
        "power": {
            kind: {f"{size:g}": rate for size, rate in rates.items()} for kind, rates in line.power.items()
        },
        "placebos_fired": list(line.placebos_fired),
        "comparison_elections": _plain_comparison(line.comparison),
        "verdict": str(line.verdict),
    }
