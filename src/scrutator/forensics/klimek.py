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
from scipy.optimize import minimize
from scipy.special import expit, ndtr, ndtri
from scipy.stats import qmc

from scrutator.forensics.results import FloatArray, IntArray, StationResults, sum_by
from scrutator.forensics.turnout_window import usable_rows

CELLS = 50
POINTS = 2**13
SMOOTHING = 1.0
EXTREME_SPREAD = 0.075
STEP = 1e-2
LEVEL = 0.9
NAMES = ("turnout", "turnout_sd", "share", "share_sd", "incremental", "extreme", "alpha", "theta")


@dataclass(frozen=True)
class KlimekFit:
    """Every parameter with a 90 % interval, and the log likelihood per station.

    turnout, share, their spreads and theta are fractions; incremental and extreme are the fractions
    f_i and f_e of stations.
    """

    parameters: dict[str, tuple[float, float, float]]
    log_likelihood: float
    stations: int


@dataclass(frozen=True)
class Flanks:
    """Klimek's starting values, without any search: the modes, and spreads of the left flanks."""

    turnout: float
    turnout_sd: float
    share: float
    share_sd: float


def flanks(results: StationResults) -> Flanks:
    """Modes of turnout and share (1 % bins, 5-bin average), root mean square distance left of them."""
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    found = []
    for part, whole in ((rows["ballots_cast"], rows["registered"]), (rows["leader"], rows.in_box)):
        ratio = part / whole
        histogram = np.bincount(np.minimum(100 * part // whole, 99), minlength=100)
        mode = (int(np.argmax(np.convolve(histogram, np.ones(5), mode="same"))) + 0.5) / 100
        left = ratio[ratio <= mode]
        found += [mode, float(np.sqrt(np.mean((left - mode) ** 2))) if len(left) else 0.05]
    return Flanks(*found)


def fit_klimek(results: StationResults, level: float = LEVEL) -> KlimekFit:
    """Fit the eight parameters to stations with 100 or more registered voters."""
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    turnout = np.minimum(CELLS * rows["ballots_cast"] // rows["registered"], CELLS - 1)
    share = np.minimum(CELLS * rows["leader"] // rows.in_box, CELLS - 1)
    cell = turnout * CELLS + share
    counts = np.bincount(cell, minlength=CELLS**2).astype(np.float64)
    start = flanks(results)
    points = ndtri_points()
    first = _free(
        np.array([start.turnout, start.turnout_sd, start.share, start.share_sd, 0.05, 0.005, 1.5, 0.2])
    )

    def negative(free: FloatArray) -> float:
        return -float(counts @ np.log(density(_natural(free), points))) / len(rows)

    found = minimize(negative, first, method="L-BFGS-B", bounds=[(-8, 8)] * 8, options={"maxiter": 200})
    covariance = _sandwich(found.x, points, cell, rows.district, counts)
    reach = float(ndtri(0.5 + level / 2)) * np.sqrt(np.maximum(np.diag(covariance), 0))
    low, middle, high = (_natural(found.x + sign * reach) for sign in (-1, 0, 1))
    parameters = {
        name: (float(middle[i]), float(min(low[i], high[i])), float(max(low[i], high[i])))
        for i, name in enumerate(NAMES)
    }
    return KlimekFit(parameters, -float(found.fun), len(rows))


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
