"""The night file: what was registered before the vote, and which columns hold what.

A NIGHT.toml is data; reading its files is the caller's work. See `scrutator docs night-file`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from scrutator.counting.cells import cell_value, number
from scrutator.counting.night.clock import clock, zone_named
from scrutator.counting.night.guards import check_denominator
from scrutator.counting.night.held_weights import FrameTotals, HeldWeights, hold_weights, origin_of
from scrutator.counting.night.populations import populations_of
from scrutator.counting.night.publication import Registered
from scrutator.counting.night.quickcount import QuickCount, Refused, Report, Sample, Sampled, make_sample
from scrutator.counting.night.replacements import step_in, stepped_in
from scrutator.counting.night.shape import check_shape
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]


@dataclass(frozen=True)
class Night:
    """A night as registered: the drawn stations, the reports in file order, the rules."""

    title: str
    day: date | None
    lists: tuple[str, ...]
    sample: Sample
    reports: tuple[Report, ...]
    rules: Registered
    official: Mapping[str, float]
    moments: tuple[datetime, ...]
    faults: tuple[Refused, ...] = ()
    domains: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    held: HeldWeights | None = None
    official_domains: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    zone: ZoneInfo | None = None
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)

    def count_until(self, at: datetime | None) -> QuickCount:
        """The state from all reports strictly before `at` (None: all)."""
        count = QuickCount(self.sample, self.lists)
        count.refused += [one for one in self.faults if at is None or one.at < at]
        for report in self.reports:
            if at is None or report.at < at:
                count.take(report)
        return count


def read_night(
    content: Mapping[str, Any],
    drawn: Sequence[Row],
    arrivals: Sequence[Row],
    frame: Sequence[Row] = (),
    replaced: Sequence[Row] = (),
) -> Night:
    """Build a night from the parsed TOML and the rows of its files; raises C08 naming what is wrong.

    `drawn` may hold planned replacements; those named in `replaced` (station, replaced_by) step in.
    """
    check_shape(content)
    stepped = stepped_in(replaced)
    key = _drawn_key(content, drawn)
    drawn = sorted(step_in(drawn, key, stepped), key=lambda row: row[key])  # their order decides nothing
    lists = tuple(_need(content, "arrivals", "lists"))
    day = content.get("date")
    sample = make_sample(tuple(_sampled(content, drawn, frame)))
    zone = zone_named(content["zone"], "NIGHT.toml zone") if "zone" in content else None
    zones = _zones(content, drawn, frame, zone)
    reports, faults = guarded(content, arrivals, tuple(_reports(content, arrivals, zones, zone)))
    return Night(
        str(content.get("title", "")),
        day,
        lists,
        sample,
        reports,
        _rules(content, lists, sample.stratum_names),
        {str(name): float(value) for name, value in content.get("official", {}).items()},
        tuple(sorted({clock(str(text), day, zone) for text in content.get("replay", {}).get("times", ())})),
        faults,
        _domains(content, drawn, frame),
        stepped,
        hold_weights(sample, origin_of(content["sample"], bool(frame)), _frame_totals(content, frame)),
        {name: dict(shares) for name, shares in content.get("official_domains", {}).items()},
        zone,
        zones,
    )


def with_arrivals(night: Night, content: Mapping[str, Any], arrivals: Sequence[Row]) -> Night:
    """The same night with other arrivals; what was registered is not read again. Raises C08 and C09 as
    `read_night` does."""
    reports, faults = guarded(content, arrivals, tuple(_reports(content, arrivals, night.zones, night.zone)))
    return replace(night, reports=reports, faults=faults)


def _zones(
    content: Mapping[str, Any], drawn: Sequence[Row], frame: Sequence[Row], zone: ZoneInfo | None
) -> dict[str, ZoneInfo]:
    """Each drawn station's clock; none where the night has one clock. Raises C08."""
    column = content.get("sample", {}).get("zone", "")
    if not column:
        return {}
    if zone is None:
        remedy = 'Name the clock of the night\'s own times: zone = "Asia/Almaty".'
        raise ScrutatorError("C08", "stations have zones and the night has none", where="zone", remedy=remedy)
    key = _need(content, "sample", "station")
    known = {row[key]: row for row in frame}
    rows = [{**known.get(row[key], {}), **row} for row in drawn]
    return {row[key]: zone_named(cell_value(row, column).strip(), f"station {row[key]}") for row in rows}


