"""Krippendorff's alpha: do coders agree beyond chance? With a bootstrap interval and a gate.

alpha = 1 - observed disagreement / expected disagreement, over all pairs of values that different
coders gave one unit; units with fewer than two values drop out. Source: K. Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011), whose published tables are among the tests.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError
from scrutator.ledger.media.coverage import item_of

METRICS = ("nominal", "ordinal", "interval", "ratio")
RELY, TENTATIVE = 0.800, 0.667
"""From RELY on a variable may be relied on, from TENTATIVE on with caution; below, do not publish it
(Krippendorff's customary limits, held against the lower end of the interval)."""
FEWEST_UNITS = 60
"""The least that any variable of two coders needs to show an alpha of TENTATIVE at 5 %: Bloch and
Kraemer's formula as Krippendorff gives it, 2z²((1 + α)(3 − α) / (4p(1 − p)(1 − α)) − α), with the share
p of a value that needs fewest, one half (Content Analysis, 4th ed. 2019). Rarer values need more."""
RESAMPLES = 1000

Code = float | str
Unit = Sequence[Code | None]
"""The values that the coders gave one unit, None where a coder gave none."""


class Gate(StrEnum):
    """What may be done with a variable."""

    RELY = "rely"
    TENTATIVE = "tentative"
    DO_NOT_PUBLISH = "do not publish"
    TOO_FEW = "too few units to say"


@dataclass(frozen=True)
class Agreement:
    """Alpha of one variable with its percentile bootstrap interval over units, and the gate."""

    metric: str
    alpha: float
    low: float
    high: float
    level: float
    units: int
    values: int
    gate: Gate


def alpha(units: Sequence[Unit], metric: str) -> float:
    """Krippendorff's alpha of the values in these units.

    Values of the nominal metric may be words; the others are numbers (ratio: not negative). Raises
    ScrutatorError G10 when no unit has two values, or when there is only one value in all, so that
    agreement cannot be told from a constant.
    """
    coincidences, codes = _coincidences(units)
    return _alpha(coincidences.sum(axis=0), _distances(codes, coincidences, metric))


def _coincidences(units: Sequence[Unit]) -> tuple[NDArray[np.float64], list[Code]]:
    """One coincidence matrix per unit, units × codes × codes, with the codes in order."""
    given = [[value for value in unit if value is not None] for unit in units]
    given = [values for values in given if len(values) > 1]
    codes: list[Code] = sorted({value for values in given for value in values}, key=_order)
    if len(codes) < 2:
        raise ScrutatorError("G10", "no two different values in units that two coders have coded")
    index = {code: position for position, code in enumerate(codes)}
    matrices = np.zeros((len(given), len(codes), len(codes)))
    for number, values in enumerate(given):
        for one, other in itertools.permutations(values, 2):
            matrices[number, index[one], index[other]] += 1 / (len(values) - 1)
    return matrices, codes


def _order(code: Code) -> tuple[int, float, str]:
    return (1, 0.0, code) if isinstance(code, str) else (0, float(code), "")


def _distances(codes: Sequence[Code], coincidences: NDArray[np.float64], metric: str) -> NDArray[np.float64]:
    """The squared difference between every two codes under a metric."""
    if metric == "nominal":
        return 1.0 - np.eye(len(codes))
    if metric not in METRICS or any(isinstance(code, str) for code in codes):
        raise ScrutatorError("G10", f"the {metric} metric cannot compare these values")
    numbers = np.array([float(code) for code in codes])
    if metric == "ordinal":
        totals = coincidences.sum(axis=(0, 1))
        below = np.cumsum(totals) - totals / 2
        return np.asarray((below[:, None] - below[None, :]) ** 2)
    apart = numbers[:, None] - numbers[None, :]
    if metric == "interval":
        return np.asarray(apart**2)
    if (numbers < 0).any():
        raise ScrutatorError("G10", "the ratio metric needs values that are not negative")
    together = numbers[:, None] + numbers[None, :]
    return np.asarray(np.divide(apart, together, out=np.zeros_like(apart), where=together > 0) ** 2)


def _alpha(matrix: NDArray[np.float64], distances: NDArray[np.float64]) -> float:
    totals = matrix.sum(axis=0)
    observed = float((matrix * distances).sum())
    expected = float((np.outer(totals, totals) * distances).sum() - (totals * np.diag(distances)).sum())
    if expected == 0:
        return float("nan")
    return 1 - (float(totals.sum()) - 1) * observed / expected


def agreement(
    units: Sequence[Unit], metric: str, seed: int, *, level: float = 0.95, resamples: int = RESAMPLES
) -> Agreement:
    """Alpha with its interval and gate. The interval resamples units with replacement; resamples
    that hold one value only are left out. The gate is judged on the interval's lower end and on the
    number of units: two units that agree have an interval from 1 to 1 and show nothing.
    """
    coincidences, codes = _coincidences(units)
    point = _alpha(coincidences.sum(axis=0), _distances(codes, coincidences, metric))
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(resamples):
        drawn = coincidences[generator.integers(0, len(coincidences), len(coincidences))]
        found.append(_alpha(drawn.sum(axis=0), _distances(codes, drawn, metric)))
    known = np.array([value for value in found if not np.isnan(value)])
    tail = (1 - level) / 2
    low, high = (float(x) for x in np.quantile(known, [tail, 1 - tail])) if len(known) else (point, point)
    values = round(float(coincidences.sum()))
    return Agreement(
        metric, point, low, high, level, len(coincidences), values, gate_of(low, len(coincidences))
    )


def gate_of(low: float, units: int) -> Gate:
    """What may be done with a variable whose interval of alpha begins at `low` over so many units."""
    if units < FEWEST_UNITS:
        return Gate.TOO_FEW
    if low >= RELY:
        return Gate.RELY
    return Gate.TENTATIVE if low >= TENTATIVE else Gate.DO_NOT_PUBLISH


def found_by_one(rows: Sequence[Mapping[str, str]]) -> tuple[int, int]:
    """Of the units in items that several coders coded: how many did one coder find alone, and of how many?

    Alpha compares values of units that two coders found, and cannot see these.
    """
    coders: dict[str, set[str]] = {}
    finders: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        item = item_of(row)
        coders.setdefault(item, set()).add(row["coder"])
        finders.setdefault((item, row["unit"]), set()).add(row["coder"])
    shared = [found for (item, _), found in finders.items() if len(coders[item]) > 1]
    return sum(len(found) == 1 for found in shared), len(shared)


def units_of(
    rows: Sequence[Mapping[str, str]], variable: str, read: Callable[[str], Code]
) -> list[list[Code | None]]:
    """Units of a coding sheet in long form: rows with `unit`, `coder` and the variable's column.

    Raises ScrutatorError G11 when a coder codes a unit twice.
    """
    coders = sorted({row["coder"] for row in rows})
    counts = Counter((row["unit"], row["coder"]) for row in rows)
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        unit, coder = min(twice)
        raise ScrutatorError("G11", f"coder '{coder}' codes unit '{unit}' twice")
    found = {(row["unit"], row["coder"]): row.get(variable, "").strip() for row in rows}
    return [
        [read(text) if (text := found.get((unit, coder), "")) else None for coder in coders]
        for unit in sorted({row["unit"] for row in rows})
    ]
