"""The posterior of the stuffing mixture, with its gradient: classes and fractions summed out.

The model is described in `mixture`. Beta-binomial probabilities are evaluated at 14 cells of what may
have been added or moved at each station; the cells' prior masses are exact integrals.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from scrutator.forensics.beta_binomial import gamma_pair
from scrutator.forensics.results import FloatArray, IntArray, sum_by

EDGES = np.array([0, 0.015, 0.04, 0.075, 0.12, 0.17, 0.22, 0.28, 0.34, 0.4, 0.47, 0.54, 0.62, 0.7, 0.8])
BLOCK = 2048
# Priors: class log-odds against honest, log mean fractions, log concentrations; regional levels.
PRIOR_MEAN = np.array([3.5, 3.5, -2.5, -2.5, np.log(0.15), np.log(0.15)])
PRIOR_SD = np.array([1.0, 1.0, 1.0, 1.0, 0.5, 0.5])
LEVEL_PRIOR_SD = 1.5


@dataclass(frozen=True)
class Block:
    """Stations with everything that does not depend on the parameters, cells along axis 0."""

    region: IntArray
    registered: FloatArray
    cast: FloatArray
    leader: FloatArray
    stuffed: FloatArray
    stuffed_low: FloatArray
    stuffed_high: FloatArray
    stuffed_ways: FloatArray
    stolen: FloatArray
    stolen_low: FloatArray
    stolen_high: FloatArray
    stolen_ways: FloatArray
    ways: FloatArray


@dataclass(frozen=True)
class MixtureData:
    """The stations of one election, blocked for the processor's cache."""

    blocks: tuple[Block, ...]
    regions: int
    stations: int


def mixture_data(registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray) -> MixtureData:
    """Precompute cells and binomial coefficients. Region codes must run from 0 without gaps."""
    order = np.lexsort((leader, cast, registered, region))
    blocks = []
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        columns = [values[rows].astype(np.float64) for values in (registered, cast, leader)]
        blocks.append(_block(columns[0], columns[1], columns[2], region[rows]))
    return MixtureData(tuple(blocks), int(region.max(initial=-1)) + 1, len(order))


