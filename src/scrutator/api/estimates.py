"""Estimate the shares of all lists from a sample of stations, with the uncertainty of the draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from scrutator.api.shown import Grid, Shown, View
from scrutator.api.tables import Columns, column, columns_of, counts
from scrutator.api.votes import whole
from scrutator.counting import events
from scrutator.counting.arrays import Booleans, Floats
from scrutator.counting.calibrated import poststratify
from scrutator.counting.design import Design, make_design
from scrutator.counting.domains import compare_with_official
from scrutator.counting.estimators import Estimate as Estimated
from scrutator.counting.estimators import design_effect, ratio
from scrutator.counting.guards import check_sum_of_shares
from scrutator.counting.intervals import Limits, Result, likelihood, logit
from scrutator.counting.linearisation import Single
from scrutator.counting.replication import bootstrap_replicates, jackknife_covariance
from scrutator.errors import ScrutatorError

Chance = events.Chance
Replication = Literal["jackknife", "bootstrap"]
IntervalKind = Literal["t", "logit", "likelihood"]


@dataclass(frozen=True, repr=False)
class Estimate(Shown):
    """The estimated share of each list, with its interval or the reason why there is none.

    `estimated` holds values, joint covariance and degrees of freedom; the interval covers the draw of
    the sample only: not late stations, false reports or a wrong frame.
    """

    estimated: Estimated
    level: float
    design: Design
    votes: Floats
    base: Floats
    of: str
    kind: IntervalKind = "t"
    grouped: str = ""

    @property
    def shares(self) -> dict[str, float]:
        """List to estimated share, between 0 and 1."""
        return dict(zip(self.estimated.names, self.estimated.values.tolist(), strict=True))

    @property
    def intervals(self) -> dict[str, Result]:
        """List to `Limits(low, high, kind)`, or to `NoInterval(because)`."""
        found = self.estimated
        if self.kind == "t" or found.covariance is None:
            return dict(zip(found.names, found.intervals(self.level), strict=True))
        made, free = [], found.degrees_of_freedom
        for share, error in zip(found.values.tolist(), found.errors.tolist(), strict=True):
            if self.kind == "logit":
                made.append(logit(share, error, free, self.level))
            else:
                made.append(likelihood(share, error, self.design.stations, free, self.level))
        return dict(zip(found.names, made, strict=True))

    @property
    def design_effects(self) -> dict[str, float]:
        """List to how many times its variance is that of as many stations drawn at random from all."""
        away = self.votes - self.base[:, None] * self.estimated.values
        return dict(zip(self.estimated.names, design_effect(self.design, away).tolist(), strict=True))

    def against(self, official: Mapping[str, float]) -> dict[str, float]:
        """Which official shares (0.52 for 52 %) disagree with the estimate? p-values, adjusted by Holm.

        One that is small says that chance in the draw does not explain the difference; not why it is there.
        """
        for name in official:
            self._place(name)
        return compare_with_official(self.estimated, official)

    def view(self) -> View:
        rows = tuple(_row(name, self.shares[name], limits) for name, limits in self.intervals.items())
        columns = ("list", "share", "interval", "kind")
        remarks = ["The interval is that of the draw; it does not cover late stations or false reports."]
        if self.grouped:
            remarks.insert(0, f"Weights calibrated to the known numbers of stations by {self.grouped}.")
        return View(
            f"{self.design.stations} stations, shares of {self.of}",
            (Grid("", columns, rows),),
            tuple(remarks),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each list share, standard error, limits and kind, or why there is none."""
        errors = dict(zip(self.estimated.names, self.estimated.errors.tolist(), strict=True))
        lists = []
        for name, limits in self.intervals.items():
            body: dict[str, Any] = {"list": name, "share": self.shares[name]}
            if isinstance(limits, Limits):
                body |= {"error": errors[name], "low": limits.low, "high": limits.high, "kind": limits.kind}
            else:
                body |= {"error": None, "no_interval_because": limits.because}
            lists.append(body)
        return {"stations": self.design.stations, "of": self.of, "lists": lists}

    def _place(self, name: str) -> int:
        if name not in self.estimated.names:
            known = ", ".join(self.estimated.names)
            raise ScrutatorError("A01", f"there is no list {name!r}", remedy=f"Lists: {known}.")
        return self.estimated.names.index(name)

    def above(self, name: str, threshold: float) -> Chance:
        """How sure is it that a list's share is above a threshold (0.07 for 7 %)? Design-based."""
        if not 0 < threshold < 1:
            raise ScrutatorError("A01", f"a threshold of {threshold}", remedy="Give a share: 0.07 for 7 %.")
        place = self._place(name)
        if not self.grouped:
            return events.above_threshold(self.design, self.votes[:, place], self.base, threshold)
        row = np.eye(len(self.estimated.names))[place]
        return _chance_of(self.estimated.contrast([row], ("contrast",)), -threshold)

    def ahead(self, first: str, second: str) -> Chance:
        """How sure is it that the first list has more votes than the second?"""
        one, two = self._place(first), self._place(second)
        if not self.grouped:
            return events.ahead(self.design, self.votes[:, one], self.votes[:, two])
        row = np.eye(len(self.estimated.names))[one] - np.eye(len(self.estimated.names))[two]
        return _chance_of(self.estimated.contrast([row], ("contrast",)), 0.0)

    def chance(self, event: Callable[[Floats], Booleans], *, seed: int, draws: int = 10_000) -> Chance:
        """How sure is a compound event? `event` gets draws × lists and says where it holds."""
        return events.event_chance(self.estimated, event, draws=draws, seed=seed)

    def vote_draws(self, total: int, *, seed: int, draws: int = 10_000, others: str = "") -> dict[str, Any]:
        """Joint draws of the votes out of `total`, rounded to whole votes, for `seat_chances`.

        `others` names what the lists leave of the total. Raises C09 when the lists' shares do not sum
        to 1 and `others` is not given, A01 when the estimate has no interval.
        """
        if not others:
            check_sum_of_shares(self.shares, tolerance=1e-6)
        sample = events.joint_draws(self.estimated, draws=draws, seed=seed)
        if sample is None:
            why = self.estimated.no_interval_because
            raise ScrutatorError(
                "A01", f"there is no interval to draw from: {why}", remedy="Draw more stations."
            )
        number = whole(total, "total")
        drawn = np.rint(np.clip(sample, 0, None) * number).astype(np.int64)
        found = dict(zip(self.estimated.names, drawn.T, strict=True))
        return found | ({others: np.maximum(number - drawn.sum(axis=1), 0)} if others else {})

    def errors_by(self, method: Replication, *, seed: int = 1, replicates: int = 1_000) -> dict[str, float]:
        """Standard errors by a second way: "jackknife", or Rao and Wu's "bootstrap" (no finite population
        correction, so somewhat larger). Raises C02 with a stratum of one unit, A01 after calibration."""
        if method not in get_args(Replication):
            raise ScrutatorError("A01", f"method={method!r}", remedy="Choose jackknife or bootstrap.")
        if self.grouped:
            what = "replicates of calibrated weights are not computed"
            raise ScrutatorError("A01", what, remedy="Estimate without known=….")
        if method == "jackknife":
            spread = np.sqrt(np.diag(jackknife_covariance(self.design, self.votes, self.base)))
        else:
            made = bootstrap_replicates(self.design, self.votes, self.base, replicates=replicates, seed=seed)
            spread = made.std(axis=0, ddof=1)
        return dict(zip(self.estimated.names, spread.tolist(), strict=True))


