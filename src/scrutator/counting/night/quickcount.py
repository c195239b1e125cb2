"""The live quick count: a state that is a pure function of the accepted reports, in any order.

Reports, corrections and withdrawals are versions of one station's count; the one with the latest
time (then the larger id) is accepted. Per atom, that is per stratum × response cell × weight, the
state keeps n, Σv and Σvv' of the count vectors v = (lists…, denominator) as integers, so that it
does not depend on the order of arrival, not even in the last bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from scrutator.counting.arrays import Booleans, Floats, Integers
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Sampled:
    """A drawn station as registered before the vote.

    `weight` is the design weight, `cell` the response cell, `population` the number of stations of
    its stratum in the frame (0 when unknown), `registered` its register (None when unknown).
    """

    station: str
    stratum: str
    cell: str = ""
    weight: float = 1.0
    population: int = 0
    registered: int | None = None


@dataclass(frozen=True)
class Report:
    """One version of a station's count; `counts` None withdraws the station."""

    station: str
    at: datetime
    counts: tuple[int, ...] | None
    id: str = ""


@dataclass(frozen=True)
class Sample:
    """The drawn stations with their strata, cells and atoms as codes."""

    stations: tuple[str, ...]
    weights: Floats
    strata: Integers
    cells: Integers
    atoms: Integers
    stratum_names: tuple[str, ...]
    cell_names: tuple[str, ...]
    atom_strata: Integers
    atom_cells: Integers
    atom_weights: Floats
    populations: Floats
    registered: Floats


def make_sample(drawn: Sequence[Sampled]) -> Sample:
    """Code the drawn stations; raises C08 when a station was drawn twice or none was."""
    names = tuple(one.station for one in drawn)
    if not drawn or len(set(names)) != len(names):
        raise ScrutatorError("C08", "no station was drawn" if not drawn else "a station was drawn twice")
    strata, stratum_codes = np.unique([one.stratum for one in drawn], return_inverse=True)
    cells, cell_codes = np.unique([one.cell for one in drawn], return_inverse=True)
    weights = np.array([one.weight for one in drawn], dtype=np.float64)
    # Equal weights are equal text: 523/26 is one weight class, whatever its last bit.
    classes = np.array([f"{weight:.12g}" for weight in weights])
    _, class_codes = np.unique(classes, return_inverse=True)
    keys = np.stack([stratum_codes, cell_codes, class_codes])
    unique, first, atoms = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    populations = np.zeros(len(strata))
    populations[stratum_codes] = [one.population for one in drawn]
    registered = [np.nan if one.registered is None else float(one.registered) for one in drawn]
    return Sample(
        names,
        weights,
        stratum_codes.astype(np.int64),
        cell_codes.astype(np.int64),
        atoms.reshape(-1).astype(np.int64),
        tuple(str(name) for name in strata),
        tuple(str(name) for name in cells),
        unique[0].astype(np.int64),
        unique[1].astype(np.int64),
        weights[first],
        populations,
        np.array(registered),
    )


@dataclass(frozen=True)
class Statistics:
    """Per atom: number, sums (K + 1) and cross products of the accepted counts, as integers."""

    numbers: Integers
    sums: Integers
    products: Integers


@dataclass(frozen=True)
class Refused:
    """A report that was not taken, and why."""

    station: str
    at: datetime
    why: str


