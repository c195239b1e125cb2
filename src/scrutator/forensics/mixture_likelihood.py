"""The posterior of the stuffing mixture, with its gradient: classes and fractions summed out.

The model is described in `mixture`. Beta-binomial probabilities are evaluated at 14 cells (28 in small
elections) of what may have been added or moved; the cells' prior masses are exact integrals.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from scrutator.forensics.beta_binomial import gamma_pair
from scrutator.forensics.results import FloatArray, IntArray, sum_by

EDGES = np.array([0, 0.015, 0.04, 0.075, 0.12, 0.17, 0.22, 0.28, 0.34, 0.4, 0.47, 0.54, 0.62, 0.7, 0.8])
# Up to this many stations every cell is halved; beyond, national curvature hides the difference.
FINE_EDGES = np.interp(np.arange(0, len(EDGES) - 0.5, 0.5), np.arange(len(EDGES)), EDGES)
FINE_UP_TO = 10_000
BLOCK = 2048
# Priors: class log-odds against honest, log mean fractions, log concentrations; regional levels.
PRIOR_MEAN = np.array([3.5, 3.5, -2.5, -2.5, np.log(0.15), np.log(0.15)])
PRIOR_SD = np.array([1.0, 1.0, 1.0, 1.0, 0.5, 0.5])
LEVEL_PRIOR_SD = 1.5


_Gamma = tuple[FloatArray, FloatArray]  # ln Γ and ψ at the same places


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
    edges = FINE_EDGES if len(order) <= FINE_UP_TO else EDGES
    blocks = []
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        columns = [values[rows].astype(np.float64) for values in (registered, cast, leader)]
        blocks.append(_block(columns[0], columns[1], columns[2], region[rows], edges))
    return MixtureData(tuple(blocks), int(region.max(initial=-1)) + 1, len(order))


def _cells(
    part: FloatArray, whole: FloatArray, most: FloatArray, edges: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cells of what may have been added to `part`: middle counts and the fractions at both edges.

    The fraction is of those who remained: added / (whole − part + added). Half a person is left
    over where everybody voted, so that the fraction stays below one.
    """
    edges = edges[:, None] * np.minimum(part, most)
    middle = (edges[1:] + edges[:-1]) / 2
    remaining = whole - part + 0.5
    fractions = edges / (remaining + edges)
    return middle, fractions[:-1], fractions[1:]


def _block(
    registered: FloatArray, cast: FloatArray, leader: FloatArray, region: IntArray, edges: FloatArray
) -> Block:
    stuffed, low, high = _cells(cast, registered, leader, edges)
    stolen, stolen_low, stolen_high = _cells(leader, cast, leader, edges)
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


@dataclass(frozen=True)
class _Pairs:
    """ln Γ and ψ of every sum that occurs, by what was counted: honest, stuffed or stolen."""

    cast: _Gamma
    abstained: _Gamma
    leader: _Gamma
    others: _Gamma
    all_cast: _Gamma
    all_registered: _Gamma
    stuffed_cast: _Gamma
    stuffed_abstained: _Gamma
    stuffed_leader: _Gamma
    stuffed_all: _Gamma
    stolen_leader: _Gamma
    stolen_others: _Gamma


def _pairs(block: Block, parameters: FloatArray, shapes: FloatArray) -> _Pairs:
    a, b, c, d = (shape[block.region] for shape in shapes)
    turnout_sum, share_sum = totals_of(parameters)
    before = block.cast - block.stuffed
    return _Pairs(
        gamma_pair(block.cast + a),
        gamma_pair(block.registered - block.cast + b),
        gamma_pair(block.leader + c),
        gamma_pair(block.cast - block.leader + d),
        gamma_pair(block.cast + share_sum),
        gamma_pair(block.registered + turnout_sum),
        gamma_pair(before + a),
        gamma_pair(block.registered - before + b),
        gamma_pair(block.leader - block.stuffed + c),
        gamma_pair(before + share_sum),
        gamma_pair(block.leader - block.stolen + c),
        gamma_pair(block.cast - block.leader + block.stolen + d),
    )