def _row(name: str, share: float, limits: Result) -> tuple[object, ...]:
    if not isinstance(limits, Limits):
        return (name, f"{100 * share:.2f} %", "none", limits.because)
    return (name, f"{100 * share:.2f} %", f"{100 * limits.low:.2f} to {100 * limits.high:.2f} %", limits.kind)


def _chance_of(contrast: Estimated, shift: float) -> Chance:
    """The chance that an estimated contrast plus a number is above zero, by its t statistic."""
    from scipy import special

    error = float(contrast.errors[0])
    if contrast.covariance is None or not error > 0:
        because = contrast.no_interval_because or "the sampled units do not vary"
        return Chance(None, None, no_probability_because=because)
    statistic = (float(contrast.values[0]) + shift) / error
    return Chance(float(special.stdtr(contrast.degrees_of_freedom, statistic)), statistic)


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

    Example:
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
    table = columns_of(sample, "the sample")
    votes = np.array([counts(table, name, "the sample") for name in lists], dtype=np.float64).T
    base = np.array(counts(table, of, "the sample"), dtype=np.float64)
    _check_parts(votes, base, of)
    design = make_design(
        _numbers(table, weight),
        strata=list(column(table, stratum, "the sample")) if stratum else None,
        clusters=list(column(table, cluster, "the sample")) if cluster else None,
        population=_numbers(table, population) if population else None,
        cluster_sizes=_numbers(table, cluster_sizes) if cluster_sizes else None,
    )
    found, used, grouped = _estimated(table, design, (votes, base, tuple(lists)), known, single)
    return Estimate(found, level, used, votes, base, of, interval, grouped)


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