@dataclass
class QuickCount:
    """The night: takes reports in any order; estimates are read from `statistics` at any moment.

    `lists` names the lists; a report's counts are the lists' votes and then the denominator.
    """

    sample: Sample
    lists: tuple[str, ...]
    refused: list[Refused] = field(default_factory=list)

    def __post_init__(self) -> None:
        width, atoms, drawn = len(self.lists) + 1, len(self.sample.atom_weights), len(self.sample.stations)
        self.index: Mapping[str, int] = {name: i for i, name in enumerate(self.sample.stations)}
        self.numbers = np.zeros(atoms, dtype=np.int64)
        self.sums = np.zeros((atoms, width), dtype=np.int64)
        self.products = np.zeros((atoms, width, width), dtype=np.int64)
        self.atoms: list[int] = self.sample.atoms.tolist()
        self.counts = np.zeros((drawn, width), dtype=np.int64)
        self.arrived: Booleans = np.zeros(drawn, dtype=np.bool_)
        self.times = np.zeros(drawn)
        self._latest: dict[int, tuple[datetime, str, tuple[int, ...]]] = {}
        self._rivals: dict[tuple[int, datetime, str], set[tuple[int, ...]]] = {}

    @property
    def statistics(self) -> Statistics:
        """A copy of the sufficient statistics."""
        return Statistics(self.numbers.copy(), self.sums.copy(), self.products.copy())

    def take(self, report: Report) -> bool:
        """Take a report, correction or withdrawal; False when it is refused or already superseded."""
        place = self.index.get(report.station)
        why = "not a drawn station" if place is None else self._fault(report.counts)
        if place is None or why:
            self.refused.append(Refused(report.station, report.at, why))
            return False
        # The counts break a tie of time and id, so that even then the order of taking is no matter.
        version = (report.at, report.id, report.counts or ())
        self._rivals.setdefault((place, report.at, report.id), set()).add(version[2])
        before = self._latest.get(place)
        if before is not None and version <= before:
            return False
        self._latest[place] = version
        if before is not None and self.arrived[place]:
            self._add(place, self.counts[place], -1)
        self.arrived[place] = report.counts is not None
        self.times[place] = _seconds(report.at)
        if report.counts is None:
            self.counts[place] = 0
        else:
            row = np.array(report.counts, dtype=np.int64)
            self.counts[place] = row
            self._add(place, row, 1)
        return True

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Stations whose latest reports have one time and one id, and different counts: any may be right."""
        unclear = [
            place for place, (at, name, _) in self._latest.items() if len(self._rivals[place, at, name]) > 1
        ]
        return tuple(sorted(self.sample.stations[place] for place in unclear))

    def _add(self, place: int, counts: Integers, sign: int) -> None:
        atom = self.atoms[place]
        signed = counts if sign == 1 else -counts
        self.numbers[atom] += sign
        self.sums[atom] += signed
        self.products[atom] += np.multiply.outer(signed, counts)

    def _fault(self, counts: tuple[int, ...] | None) -> str:
        if counts is None:
            return ""
        if len(counts) != len(self.lists) + 1:
            return f"{len(counts)} figures instead of {len(self.lists) + 1}"
        if min(counts) < 0:
            return "a count is negative"
        if sum(counts) > 2 * counts[-1]:
            return "the lists together have more votes than the denominator"
        return ""


def _seconds(at: datetime) -> float:
    """Seconds of the civil calendar (UTC when the moment has a zone): no machine's zone comes in."""
    moment = at.astimezone(UTC) if at.tzinfo else at
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    return moment.toordinal() * 86_400 + clock + moment.microsecond / 1e6


def recompute(count: QuickCount) -> Statistics:
    """The statistics from the accepted counts alone; must equal the live state exactly."""
    arrived = np.flatnonzero(count.arrived)
    atoms, rows = count.sample.atoms[arrived], count.counts[arrived]
    numbers = np.bincount(atoms, minlength=len(count.numbers)).astype(np.int64)
    sums, products = np.zeros_like(count.sums), np.zeros_like(count.products)
    np.add.at(sums, atoms, rows)
    np.add.at(products, atoms, rows[:, :, None] * rows[:, None, :])
    return Statistics(numbers, sums, products)


def above_register(count: QuickCount) -> tuple[str, ...]:
    """Arrived stations whose denominator exceeds a known register above zero: to be looked at."""
    over = count.arrived & (count.sample.registered > 0) & (count.counts[:, -1] > count.sample.registered)
    return tuple(count.sample.stations[index] for index in np.flatnonzero(over))