def _frame_totals(content: Mapping[str, Any], frame: Sequence[Row]) -> FrameTotals | None:
    """What the frame says of every stratum, when it is given and has the columns of the strata."""
    section = content.get("sample", {})
    columns, register = section.get("stratum", ()), section.get("registered", "")
    if not frame or any(column not in frame[0] for column in columns):
        return None
    names = [" / ".join(row[column] for column in columns) for row in frame]
    sizes = [number(row[register]) for row in frame] if register in frame[0] else [None]
    known = None if any(size is None for size in sizes) else sum(size or 0.0 for size in sizes)
    return FrameTotals(Counter(names), known)


def _drawn_key(content: Mapping[str, Any], drawn: Sequence[Row]) -> str:
    key = str(_need(content, "sample", "station"))
    if drawn:
        cell_value(drawn[0], key)
    names = [row[key].strip() for row in drawn]
    unnamed = [place for place, name in enumerate(names, start=1) if not name]
    if unnamed:
        remedy = "Every drawn station has a code; name its column in [sample]."
        what = f"drawn station {unnamed[0]} has no code in the column {key!r}"
        raise ScrutatorError("C08", what, where=key, remedy=remedy)
    if len(set(names)) != len(names):
        doubled = next(name for name in names if names.count(name) > 1)
        raise ScrutatorError("C08", f"station {doubled!r} was drawn twice", where=key)
    return key


def _domains(content: Mapping[str, Any], drawn: Sequence[Row], frame: Sequence[Row]) -> tuple[str, ...]:
    """The domain of each drawn station; none when no domains were registered."""
    columns = content.get("domains", {}).get("columns", ())
    key = _need(content, "sample", "station")
    known = {row[key]: row for row in frame}
    rows = [{**known.get(row[key], {}), **row} for row in drawn]
    return tuple(" / ".join(cell_value(row, column) for column in columns) for row in rows) if columns else ()


def guarded(
    content: Mapping[str, Any], arrivals: Sequence[Row], reports: tuple[Report, ...]
) -> tuple[tuple[Report, ...], tuple[Refused, ...]]:
    """Hold every report's denominator against what was registered: `means` "valid" or "cast".

    With `complete` the votes of all lists (and, for "cast", the column `invalid`) must sum to it. A
    report that does not fit is refused with its reason. Raises C09 when most do not fit: then it is
    the denominator that is wrong, as in Georgia in 2020, and every share would be off by one factor.
    """
    section = content["arrivals"]
    if "means" not in section:
        return reports, ()
    if section["means"] not in ("valid", "cast"):
        raise ScrutatorError("C08", '[arrivals] means is "valid" or "cast"', where="NIGHT.toml")
    rows = [row for row in arrivals if row[section["at"]].strip()]
    kept, refused = [], []
    for row, report in zip(rows, reports, strict=True):
        invalid = number(cell_value(row, section["invalid"])) if "invalid" in section else None
        fault = "" if report.counts is None else check_denominator(
            report.station,
            report.counts[:-1],
            None if invalid is None else int(invalid),
            report.counts[-1],
            section["means"],
            complete=bool(section.get("complete", False)),
        )  # fmt: skip
        if fault:
            refused.append(Refused(report.station, report.at, fault))
        else:
            kept.append(report)
    if 2 * len(refused) > len(reports):
        what = f"{len(refused)} of {len(reports)} reports do not fit the registered denominator"
        raise ScrutatorError("C09", what, where=refused[0].why)
    return tuple(kept), tuple(refused)


def _need(content: Mapping[str, Any], section: str, key: str) -> Any:
    try:
        return content[section][key]
    except (KeyError, TypeError) as error:
        raise ScrutatorError("C08", f"[{section}] needs {key!r}", where="NIGHT.toml") from error


