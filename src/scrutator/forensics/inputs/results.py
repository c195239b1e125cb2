"""Polling-station results as columns of integers: what every forensic test reads.

A count that is not known is `UNKNOWN`, never zero; `missing` says why a column's cells are empty.
Rows keep the order of the file, but no test depends on that order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError
from scrutator.record.unknown import Missing
from scrutator.tables.columns import Column, TextColumn

IntArray = NDArray[np.integer[Any]]
FloatArray = NDArray[np.floating[Any]]
BoolArray = NDArray[np.bool_]
UNKNOWN = -1
ADDRESS = "address"  # an optional column of text: stations in one building
COUNT_COLUMNS = ("registered", "ballots_cast", "valid", "in_box", "leader", "runner_up")


class FaultKind(StrEnum):
    """What can be wrong with one row. A faulty row is kept; each test says what it leaves out."""

    NOT_A_NUMBER = "not a whole number"
    NEGATIVE = "negative count"
    TOO_LARGE = "larger than ten million"
    CAST_ABOVE_REGISTER = "more ballots cast than voters registered"
    VALID_ABOVE_CAST = "more valid ballots than ballots cast"
    LEADER_ABOVE_VALID = "more votes for a list than valid ballots"
    DUPLICATE_STATION = "station named twice in its district"


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one column, with the rows (counted from 1 after the heading)."""

    kind: FaultKind
    column: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class StationResults:
    """One election, one row per polling station, as columns of equal length.

    `region` and `district` are codes into `region_names` and `district_names` (sorted by name; a
    district belongs to one region). `counts` maps a column's name to votes or persons, with
    `UNKNOWN` where the source has none; `missing` says for each column why. `labels` holds
    the columns that are not counts (flags, addresses) as text; `notes` what reading them assumed;
    `sources` the column of the file, or the sum of columns, that each count was read from. `memory` holds
    what was computed of these very rows and is asked for again; changed results begin with an empty one.
    """

    name: str
    station: NDArray[np.str_]
    region: IntArray
    district: IntArray
    region_names: tuple[str, ...]
    district_names: tuple[str, ...]
    counts: Mapping[str, IntArray]
    labels: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    memory: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.region)

    def __getitem__(self, column: str) -> IntArray:
        if column not in self.counts:
            known = ", ".join(sorted(self.counts))
            raise ScrutatorError("F02", f"there is no column “{column}”", where=f"columns: {known}")
        return self.counts[column]

    def has(self, column: str) -> bool:
        """Whether the column is there and at least one station has a value in it."""
        return column in self.counts and bool(np.any(self.counts[column] != UNKNOWN))

    @property
    def in_box(self) -> IntArray:
        """Ballots found in the boxes, valid and invalid; the valid ones where that is not published."""
        if not self.has("in_box"):
            return self["valid"]
        return np.where(self["in_box"] == UNKNOWN, self["valid"], self["in_box"])

    @property
    def has_turnout(self) -> bool:
        """Whether registers and ballots cast are published, so that turnout exists."""
        return self.has("registered") and self.has("ballots_cast")

    def countable(self) -> BoolArray:
        """What a test of shares or digits needs: R > 0, L ≤ R, both known. No register is needed."""
        box, votes = self.in_box, self["leader"]
        countable: BoolArray = (votes != UNKNOWN) & (box > 0) & (votes <= box)
        return countable

    def usable(self) -> BoolArray:
        """The basic filter of every ratio test: V > 0, R > 0, G ≤ V, L ≤ R, and all four known."""
        registered, cast = self["registered"], self["ballots_cast"]
        usable: BoolArray = self.countable() & (cast != UNKNOWN) & (registered > 0) & (cast <= registered)
        return usable

    def select(self, keep: BoolArray | IntArray) -> "StationResults":
        """The same election with only some rows (or rows in another order)."""
        return replace(
            self,
            station=self.station[keep],
            region=self.region[keep],
            district=self.district[keep],
            counts={name: values[keep] for name, values in self.counts.items()},
            labels={name: values[keep] for name, values in self.labels.items()},
        )

    def in_regions(self, names: Sequence[str]) -> "StationResults":
        """Only the stations of the named regions, as an election of their own.

        Names of regions and districts are those that are left; faults keep the file's row numbers.
        Raises F03 for a region that is not there.
        """
        absent = [name for name in names if name not in self.region_names]
        if absent:
            where = "regions: " + ", ".join(self.region_names[:8]) + (", …" if self.region_names[8:] else "")
            remedy = "Write the region's name as in the file; --region names the column."
            raise ScrutatorError("F03", f"there is no region “{absent[0]}”", where=where, remedy=remedy)
        keep = np.isin(self.region, [self.region_names.index(name) for name in names])
        rows = set(_rows(keep))
        left = (replace(one, rows=tuple(row for row in one.rows if row in rows)) for one in self.faults)
        part = self.select(keep)
        regions, region = np.unique(part.region, return_inverse=True)
        districts, district = np.unique(part.district, return_inverse=True)
        return replace(
            part,
            name=f"{self.name}: {', '.join(sorted(set(names)))}",
            region=region,
            district=district,
            region_names=tuple(self.region_names[code] for code in regions),
            district_names=tuple(self.district_names[code] for code in districts),
            faults=tuple(one for one in left if one.rows),
        )

    def with_leader(self, column: str) -> "StationResults":
        """The same election with another list in the leader's place (placebos, other candidates)."""
        return replace(self, counts={**self.counts, "leader": self[column]})

    def with_counts(self, counts: Mapping[str, IntArray]) -> "StationResults":
        """The same stations with some columns replaced."""
        return replace(self, counts={**self.counts, **counts})