def _cells(
    part: FloatArray, whole: FloatArray, most: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cells of what may have been added to `part`: middle counts and the fractions at both edges.

    The fraction is of those who remained: added / (whole − part + added). Half a person is left
    over where everybody voted, so that the fraction stays below one.
    """
    edges = EDGES[:, None] * np.minimum(part, most)
    middle = (edges[1:] + edges[:-1]) / 2
    remaining = whole - part + 0.5
    fractions = edges / (remaining + edges)
    return middle, fractions[:-1], fractions[1:]


def _block(registered: FloatArray, cast: FloatArray, leader: FloatArray, region: IntArray) -> Block:
    stuffed, low, high = _cells(cast, registered, leader)
    stolen, stolen_low, stolen_high = _cells(leader, cast, leader)
    honest_cast, honest_leader = cast - stuffed, leader - stuffed
    left = leader - stolen
    with np.errstate(divide="ignore"):
        # Σ over added counts of P(added | honest turnout) equals ∫ density(f) / (1 − f) df.
        stuffed_factor = -np.log1p(-(low + high) / 2)
        stolen_factor = -np.log1p(-(stolen_low + stolen_high) / 2)
    return Block(
        region,
        registered,
        cast,
        leader,
        stuffed,
        low,
        high,
        _choose(registered, honest_cast) + _choose(honest_cast, honest_leader) + stuffed_factor,
        stolen,
        stolen_low,
        stolen_high,
        _choose(registered, cast) + _choose(cast, left) + stolen_factor,
        _choose(registered, cast) + _choose(cast, leader),
    )


def _choose(n: FloatArray, k: FloatArray) -> FloatArray:
    ways: FloatArray = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways


@dataclass(frozen=True)
class Evaluation:
    """Log posterior, its gradient, and expected added and moved votes per region."""

    value: float
    gradient: FloatArray
    stuffed: FloatArray
    stolen: FloatArray
    variance: float


def evaluate(data: MixtureData, parameters: FloatArray) -> Evaluation:
    """The log posterior at the parameters: 6 globals, then τ and ν of every region (logits)."""
    regions = data.regions
    levels = parameters[6:].reshape(2, regions)
    share = 1 / (1 + np.exp(-levels))
    concentration = np.exp(parameters[:2])
    shapes = np.stack(
        [
            share[0] * concentration[0],
            (1 - share[0]) * concentration[0],
            share[1] * concentration[1],
            (1 - share[1]) * concentration[1],
        ]
    )
    constants = [gamma_pair(shape) for shape in shapes]
    totals = [gamma_pair(np.full(1, value)) for value in concentration]
    classes = _log_classes(parameters[2], parameters[3])
    value, to_shapes, to_globals = 0.0, np.zeros((4, regions)), np.zeros(6)
    stuffed, stolen, variance = np.zeros(regions), np.zeros(regions), 0.0
    for block in data.blocks:
        part = _evaluate_block(block, parameters, shapes, constants, totals, classes)
        value += part.value
        to_globals[2:] += part.to_globals
        variance += part.variance
        for index in range(4):
            to_shapes[index] += sum_by(block.region, part.to_shapes[index], regions)
        stuffed += sum_by(block.region, part.stuffed, regions)
        stolen += sum_by(block.region, part.stolen, regions)
    slope = share * (1 - share)
    to_levels = np.stack(
        [
            (to_shapes[0] - to_shapes[1]) * slope[0] * concentration[0],
            (to_shapes[2] - to_shapes[3]) * slope[1] * concentration[1],
        ]
    )
    to_globals[0] = np.sum(to_shapes[0] * shapes[0] + to_shapes[1] * shapes[1])
    to_globals[1] = np.sum(to_shapes[2] * shapes[2] + to_shapes[3] * shapes[3])
    away = (parameters[:6] - PRIOR_MEAN) / PRIOR_SD
    value -= 0.5 * float(np.sum(away**2) + np.sum(levels**2) / LEVEL_PRIOR_SD**2)
    to_globals -= away / PRIOR_SD
    to_levels -= levels / LEVEL_PRIOR_SD**2
    return Evaluation(value, np.concatenate([to_globals, to_levels.ravel()]), stuffed, stolen, variance)


def _log_classes(stuffing: float, stealing: float) -> FloatArray:
    logits = np.array([0.0, stuffing, stealing])
    classes: FloatArray = logits - np.log(np.sum(np.exp(logits)))
    return classes


@dataclass(frozen=True)
class _Part:
    value: float
    to_shapes: tuple[FloatArray, ...]
    to_globals: FloatArray
    stuffed: FloatArray
    stolen: FloatArray
    variance: float


def _cell_mass(log_mean: float, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log mass of the truncated exponential in each cell, and its derivative by the log mean."""
    rate = np.exp(-log_mean)
    at_low = np.exp(-rate * low)
    at_high = np.concatenate([at_low[1:], np.exp(-rate * high[-1:])])  # a cell ends where the next begins
    mass = np.maximum(at_low - at_high, 1e-300)
    whole = -np.expm1(-rate)
    slope = rate * (low * at_low - high * at_high) / mass + rate * np.exp(-rate) / whole
    return np.log(mass / whole), slope


def _evaluate_block(
    block: Block,
    parameters: FloatArray,
    shapes: FloatArray,
    constants: list[tuple[FloatArray, FloatArray]],
    totals: list[tuple[FloatArray, FloatArray]],
    classes: FloatArray,
) -> _Part:
    """Sum the classes and cells out at each station of a block; `responsibility` is their posterior."""
    a, b, c, d = (shape[block.region] for shape in shapes)
    turnout_sum, share_sum = totals_of(parameters)
    cast_a, registered_b = gamma_pair(block.cast + a), gamma_pair(block.registered - block.cast + b)
    leader_c, others_d = gamma_pair(block.leader + c), gamma_pair(block.cast - block.leader + d)
    all_cast, all_registered = gamma_pair(block.cast + share_sum), gamma_pair(block.registered + turnout_sum)
    honest_cast = block.cast - block.stuffed
    stuffed_a = gamma_pair(honest_cast + a)
    stuffed_b = gamma_pair(block.registered - honest_cast + b)
    stuffed_c = gamma_pair(block.leader - block.stuffed + c)
    stuffed_all = gamma_pair(honest_cast + share_sum)
    stolen_c = gamma_pair(block.leader - block.stolen + c)
    stolen_d = gamma_pair(block.cast - block.leader + block.stolen + d)
    stuffed_mass, stuffed_slope = _cell_mass(parameters[4], block.stuffed_low, block.stuffed_high)
    stolen_mass, stolen_slope = _cell_mass(parameters[5], block.stolen_low, block.stolen_high)
    common = sum((total[0][0] for total in totals), 0.0) - all_registered[0]
    common = common - sum(constant[0][block.region] for constant in constants)
    turnout = cast_a[0] + registered_b[0]
    logs = np.concatenate(
        [
            (classes[0] + block.ways + turnout + leader_c[0] + others_d[0] - all_cast[0])[None],
            classes[1]
            + block.stuffed_ways
            + stuffed_mass
            + stuffed_a[0]
            + stuffed_b[0]
            + stuffed_c[0]
            + others_d[0]
            - stuffed_all[0],
            classes[2] + block.stolen_ways + stolen_mass + turnout + stolen_c[0] + stolen_d[0] - all_cast[0],
        ]
    )
    top = logs.max(axis=0)
    responsibility = np.exp(logs - top)
    whole = responsibility.sum(axis=0)
    responsibility /= whole
    cells = len(EDGES) - 1
    honest, one, two = responsibility[0], responsibility[1 : cells + 1], responsibility[cells + 1 :]
    in_one, in_two = one.sum(axis=0), two.sum(axis=0)
    plain = honest + in_two

    def mean(first: FloatArray, second: FloatArray) -> FloatArray:
        product: FloatArray = np.einsum("ij,ij->j", first, second)
        return product

    turnout_all = totals[0][1][0] - all_registered[1]
    share_all = totals[1][1][0] - plain * all_cast[1] - mean(one, stuffed_all[1])
    to_a = plain * cast_a[1] + mean(one, stuffed_a[1]) - constants[0][1][block.region] + turnout_all
    to_b = plain * registered_b[1] + mean(one, stuffed_b[1]) - constants[1][1][block.region] + turnout_all
    to_c = honest * leader_c[1] + mean(one, stuffed_c[1]) + mean(two, stolen_c[1])
    to_d = (honest + in_one) * others_d[1] + mean(two, stolen_d[1])
    weights = np.exp(classes)
    stuffed, stolen = mean(one, block.stuffed), mean(two, block.stolen)
    return _Part(
        float(np.sum(top + np.log(whole) + common)),
        (
            to_a,
            to_b,
            to_c - constants[2][1][block.region] + share_all,
            to_d - constants[3][1][block.region] + share_all,
        ),
        np.array(
            [
                np.sum(in_one - weights[1]),
                np.sum(in_two - weights[2]),
                np.sum(one * stuffed_slope),
                np.sum(two * stolen_slope),
            ]
        ),
        stuffed,
        stolen,
        float(np.sum(mean(one, block.stuffed**2) - stuffed**2)),
    )


def totals_of(parameters: FloatArray) -> tuple[float, float]:
    """The two concentrations (sum of the beta parameters) of turnout and share."""
    return float(np.exp(parameters[0])), float(np.exp(parameters[1]))
