"""A finite mixture of honest, stuffed and stolen-from stations, with its votes and an interval.

EXPERIMENTAL. Honest stations: ballots ~ BetaBinomial(registered, τ of the region), leader's votes
~ BetaBinomial(ballots, ν of the region). A stuffed station adds a fraction of its non-voters to the
leader; a stealing one moves a fraction of the others' votes. Both fractions are exponential with
unknown means. Class and fraction are summed out exactly (fractions over 14 or 40 cells), so the posterior
is smooth: its maximum and curvature (Laplace) give intervals in seconds at national scale.

After Klimek et al. 2012 and Mebane's finite mixtures. Known limits: "nothing" and "a little everywhere"
are nearly the same to the model, and an honest tie of turnout and support looks like stuffing; the fit
refuses to answer when its own checks fail. It reports votes, never class shares.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FloatArray, IntArray, StationResults
from scrutator.forensics.models.honest import VoteEstimate, beyond_honest
from scrutator.forensics.models.mixture_likelihood import (
    PRIOR_MEAN,
    MixtureData,
    evaluate,
    mixture_data,
)

LEVEL = 0.9
THINNED = 5000
STEP = 1e-3
CELLS = 20
LARGEST_MISFIT = 0.05
# Up to this many stations the interval is corrected by importance draws; beyond, curvature is enough.
IMPORTANCE_UP_TO = 10_000
DRAWS = 200
# Plain 90 % quantiles of the draws held 83 to 89 % of the truths in 335 simulated elections; half of each
# tail is cut off instead, and the coverage of that is what the reference page prints.
TAILS_KEPT = 0.5
SMALLEST_EFFECTIVE = 0.1
DRAW_SEED = 20_261_121
STARTS = {"little": (-3.5, -3.5, -2.5, -2.5), "much": (-0.7, -1.5, -1.0, -1.5)}


@dataclass(frozen=True)
class MixtureFit:
    """The fit: votes with intervals, parameters, and the checks that allowed it to be printed."""

    stuffed: VoteEstimate
    stolen: VoteEstimate
    stations: int
    log_posterior: float
    misfit: float
    start: str
    evaluations: int
    parameters: tuple[float, ...]

    def to_plain(self) -> dict[str, Any]:
        """Plain values for JSON; marked experimental."""
        plain = asdict(self)
        del plain["parameters"]
        return plain | {"status": "experimental"}


def fit_mixture(results: StationResults, seed: int = 1, level: float = LEVEL) -> MixtureFit:
    """Fit the mixture to one election: stations with 100 or more registered voters.

    Two starts ("little" and "much") are run on a thinned sample; the better one is taken to all
    stations. Raises F05 when the starts disagree and neither is better, when the end is no maximum, or
    when simulated fingerprints differ from the real one by more than 5 % of the stations.
    """
    *columns, region = mixture_columns(results)
    counts = (columns[0], columns[1], columns[2])
    data, parameters, start, steps = _climb(*counts, region)
    misfit = fingerprint_misfit(counts, region, parameters, seed)
    if misfit > LARGEST_MISFIT:
        what = f"the fitted fingerprint differs from the real one at {100 * misfit:.0f} % of the stations"
        raise ScrutatorError("F05", what, where=results.name)
    fit = _fit_at(data, parameters, start, steps, level, misfit)
    leader = float(columns[2].sum())
    stuffed, stolen = (
        beyond_honest(fit.stuffed, leader, "stuffed"),
        beyond_honest(fit.stolen, leader, "stolen"),
    )
    return replace(fit, stuffed=stuffed, stolen=stolen)


def mixture_columns(results: StationResults) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Registered, ballots, leader's votes and codes of regions (else districts), at 100 voters or more.

    Raises F03 when no station is left.
    """
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    if not len(rows):
        raise ScrutatorError("F03", "no usable station has 100 voters", where=results.name)
    place = rows.region if len(rows.region_names) > 1 else rows.district
    region = np.unique(place, return_inverse=True)[1]
    cast = rows["ballots_cast"]
    return rows["registered"], cast, np.minimum(rows["leader"], cast), region


def fit_counts(
    registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray, level: float = LEVEL
) -> tuple[MixtureFit, FloatArray]:
    """The fit on plain columns (region codes without gaps), before the fingerprint check."""
    data, parameters, start, steps = _climb(registered, cast, leader, region)
    return _fit_at(data, parameters, start, steps, level, 0.0), parameters