def results_from_counts(
    name: str,
    region: NDArray[np.str_] | list[str],
    district: NDArray[np.str_] | list[str],
    counts: Mapping[str, IntArray],
    station: NDArray[np.str_] | None = None,
    labels: Mapping[str, NDArray[np.str_]] | None = None,
    missing: Mapping[str, Missing] | None = None,
) -> StationResults:
    """Build results from names and counts already in memory, checking every row.

    Equal district names in two regions are two districts.
    """
    size = len(region)
    stations = [str(i + 1) for i in range(size)] if station is None else list(map(str, station))
    place = {"region": region, "district": district, "station": stations}
    columns = {column: np.asarray(values, dtype=np.int64) for column, values in counts.items()}
    wrong = [column for column, values in columns.items() if len(values) != size]
    if wrong:
        raise ScrutatorError("F01", f"column “{wrong[0]}” has another length than the table", where=name)
    texts = {ours: TextColumn(list(map(str, cells))) for ours, cells in place.items()}
    return results_from_columns(name, texts, columns, labels or {}, missing or {})


def results_from_columns(
    name: str,
    place: Mapping[str, Column],
    counts: Mapping[str, IntArray],
    labels: Mapping[str, NDArray[np.str_]],
    missing: Mapping[str, Missing],
) -> StationResults:
    """Results from the columns region, district and station of a table and its counts, every row checked."""
    region, region_names = _codes(place["region"])
    district, names = _codes(place["district"])
    pairs, district = np.unique(region * len(names) + district, return_inverse=True)
    places = [(region_names[pair // len(names)], names[pair % len(names)]) for pair in pairs.tolist()]
    station, stations = place["station"].codes()
    columns = {column: np.asarray(values, dtype=np.int64) for column, values in counts.items()}
    return StationResults(
        name=name,
        station=np.array(stations)[station],
        region=region,
        district=district,
        region_names=tuple(region_names),
        district_names=tuple(f"{one} / {two}" if one and two else one or two for one, two in places),
        counts=columns,
        labels=dict(labels),
        missing=dict(missing),
        faults=row_faults(columns, district, station),
    )


def _codes(column: Column) -> tuple[IntArray, list[str]]:
    """The different texts in order, and for each row the place of its."""
    code, names = column.codes()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[code], [names[one] for one in order]


def row_faults(counts: Mapping[str, IntArray], district: IntArray, station: IntArray) -> tuple[Fault, ...]:
    """Every row whose numbers contradict each other or whose station (a code) is named twice."""
    faults = []
    pairs = [
        (FaultKind.CAST_ABOVE_REGISTER, "ballots_cast", "registered"),
        (FaultKind.VALID_ABOVE_CAST, "valid", "ballots_cast"),
        (FaultKind.LEADER_ABOVE_VALID, "leader", "valid"),
        (FaultKind.LEADER_ABOVE_VALID, "runner_up", "valid"),
    ]
    for kind, part, whole in pairs:
        if part in counts and whole in counts:
            above = (counts[part] > counts[whole]) & (counts[whole] != UNKNOWN)
            if np.any(above):
                faults.append(Fault(kind, part, _rows(above)))
    first = np.unique(district * (int(station.max(initial=0)) + 1) + station, return_index=True)[1]
    if len(first) < len(station):
        again = np.ones(len(station), dtype=bool)
        again[first] = False
        faults.append(Fault(FaultKind.DUPLICATE_STATION, "station", _rows(again)))
    return tuple(faults)


def _rows(where: BoolArray) -> tuple[int, ...]:
    return tuple(int(row) + 1 for row in np.flatnonzero(where))


def sum_by(group: IntArray, values: FloatArray | IntArray | BoolArray, size: int) -> FloatArray:
    """The sum of values in each group 0 … size−1."""
    sums: FloatArray = np.asarray(np.bincount(group, weights=values, minlength=size), dtype=np.float64)
    return sums
