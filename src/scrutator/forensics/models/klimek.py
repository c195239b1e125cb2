"""Klimek's parametric model of added ballots, by a smooth likelihood. EXPERIMENTAL.

Klimek, Yegorov, Hanel and Thurner (2012, PNAS 109:16469): turnout a and share v are truncated normal; at a
fraction f_i of the units an amount x of the non-voters is added and x^α of the other votes moved,
x being half-normal with spread θ; at a fraction f_e nearly everything is (1 − x in place of x,
spread 0.075). The published fit is a grid search over simulated histograms. Here the model's density on
the fingerprint is computed from fixed quasi-random points as a smooth function of all parameters, and
maximised; intervals resample whole districts' contributions (a sandwich), because stations of one
district are alike. Any heterogeneity or skew is read as f_i: read it beside the panel.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.optimize import OptimizeResult, minimize
from scipy.special import expit, ndtr, ndtri
from scipy.stats import gaussian_kde, qmc

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FloatArray, IntArray, StationResults, sum_by

CELLS = 50
POINTS = 2**13
SMOOTHING = 1.0
EXTREME_SPREAD = 0.075
STEP = 1e-2
LEVEL = 0.9
LARGEST_MISFIT = 0.05
NAMES = ("turnout", "turnout_sd", "share", "share_sd", "incremental", "extreme", "alpha", "theta")


@dataclass(frozen=True)
class KlimekFit:
    """Every parameter with a 90 % interval, the log likelihood per station, and the misfit.

    turnout, share, their spreads and theta are fractions; incremental and extreme are the fractions
    f_i and f_e of stations. `misfit` is the share of stations that the fitted model puts elsewhere in the
    fingerprint (4 % cells), less what chance does; a report refuses the fit above `LARGEST_MISFIT`.
    """

    parameters: dict[str, tuple[float, float, float]]
    log_likelihood: float
    stations: int
    misfit: float


@dataclass(frozen=True)
class PublishedValues:
    """Klimek's τ, σ_τ, ν, σ_ν and θ, which need no search: modes, left flanks, and the right flank's root."""

    turnout: float
    turnout_sd: float
    share: float
    share_sd: float
    theta: float


def published_values(results: StationResults) -> PublishedValues:
    """τ, ν: first local maxima above 0.3 of kernel densities; σ: root mean squares left of them.

    θ is the fourth root of the mean square to the right of ν. All stations with ballots in the box, as in
    the code of Kobak and Pshenichnikov (2018), whose printed values the tests reproduce to every digit.
    Raises F03 when turnout is not published or stations do not differ.
    """
    usable_rows(results)
    rows = results.select((results.in_box > 0) & (results["registered"] > 0))
    turnout, share = rows["ballots_cast"] / rows["registered"], rows["leader"] / rows.in_box
    if np.ptp(turnout) == 0 or np.ptp(share) == 0:
        raise ScrutatorError("F03", "all stations have the same turnout or share", where=results.name)
    tau, nu = _first_mode(turnout), _first_mode(share)
    lower = (turnout < tau) & (share < nu)
    return PublishedValues(
        tau,
        _root_mean_square(turnout[lower] - tau),
        nu,
        _root_mean_square(share[share < nu] - nu),
        float(np.sqrt(_root_mean_square(share[share > nu] - nu))),
    )


def _first_mode(ratio: FloatArray) -> float:
    """The first of 0.300, 0.301 … 0.999 after which the kernel density falls (Scott's bandwidth)."""
    grid, kernel = np.arange(0, 1, 0.001), gaussian_kde(ratio)
    for start in range(301, len(grid) - 1, 50):
        height = kernel.evaluate(grid[start : start + 51])
        falls = np.flatnonzero(np.diff(height) < 0)
        if len(falls):
            return float(grid[start + falls[0]])
    return float(grid[-1])


def _root_mean_square(distance: FloatArray) -> float:
    return float(np.sqrt(np.mean(distance**2))) if len(distance) else 0.0


def _starts(rows: StationResults) -> list[FloatArray]:
    """Two first guesses: around the published values, and around the modes of 1 % bins."""
    published = published_values(rows)
    guesses = [[published.turnout, published.turnout_sd, published.share, published.share_sd]]
    found = []
    for part, whole in ((rows["ballots_cast"], rows["registered"]), (rows["leader"], rows.in_box)):
        ratio = part / whole
        histogram = np.bincount(np.minimum(100 * part // whole, 99), minlength=100)
        mode = (int(np.argmax(np.convolve(histogram, np.ones(5), mode="same"))) + 0.5) / 100
        found += [mode, _root_mean_square(ratio[ratio <= mode] - mode) or 0.05]
    return [np.array([*guess, 0.05, 0.005, 1.5, 0.2]) for guess in (*guesses, found)]


def fit_klimek(results: StationResults, level: float = LEVEL) -> KlimekFit:
    """Fit the eight parameters to stations with 100 or more registered voters; the better of two starts.

    The likelihood has several maxima in real elections, so the better of two is not surely the highest.

    Raises F03 when turnout is not published or no station is left, and F05 when the two starts end at
    different fractions though neither fits better.
    """
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    if not len(rows):
        raise ScrutatorError("F03", "no usable station has 100 voters", where=results.name)
    turnout = np.minimum(CELLS * rows["ballots_cast"] // rows["registered"], CELLS - 1)
    share = np.minimum(CELLS * rows["leader"] // rows.in_box, CELLS - 1)
    cell = turnout * CELLS + share
    counts = np.bincount(cell, minlength=CELLS**2).astype(np.float64)
    points = ndtri_points()

    def negative(free: FloatArray) -> float:
        return -float(counts @ np.log(density(_natural(free), points))) / len(rows)

    options = {"maxiter": 200}
    ends = [
        minimize(negative, _free(start), method="L-BFGS-B", bounds=[(-8, 8)] * 8, options=options)
        for start in _starts(rows)
    ]
    best, other = sorted(ends, key=lambda end: float(end.fun))
    _refuse_if_two_answers(best, other, len(rows), results.name)
    covariance = _sandwich(best.x, points, cell, rows.district, counts)
    reach = float(ndtri(0.5 + level / 2)) * np.sqrt(np.maximum(np.diag(covariance), 0))
    low, middle, high = (_natural(best.x + sign * reach) for sign in (-1, 0, 1))
    parameters = {
        name: (float(middle[i]), float(min(low[i], high[i])), float(max(low[i], high[i])))
        for i, name in enumerate(NAMES)
    }
    misfit = _misfit(counts, density(middle, points))
    return KlimekFit(parameters, -float(best.fun), len(rows), misfit)


def _refuse_if_two_answers(best: OptimizeResult, other: OptimizeResult, stations: int, name: str) -> None:
    one, two = (float(_natural(end.x)[NAMES.index("incremental")]) for end in (best, other))
    if abs(one - two) > 0.1 and stations * float(other.fun - best.fun) < 2.0:
        what = f"two explanations fit equally well: ballots added at {one:.0%} or {two:.0%} of the stations"
        raise ScrutatorError("F05", what, where=name)


def _misfit(counts: FloatArray, fitted: FloatArray) -> float:
    """Total variation between the real and the fitted fingerprint, less its mean by chance."""
    side = CELLS // 2
    real, model = (
        table.reshape(side, 2, side, 2).sum(axis=(1, 3)) for table in (counts / counts.sum(), fitted)
    )
    # a cell of probability p differs by √(2p(1−p)/πn) on average
    by_chance = np.sqrt(2 * model * (1 - model) / (np.pi * counts.sum())).sum() / 2
    return float(max(np.abs(real - model).sum() / 2 - by_chance, 0.0))


# Parameters as real numbers: fractions and spreads on the logit scale, alpha between 0.5 and 4.
_LOW = np.array([0, 0.005, 0, 0.005, 0, 0, 0.5, 0.01])
_HIGH = np.array([1, 0.35, 1, 0.35, 1, 0.3, 4.0, 0.6])


def _natural(free: FloatArray) -> FloatArray:
    values: FloatArray = _LOW + (_HIGH - _LOW) * expit(free)
    return values


def _free(natural: FloatArray) -> FloatArray:
    inside = np.clip((natural - _LOW) / (_HIGH - _LOW), 1e-3, 1 - 1e-3)
    free: FloatArray = np.log(inside / (1 - inside))
    return free


def ndtri_points() -> FloatArray:
    """Fixed quasi-random points in the unit cube (Sobol, not scrambled): a, v and x by their quantiles."""
    points: FloatArray = qmc.Sobol(3, scramble=False).random(POINTS)
    return (points + 0.5 / POINTS) % 1.0


def density(parameters: FloatArray, points: FloatArray) -> FloatArray:
    """The model's probability of every cell of the fingerprint, smoothed by one cell."""
    turnout, turnout_sd, share, share_sd, incremental, extreme, alpha, theta = parameters
    a = _truncated(points[:, 0], turnout, turnout_sd)
    v = _truncated(points[:, 1], share, share_sd)
    half_normal = np.abs(ndtri(np.clip(points[:, 2], 1e-9, 1 - 1e-9)))
    x = np.minimum(theta * half_normal, 1.0)
    y = 1 - np.minimum(EXTREME_SPREAD * half_normal, 1.0)
    honest = max(1 - incremental - extreme, 1e-9)
    table = np.zeros(CELLS**2)
    for weight, added in ((honest, np.zeros(len(a))), (incremental, x), (extreme, y)):
        after = a + added * (1 - a)
        votes = a * v + added * (1 - a) + added**alpha * (1 - v) * a
        table += weight * _spread(after, votes / after)
    smooth = gaussian_filter(table.reshape(CELLS, CELLS), SMOOTHING, mode="nearest").ravel()
    smooth = np.maximum(smooth, 0) + 1e-9
    result: FloatArray = smooth / smooth.sum()
    return result


def _truncated(quantile: FloatArray, mean: float, sd: float) -> FloatArray:
    low, high = ndtr((0 - mean) / sd), ndtr((1 - mean) / sd)
    value: FloatArray = np.clip(mean + sd * ndtri(low + quantile * (high - low)), 1e-6, 1 - 1e-6)
    return value


def _spread(first: FloatArray, second: FloatArray) -> FloatArray:
    """Bilinear weights on the four nearest cells, so that the density moves smoothly with its points."""
    x, y = np.clip(CELLS * first - 0.5, 0, CELLS - 1), np.clip(CELLS * second - 0.5, 0, CELLS - 1)
    left, below = np.minimum(x.astype(np.int64), CELLS - 2), np.minimum(y.astype(np.int64), CELLS - 2)
    right, above = x - left, y - below
    table = np.zeros(CELLS**2)
    for i, along in ((0, 1 - right), (1, right)):
        for j, across in ((0, 1 - above), (1, above)):
            table += sum_by((left + i) * CELLS + below + j, along * across, CELLS**2)
    return table / len(first)


def _sandwich(
    free: FloatArray, points: FloatArray, cell: IntArray, district: IntArray, counts: FloatArray
) -> FloatArray:
    """Covariance of the estimates when whole districts are drawn: H⁻¹ (Σ scores·scores') H⁻¹."""
    size = len(free)
    slopes = np.empty((size, CELLS**2))
    for index in range(size):
        step = np.zeros(size)
        step[index] = STEP
        up, down = (np.log(density(_natural(free + sign * step), points)) for sign in (1, -1))
        slopes[index] = (up - down) / (2 * STEP)
    districts = int(district.max()) + 1
    scores = np.stack([sum_by(district, slope[cell], districts) for slope in slopes])
    information = (slopes * counts) @ slopes.T + 1e-6 * np.eye(size)
    inverse = np.linalg.inv(information)
    covariance: FloatArray = inverse @ (scores @ scores.T) @ inverse
    return covariance