def _fit_at(
    data: MixtureData, parameters: FloatArray, start: str, steps: int, level: float, misfit: float
) -> MixtureFit:
    if data.stations <= IMPORTANCE_UP_TO:
        estimates = importance_votes(data, parameters, level)
    else:
        estimates = laplace_votes(data, parameters, level)
    value = evaluate(data, parameters).value
    kept = tuple(parameters.tolist())
    return MixtureFit(*estimates, data.stations, value, misfit, start, steps, kept)


def _climb(
    registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray
) -> tuple[MixtureData, FloatArray, str, int]:
    """The data, the maximum of the posterior, the better start and the number of evaluations."""
    thin = _thinned(registered, cast, leader, region)
    part = mixture_data(registered[thin], cast[thin], leader[thin], region[thin])
    tried = {name: _maximise(part, _start(cast, registered, leader, region, name)) for name in STARTS}
    best = max(tried, key=lambda name: tried[name][0])
    _refuse_if_two_answers(part, {name: one[1] for name, one in tried.items()}, best)
    parameters, steps = tried[best][1], sum(one[2] for one in tried.values())
    data = part if len(thin) == len(region) else mixture_data(registered, cast, leader, region)
    _, parameters, more = _finish(data, parameters, _curvature(part, parameters)[0] * len(region) / len(thin))
    return data, parameters, best, steps + more


def fit_scale(
    registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray
) -> tuple[FloatArray, FloatArray]:
    """The maximum of the posterior and a matrix whose square is the inverse of the curvature there.

    Parameters = maximum + matrix @ units then have about the unit normal law. Raises F05 as the fit.
    """
    data, parameters, _, _ = _climb(registered, cast, leader, region)
    try:
        factor = np.linalg.cholesky(_curvature(data, parameters)[0])
    except np.linalg.LinAlgError as error:
        raise ScrutatorError("F05", "the fit did not end at a maximum of the posterior") from error
    return parameters, np.linalg.inv(factor).T


def _thinned(registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray) -> IntArray:
    """Every k-th station in an order that does not depend on the file: about 5,000, all regions."""
    order = np.lexsort((leader, cast, registered, region))
    if len(order) <= THINNED:
        return order
    every = -(-len(order) // THINNED)
    first = np.unique(region[order], return_index=True)[1]
    return order[np.union1d(np.arange(0, len(order), every), first)]


def _start(cast: IntArray, registered: IntArray, leader: IntArray, region: IntArray, name: str) -> FloatArray:
    regions = int(region.max()) + 1
    levels = np.zeros((2, regions))
    for code in range(regions):
        here = region == code
        quantile = 50 if name == "little" else 35
        levels[0, code] = np.percentile(cast[here] / registered[here], quantile)
        levels[1, code] = np.percentile(leader[here] / np.maximum(cast[here], 1), quantile)
    levels = np.clip(levels, 0.02, 0.98)
    stuffing, stealing, one, two = STARTS[name]
    first = [PRIOR_MEAN[0], PRIOR_MEAN[1], stuffing, stealing, one, two]
    return np.concatenate([first, np.log(levels / (1 - levels)).ravel()])


def _maximise(data: MixtureData, start: FloatArray) -> tuple[float, FloatArray, int]:
    """Near the maximum, in units that guess the curvature: stations per region for the levels."""
    unit = np.full(len(start), 1 / np.sqrt(0.1 * data.stations))
    unit[6:] = 1 / np.sqrt(2 * data.stations / data.regions)
    return _ascend(data, start, np.diag(unit), 1e-2, 1e-11)


def _finish(data: MixtureData, start: FloatArray, hessian: FloatArray) -> tuple[float, FloatArray, int]:
    """At the maximum to some 0.003 standard deviations, in units of a curvature measured near it.

    On real elections the ridge is long and bent: with single standard deviations as units the climb
    ended in 82 evaluations two log units below the maximum that this reaches (Russia 2011).
    """
    try:
        scale = np.linalg.inv(np.linalg.cholesky(hessian)).T
    except np.linalg.LinAlgError:
        scale = np.diag(1 / np.sqrt(np.maximum(np.diag(hessian), 1e-3)))
    return _ascend(data, start, scale, 3e-3, 1e-14)


def _ascend(
    data: MixtureData, start: FloatArray, scale: FloatArray, slope: float, gain: float
) -> tuple[float, FloatArray, int]:
    """Climb by L-BFGS in the units of `scale` until the steepest slope or the relative gain is that small."""

    def negative(u: FloatArray) -> tuple[float, FloatArray]:
        found = evaluate(data, start + scale @ u)
        return -found.value, -(found.gradient @ scale)

    found = minimize(
        negative,
        np.zeros(len(start)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-300, 300)] * len(start),
        options={"maxiter": 300, "maxcor": 25, "ftol": gain, "gtol": slope},
    )
    return -float(found.fun), start + scale @ found.x, int(found.nfev)