def _log_terms(
    block: Block, pairs: _Pairs, classes: FloatArray, stuffed_mass: FloatArray, stolen_mass: FloatArray
) -> FloatArray:
    """Log probability of honest (one row), of every stuffing cell and of every stealing cell."""
    turnout = pairs.cast[0] + pairs.abstained[0]
    honest = block.ways + turnout + pairs.leader[0] + pairs.others[0] - pairs.all_cast[0]
    stuffed = block.stuffed_ways + stuffed_mass + pairs.stuffed_cast[0] + pairs.stuffed_abstained[0]
    stuffed = stuffed + pairs.stuffed_leader[0] + pairs.others[0] - pairs.stuffed_all[0]
    stolen = block.stolen_ways + stolen_mass + turnout
    stolen = stolen + pairs.stolen_leader[0] + pairs.stolen_others[0] - pairs.all_cast[0]
    terms: FloatArray = np.concatenate(
        [(classes[0] + honest)[None], classes[1] + stuffed, classes[2] + stolen]
    )
    return terms


def _mean(first: FloatArray, second: FloatArray) -> FloatArray:
    product: FloatArray = np.einsum("ij,ij->j", first, second)
    return product


def _evaluate_block(
    block: Block,
    parameters: FloatArray,
    shapes: FloatArray,
    constants: list[_Gamma],
    totals: list[_Gamma],
    classes: FloatArray,
) -> _Part:
    """Sum the classes and cells out at each station of a block, by their posterior weights."""
    pairs = _pairs(block, parameters, shapes)
    stuffed_mass, stuffed_slope = _cell_mass(parameters[4], block.stuffed_low, block.stuffed_high)
    stolen_mass, stolen_slope = _cell_mass(parameters[5], block.stolen_low, block.stolen_high)
    logs = _log_terms(block, pairs, classes, stuffed_mass, stolen_mass)
    top = logs.max(axis=0)
    weight = np.exp(logs - top)
    whole = weight.sum(axis=0)
    weight /= whole
    cells = len(block.stuffed)
    honest, one, two = weight[0], weight[1 : cells + 1], weight[cells + 1 :]
    in_one, in_two = one.sum(axis=0), two.sum(axis=0)
    common = totals[0][0][0] + totals[1][0][0] - pairs.all_registered[0]
    common = common - sum(constant[0][block.region] for constant in constants)
    prior = np.exp(classes)
    to_globals = [in_one - prior[1], in_two - prior[2], one * stuffed_slope, two * stolen_slope]
    stuffed, stolen = _mean(one, block.stuffed), _mean(two, block.stolen)
    return _Part(
        float(np.sum(top + np.log(whole) + common)),
        _shape_slopes(block, pairs, constants, totals, honest, one, two),
        np.array([float(np.sum(values)) for values in to_globals]),
        stuffed,
        stolen,
        float(np.sum(_mean(one, block.stuffed**2) - stuffed**2)),
    )


def _shape_slopes(
    block: Block,
    pairs: _Pairs,
    constants: list[_Gamma],
    totals: list[_Gamma],
    honest: FloatArray,
    one: FloatArray,
    two: FloatArray,
) -> tuple[FloatArray, ...]:
    """Per station the derivative by the four beta parameters, averaged over classes and cells."""
    in_one, in_two = one.sum(axis=0), two.sum(axis=0)
    plain = honest + in_two
    turnout_all = totals[0][1][0] - pairs.all_registered[1]
    share_all = totals[1][1][0] - plain * pairs.all_cast[1] - _mean(one, pairs.stuffed_all[1])
    slopes = (
        plain * pairs.cast[1] + _mean(one, pairs.stuffed_cast[1]) + turnout_all,
        plain * pairs.abstained[1] + _mean(one, pairs.stuffed_abstained[1]) + turnout_all,
        honest * pairs.leader[1]
        + _mean(one, pairs.stuffed_leader[1])
        + _mean(two, pairs.stolen_leader[1])
        + share_all,
        (honest + in_one) * pairs.others[1] + _mean(two, pairs.stolen_others[1]) + share_all,
    )
    return tuple(slope - constant[1][block.region] for slope, constant in zip(slopes, constants, strict=True))


def totals_of(parameters: FloatArray) -> tuple[float, float]:
    """The two concentrations (sum of the beta parameters) of turnout and share."""
    return float(np.exp(parameters[0])), float(np.exp(parameters[1]))