def _sampled(content: Mapping[str, Any], drawn: Sequence[Row], frame: Sequence[Row]) -> Iterable[Sampled]:
    section = content.get("sample", {})
    key = _need(content, "sample", "station")
    known = {cell_value(row, key): row for row in frame}
    lost = [row[key] for row in drawn if frame and cell_value(row, key) not in known]
    if lost:
        raise ScrutatorError("C08", f"{len(lost)} drawn stations are not in the frame", where=lost[0])
    rows = [{**known.get(cell_value(row, key), {}), **row} for row in drawn]
    strata = [" / ".join(cell_value(row, column) for column in section.get("stratum", ())) for row in rows]
    counts = {name: strata.count(name) for name in set(strata)}
    populations = populations_of(section, rows, strata, frame)
    sizes = [
        number(cell_value(row, section["registered"])) if "registered" in section else None for row in rows
    ]
    for row, stratum, cell, size in zip(rows, strata, _cells(content, rows), sizes, strict=True):
        population = populations[stratum]
        if "weight" in section:
            weight = number(cell_value(row, section["weight"])) or 0.0
        else:
            weight = population / counts[stratum] if population else 1.0
        if not weight > 0:
            remedy = "Every drawn station counts: give a weight, or a population of its stratum, above 0."
            raise ScrutatorError("C08", f"station {row[key]!r} has no weight", where=stratum, remedy=remedy)
        if population and not section.get("equal_strata") and population < counts[stratum]:
            what = f"{counts[stratum]} stations of the stratum {stratum!r} were drawn of {population:g}"
            remedy = "Give the number of stations of the stratum in the whole frame."
            raise ScrutatorError("C08", what, where="[sample] population", remedy=remedy)
        # A population stated only to weight strata equally is no known frame size.
        known_size = 0 if section.get("equal_strata") else int(population)
        yield Sampled(row[key], stratum, cell, weight, known_size, None if size is None else int(size))


def _cells(content: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    section = content.get("cells", {})
    parts = [[cell_value(row, column) for row in rows] for column in section.get("columns", ())]
    if "quartiles" in section:
        numbers = np.array([number(cell_value(row, section["quartiles"])) or 0.0 for row in rows])
        numbers = np.where(numbers == 0, float(section.get("zero_as", 0)), numbers)
        limits = np.quantile(numbers, [0.25, 0.5, 0.75])
        parts.append([str(code) for code in np.searchsorted(limits, numbers, side="left").tolist()])
    return [" / ".join(values) for values in zip(*parts, strict=True)] if parts else [""] * len(rows)


def _figure(row: Row, column: str) -> float | None:
    """The number in a column, or the sum of several joined by " + "; None where one of them is empty."""
    if column in row or " + " not in column:
        return number(cell_value(row, column))
    parts = [number(cell_value(row, part.strip())) for part in column.split(" + ")]
    return None if any(part is None for part in parts) else sum(part or 0 for part in parts)


def _reports(
    content: Mapping[str, Any], arrivals: Sequence[Row], zones: Mapping[str, ZoneInfo], zone: ZoneInfo | None
) -> Iterable[Report]:
    section = content["arrivals"]
    key, at = _need(content, "arrivals", "station"), _need(content, "arrivals", "at")
    denominator, lists = _need(content, "arrivals", "denominator"), section["lists"]
    withdrawn, mark = section.get("withdrawn", ""), section.get("id", "")
    for row in arrivals:
        if not cell_value(row, at).strip():
            continue
        moment = clock(row[at], content.get("date"), zones.get(row[key], zone))
        counts: tuple[int, ...] | None = None
        if not (withdrawn and cell_value(row, withdrawn).strip()):
            figures = [_figure(row, column) for column in (*lists.values(), denominator)]
            if any(figure is None or figure != int(figure) for figure in figures):
                raise ScrutatorError("C08", "an arrived station has an empty or broken count", where=row[key])
            counts = tuple(int(figure or 0) for figure in figures)
        yield Report(row[key], moment, counts, row[mark] if mark else "")


def _rules(content: Mapping[str, Any], lists: tuple[str, ...], strata: tuple[str, ...]) -> Registered:
    given = dict(content.get("registered", {}))
    thresholds = {str(name): float(value) / 100 for name, value in content.get("thresholds", {}).items()}
    strange = set(thresholds) - set(lists)
    if strange:
        raise ScrutatorError("C08", f"threshold for an unknown list {sorted(strange)[0]!r}")
    if given.pop("shift", "observed") != "observed":
        given["shift"] = float(content["registered"]["shift"]) / 100
    if "majority" in given:
        given["majority"] = float(given["majority"]) / 100
    neighbours = {str(name): str(other) for name, other in content.get("neighbours", {}).items()}
    nowhere = sorted({*neighbours, *neighbours.values()} - set(strata))
    if nowhere:
        what = f"[neighbours] names {nowhere[0]!r}, of which no station was drawn"
        raise ScrutatorError("C08", what, where="NIGHT.toml", remedy=f"Strata: {', '.join(strata[:20])}.")
    arrivals = content["arrivals"]
    complete = bool(arrivals.get("complete", False)) and arrivals.get("means") == "valid"
    try:
        return Registered(**given, thresholds=thresholds, neighbours=neighbours, complete=complete)
    except TypeError as error:
        raise ScrutatorError("C08", f"[registered]: {error}", where="NIGHT.toml") from error