def _curvature(data: MixtureData, parameters: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Minus the Hessian, the gradients of the two vote totals, and the Hessian's diagonal.

    Regions touch each other only through the six global parameters, so all regions' turnout levels
    are moved at once, then all share levels: 16 evaluations instead of two per parameter.
    """
    regions = data.regions
    size = len(parameters)
    hessian = np.zeros((size, size))
    to_votes = np.zeros((2, size))
    steps = [np.eye(size)[index] for index in range(6)]
    steps += [
        np.concatenate([np.zeros(6), np.ones(regions), np.zeros(regions)]),
        np.concatenate([np.zeros(6 + regions), np.ones(regions)]),
    ]
    for index, step in enumerate(steps):
        up, down = evaluate(data, parameters + STEP * step), evaluate(data, parameters - STEP * step)
        change = -(up.gradient - down.gradient) / (2 * STEP)
        votes = np.stack([up.stuffed - down.stuffed, up.stolen - down.stolen]) / (2 * STEP)
        if index < 6:
            hessian[index] = hessian[:, index] = change
            to_votes[:, index] = votes.sum(axis=1)
        else:
            column = 6 + (index - 6) * regions + np.arange(regions)
            for kind in (0, 1):
                row = 6 + kind * regions + np.arange(regions)
                hessian[row, column] = change[row]
            to_votes[:, column] = votes
    return (hessian + hessian.T) / 2, to_votes, np.diag(hessian).copy()


def laplace_votes(
    data: MixtureData, parameters: FloatArray, level: float
) -> tuple[VoteEstimate, VoteEstimate]:
    """Expected stuffed and stolen votes with intervals from the curvature at the maximum.

    Raises F05 when the curvature is not positive: the point is then no maximum.
    """
    hessian, to_votes, _ = _curvature(data, parameters)
    try:
        factor = np.linalg.cholesky(hessian)
    except np.linalg.LinAlgError as error:
        raise ScrutatorError("F05", "the fit did not end at a maximum of the posterior") from error
    found = evaluate(data, parameters)
    estimates = []
    kinds = (
        (found.stuffed.sum(), to_votes[0], found.variance),
        (found.stolen.sum(), to_votes[1], found.stolen_variance),
    )
    for total, gradient, variance in kinds:
        spread = float(np.linalg.norm(np.linalg.solve(factor, gradient)))
        relative = np.hypot(spread, np.sqrt(variance)) / max(float(total), 1.0)
        reach = float(np.exp(ndtri(0.5 + level / 2) * relative))
        estimates.append(VoteEstimate(float(total), float(total) / reach, float(total) * reach, level))
    return estimates[0], estimates[1]


def importance_votes(
    data: MixtureData, parameters: FloatArray, level: float, seed: int = DRAW_SEED
) -> tuple[VoteEstimate, VoteEstimate]:
    """Votes and intervals from draws of the six global parameters, weighted by the true posterior.

    The proposal is a t law with 5 degrees of freedom for the globals and, given them, the normal
    law of the regional levels. The quantiles lie further out than the level says (see `TAILS_KEPT`), so
    that as many intervals hold the truth as promised. Raises F05 when the effective number of draws is
    below a tenth of them.
    """
    hessian, _, _ = _curvature(data, parameters)
    to_levels = -np.linalg.solve(hessian[6:, 6:], hessian[6:, :6])
    marginal = hessian[:6, :6] + hessian[:6, 6:] @ to_levels
    try:
        factor = np.linalg.cholesky(np.linalg.inv(marginal))
        levels_factor = np.linalg.cholesky(np.linalg.inv(hessian[6:, 6:]))
    except np.linalg.LinAlgError as error:
        raise ScrutatorError("F05", "the fit did not end at a maximum of the posterior") from error
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(DRAWS, 6)) / np.sqrt(rng.chisquare(5, DRAWS) / 5)[:, None]
    log_weights, votes = np.empty(DRAWS), np.empty((2, DRAWS))
    for index, step in enumerate(steps):
        moved = factor @ step
        shift = rng.normal(size=len(levels_factor))
        levels = to_levels @ moved + levels_factor @ shift
        found = evaluate(data, parameters + np.concatenate([moved, levels]))
        log_weights[index] = found.value + (5 + 6) / 2 * np.log1p(np.sum(step**2) / 5) + np.sum(shift**2) / 2
        spread = np.sqrt([found.variance, found.stolen_variance]) * rng.normal(size=2)
        votes[:, index] = np.array([found.stuffed.sum(), found.stolen.sum()]) + spread
    weights = _normalised(log_weights)
    tail = TAILS_KEPT * (1 - level) / 2
    found_votes = [_weighted_quantiles(np.maximum(row, 0), weights, (0.5, tail, 1 - tail)) for row in votes]
    first, second = (VoteEstimate(middle, low, high, level) for middle, low, high in found_votes)
    return first, second


def _normalised(log_weights: FloatArray) -> FloatArray:
    """Weights that sum to 1. Raises F05 when too few draws hold nearly all of the weight."""
    weights: FloatArray = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    if 1 / np.sum(weights**2) < SMALLEST_EFFECTIVE * len(weights):
        raise ScrutatorError("F05", "the posterior is too unlike its approximation to give an interval")
    return weights


def _weighted_quantiles(
    values: FloatArray, weights: FloatArray, levels: tuple[float, float, float]
) -> tuple[float, float, float]:
    order = np.argsort(values)
    cumulative = np.cumsum(weights[order]) - weights[order] / 2
    middle, low, high = np.interp(levels, cumulative, values[order])
    return float(middle), float(low), float(high)


def _refuse_if_two_answers(data: MixtureData, found: dict[str, FloatArray], best: str) -> None:
    """F05 when two starts end in different votes though neither fits clearly better."""
    ends = {name: evaluate(data, parameters) for name, parameters in found.items()}
    votes = {name: float(end.stuffed.sum() + end.stolen.sum()) for name, end in ends.items()}
    other = next(name for name in found if name != best)
    apart = abs(votes[best] - votes[other]) > 0.5 * max(votes.values())
    if apart and ends[best].value - ends[other].value < 2.0:
        what = f"two explanations fit equally well: {votes[best]:,.0f} and {votes[other]:,.0f} votes"
        raise ScrutatorError("F05", what)


def simulate_mixture(
    registered: IntArray, region: IntArray, parameters: FloatArray, rng: np.random.Generator
) -> tuple[IntArray, IntArray, int, int]:
    """One election from the model: ballots, leader's votes, and the votes added and moved."""
    regions = (len(parameters) - 6) // 2
    level = 1 / (1 + np.exp(-parameters[6:].reshape(2, regions)))
    turnout, share = level[0][region], level[1][region]
    concentration = np.exp(parameters[:2])
    size = len(registered)
    cast = rng.binomial(registered, rng.beta(turnout * concentration[0], (1 - turnout) * concentration[0]))
    leader = rng.binomial(cast, rng.beta(share * concentration[1], (1 - share) * concentration[1]))
    weights = np.exp(np.array([0.0, parameters[2], parameters[3]]))
    kind = rng.choice(3, size=size, p=weights / weights.sum())
    fractions = [_truncated_exponential(np.exp(mean), rng, size) for mean in parameters[4:6]]
    added = rng.binomial(registered - cast, fractions[0]) * (kind == 1)
    moved = rng.binomial(cast - leader, fractions[1]) * (kind == 2)
    return cast + added, leader + added + moved, int(added.sum()), int(moved.sum())


def _truncated_exponential(mean: float, rng: np.random.Generator, size: int) -> FloatArray:
    drawn: FloatArray = -mean * np.log1p(rng.random(size) * np.expm1(-1 / mean))
    return drawn


def fingerprint_misfit(
    counts: tuple[IntArray, IntArray, IntArray], region: IntArray, parameters: FloatArray, seed: int
) -> float:
    """Share of stations lying elsewhere in the real fingerprint than in a simulated one.

    Total variation over 20 × 20 cells, less what two simulated fingerprints differ by chance.
    """
    rng = np.random.default_rng(seed)
    first, second = (
        coarse_fingerprint(counts[0], *simulate_mixture(counts[0], region, parameters, rng)[:2])
        for _ in range(2)
    )
    real = coarse_fingerprint(*counts)
    apart = (np.abs(real - first).sum() + np.abs(real - second).sum()) / 4
    return float(max(apart - np.abs(first - second).sum() / 2, 0.0))


def coarse_fingerprint(registered: IntArray, cast: IntArray, leader: IntArray) -> FloatArray:
    """Shares of the stations in 20 × 20 cells of turnout and leader's share, flat."""
    turnout = np.minimum(CELLS * cast // registered, CELLS - 1)
    share = np.minimum(CELLS * leader // np.maximum(cast, 1), CELLS - 1)
    cells: FloatArray = np.bincount(turnout * CELLS + share, minlength=CELLS**2) / len(cast)
    return cells
