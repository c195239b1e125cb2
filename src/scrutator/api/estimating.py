"""Estimate the shares of all lists from a sample of stations, with the uncertainty of the draw."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np

from scrutator.api.arguments import checked
from scrutator.api.estimates import Estimate, IntervalKind
from scrutator.api.tables import Columns, column, columns_of, counts
from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.calibrated import poststratify
from scrutator.counting.estimation.design import Design, make_design
from scrutator.counting.estimation.estimators import Estimate as Estimated
from scrutator.counting.estimation.estimators import ratio
from scrutator.counting.estimation.linearisation import Single
from scrutator.errors import ScrutatorError


@checked
def estimate(
    sample: Any, *, lists: Sequence[str], of: str, weight: str, stratum: str = "", cluster: str = "",
    population: str = "", cluster_sizes: str = "", known: Mapping[str, Mapping[str, int]] | None = None,
    level: float = 0.95, interval: IntervalKind = "t", single: Single = "refuse",
) -> Estimate:  # fmt: skip
    """What share of the votes has each list in the whole country, as far as the sample can tell?

    `sample` has one row for each drawn station that reported: a file, columns, a frame or rows. The
    other arguments name its columns: `lists` the votes, `of` what the shares are of (valid votes),
    `weight` the design weight, `stratum` and `cluster` how the station was drawn, `population` the number
    of stations (clusters) in its stratum, `cluster_sizes` the number of stations in its cluster where
    only some were drawn. `known` calibrates the weights: {"type": {"town": 400, "village": 900}} gives
    the number of stations of each group in the frame. `interval` is "t", or "logit" or "likelihood" for
    shares near 0 or 1. `single` says what a stratum with one drawn unit does: "refuse" an interval, "centre"
    (conservative), or "skip" (too small).

    Combined ratio with Taylor linearisation. Raises A01 for a table that cannot be used, C01 for a
    design that contradicts itself, C03 when known numbers cannot be met.

    Examples:
        >>> import scrutator
        >>> sample = {
        ...     "a": [310, 250, 280, 190, 240, 205],
        ...     "b": [180, 240, 200, 260, 210, 290],
        ...     "valid": [490, 490, 480, 450, 450, 495],
        ...     "weight": [40.0] * 3 + [30.0] * 3,
        ...     "region": ["North"] * 3 + ["South"] * 3,
        ...     "stations": [120] * 3 + [90] * 3,
        ... }
        >>> found = scrutator.estimate(
        ...     sample, lists=["a", "b"], of="valid", weight="weight", stratum="region", population="stations"
        ... )
        >>> round(found.shares["a"], 4)
        0.5252
        >>> found.ahead("a", "b").probability < 0.95
        True
    """
    _check_arguments(lists, single, interval, level)
    if cluster_sizes and not cluster:
        what = f"cluster_sizes={cluster_sizes!r} has no effect without cluster"
        raise ScrutatorError("A01", what, remedy="Name the column of the cluster too.")
    table = columns_of(sample, "the sample", [stratum] if stratum else [], [*lists, of])
    votes = np.array([counts(table, name, "the sample") for name in lists], dtype=np.float64).T
    base = np.array(counts(table, of, "the sample"), dtype=np.float64)
    _check_parts(votes, base, of)
    design = make_design(
        _weights(table, weight),
        strata=list(column(table, stratum, "the sample")) if stratum else None,
        clusters=list(column(table, cluster, "the sample")) if cluster else None,
        population=_numbers(table, population) if population else None,
        cluster_sizes=_numbers(table, cluster_sizes) if cluster_sizes else None,
    )
    found, used, grouped = _estimated(table, design, (votes, base, tuple(lists)), known, single)
    return Estimate(found, level, used, votes, base, of, interval, grouped)


def _check_arguments(lists: Sequence[str], single: Single, interval: IntervalKind, level: float) -> None:
    if isinstance(lists, str) or not lists:
        raise ScrutatorError("A01", f"lists={lists!r}", remedy='Give a list of columns: ["a", "b"].')
    if single not in get_args(Single):
        raise ScrutatorError(
            "A01", f"single={single!r}", remedy=f"Choose one of {', '.join(get_args(Single))}."
        )
    if interval not in get_args(IntervalKind):
        known_kinds = ", ".join(get_args(IntervalKind))
        raise ScrutatorError("A01", f"interval={interval!r}", remedy=f"Choose one of {known_kinds}.")
    if not 0 < level < 1:
        raise ScrutatorError("A01", f"level={level}", remedy="Give a share: 0.95 for 95 %.")


def _estimated(
    table: Columns,
    design: Design,
    values: tuple[Floats, Floats, tuple[str, ...]],
    known: Mapping[str, Mapping[str, int]] | None,
    single: Single,
) -> tuple[Estimated, Design, str]:
    """The estimate, the design with the weights it used, and the column they were calibrated to."""
    votes, base, names = values
    if not known:
        return ratio(design, votes, base, names, single=single), design, ""
    if len(known) != 1:
        remedy = "Give one column; cross two in the table first."
        raise ScrutatorError("A01", f"known names {len(known)} columns", remedy=remedy)
    [(name, sizes)] = known.items()
    calibrated = poststratify(design, list(column(table, name, "the sample")), dict(sizes))
    return calibrated.ratio(votes, base, names, single), calibrated.design, name


def _weights(table: Columns, name: str) -> Floats:
    """The design weights: a drawn station of weight 0 would be left out in silence."""
    found = _numbers(table, name)
    if np.any(found == 0):
        row = int(np.flatnonzero(found == 0)[0]) + 1
        remedy = "Every drawn station counts: its weight is one over its chance of being drawn."
        raise ScrutatorError("A01", "a weight is 0", where=f"the sample, row {row}", remedy=remedy)
    return found


def _numbers(table: Columns, name: str) -> Floats:
    cells = column(table, name, "the sample")
    try:
        return np.array([float(cell) for cell in cells])
    except (TypeError, ValueError) as error:
        raise ScrutatorError(
            "A01", f"the column {name!r} of the sample holds no numbers", where=str(error)
        ) from error


def _check_parts(votes: Floats, base: Floats, of: str) -> None:
    """The lists of a station cannot have more votes than what their shares are of."""
    over = np.flatnonzero(votes.sum(axis=1) > base)
    if len(over):
        what = f"in {len(over)} rows the lists together have more votes than {of!r}"
        remedy = "Correct the rows, or name the right column in of=…."
        raise ScrutatorError("A01", what, where=f"row {over[0] + 1}", remedy=remedy)
