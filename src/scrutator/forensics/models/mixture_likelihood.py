"""The posterior of the stuffing mixture, with its gradient: classes and fractions summed out.

The model is described in `mixture`. Beta-binomial probabilities are evaluated at 14 cells (40 in small
elections) of what may have been added or moved; the cells' prior masses are exact integrals. One
evaluation touches every cell of every station, some hundred times in a fit and tens of thousands of
times in a full posterior: so all counts of a block of stations lie in one array, ln Γ and ψ are taken of
all of them at once, and arrays are reused in place.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import gammaln

from scrutator.forensics.inputs.results import FloatArray, IntArray, sum_by
from scrutator.forensics.models.beta_binomial import gamma_pair

# Edges of the cells, in parts of the leader's votes. Close together near zero, where a few votes are a
# large part of a small list of others.
EDGES = np.array([0, 0.005, 0.018, 0.045, 0.1, 0.17, 0.24, 0.31, 0.39, 0.47, 0.56, 0.66, 0.78, 0.9, 1])
# Up to this many stations 40 cells instead of 14; beyond, the curvature hides the difference.
FINE_UP_TO = 2_000
_TWENTY = np.array(
    [0, 0.002, 0.005, 0.01, 0.018, 0.03, 0.045, 0.075, 0.12, 0.17, 0.22, 0.28, 0.34, 0.4, 0.47, 0.54,
     0.62, 0.7, 0.8, 0.9, 1]
)  # fmt: skip
FINE_EDGES = np.interp(np.arange(0, 20.25, 0.5), np.arange(21), _TWENTY)
# Cells (stations × cells of a station) per block: few enough that its arrays stay near the processor,
# enough that the time goes into the arithmetic.
BLOCK_CELLS = 7_000
# Below e to this power a weight is nothing; the processor is slow with such tiny numbers.
NOTHING = -700.0
# A step of the search that overshoots is evaluated here; the prior then leads back.
FAR = 30.0
# Priors: class log-odds against honest, log mean fractions, log concentrations; regional levels.
PRIOR_MEAN = np.array([3.5, 3.5, -2.5, -2.5, np.log(0.15), np.log(0.15)])
PRIOR_SD = np.array([1.0, 1.0, 1.0, 1.0, 0.5, 0.5])
LEVEL_PRIOR_SD = 1.5


@dataclass(frozen=True)
class Block:
    """Stations with everything that does not depend on the parameters, stations along the last axis.

    Class 0 is stuffing, class 1 stealing. `counts` has the rows named by `Rows`; `ways` the log number
    of ways to come to the counts (honest, every stuffing cell, every stealing cell); `edges` the
    fractions between the cells, by class; `votes` the votes added or moved in the cells, by class.
    """

    region: IntArray
    counts: FloatArray
    ways: FloatArray
    edges: FloatArray
    votes: FloatArray


class Rows:
    """Which rows of `Block.counts` hold what: the honest count first, then one row per cell."""

    def __init__(self, cells: int) -> None:
        self.cast = slice(0, cells + 1)
        self.abstained = slice(cells + 1, 2 * cells + 2)
        self.cast_again = slice(2 * cells + 2, 3 * cells + 3)
        self.others = slice(3 * cells + 3, 4 * cells + 4)
        self.leader = slice(4 * cells + 4, 6 * cells + 5)
        self.registered = slice(6 * cells + 5, 6 * cells + 6)


@dataclass(frozen=True)
class MixtureData:
    """The stations of one election, blocked for the processor's cache.

    `space` is what `evaluate` works in, kept because fresh memory costs as much as the arithmetic:
    two threads must not evaluate the same data at once.
    """

    blocks: tuple[Block, ...]
    region: IntArray
    regions: int
    stations: int
    space: FloatArray = field(repr=False, compare=False)


def mixture_data(registered: IntArray, cast: IntArray, leader: IntArray, region: IntArray) -> MixtureData:
    """Precompute cells and binomial coefficients. Region codes must run from 0 without gaps."""
    order = np.lexsort((leader, cast, registered, region))
    edges = FINE_EDGES if len(order) <= FINE_UP_TO else EDGES
    size = BLOCK_CELLS // (len(edges) - 1)
    blocks = []
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        columns = [values[rows].astype(np.float64) for values in (registered, cast, leader)]
        blocks.append(_block(columns[0], columns[1], columns[2], region[rows], edges))
    space = np.empty((6, max((block.counts.size for block in blocks), default=0)))
    return MixtureData(tuple(blocks), region[order], int(region.max(initial=-1)) + 1, len(order), space)


def _fractions(
    part: FloatArray, whole: FloatArray, most: FloatArray, edges: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Middle counts of the cells that may have been added to `part`, fractions at their edges, a factor.

    The fraction is of those who remained: added / (whole − part + added). Half a person is left
    over where everybody voted, so that the fraction stays below one. The factor is the log of
    1 / (1 − f): Σ over added counts of P(added | honest turnout) equals ∫ density(f) / (1 − f) df.
    """
    counts = edges[:, None] * np.minimum(part, most)
    fractions = counts / (whole - part + 0.5 + counts)
    factor = -np.log1p(-(fractions[1:] + fractions[:-1]) / 2)
    return (counts[1:] + counts[:-1]) / 2, fractions, factor


def _block(
    registered: FloatArray, cast: FloatArray, leader: FloatArray, region: IntArray, edges: FloatArray
) -> Block:
    stuffed, stuffed_edges, stuffed_factor = _fractions(cast, registered, leader, edges)
    stolen, stolen_edges, stolen_factor = _fractions(leader, cast, leader, edges)
    before, left, kept = cast - stuffed, leader - stuffed, leader - stolen
    others = cast - leader
    counts = np.vstack(
        [cast, before, registered - cast, registered - before, cast, before,
         others, others + stolen, leader, left, kept, registered]
    )  # fmt: skip
    ways = np.vstack(
        [
            _choose(registered, cast) + _choose(cast, leader),
            _choose(registered, before) + _choose(before, left) + stuffed_factor,
            _choose(registered, cast) + _choose(cast, kept) + stolen_factor,
        ]
    )
    return Block(region, counts, ways, np.stack([stuffed_edges, stolen_edges]), np.stack([stuffed, stolen]))


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
    variance: float  # of the votes added at these parameters
    stolen_variance: float


@dataclass(frozen=True)
class _Point:
    """The parameters as the model uses them: beta parameters per region, class odds, mean fractions."""

    share: FloatArray
    shapes: FloatArray
    concentration: FloatArray
    classes: FloatArray
    rates: FloatArray


def _point(parameters: FloatArray, regions: int) -> _Point:
    share = 1 / (1 + np.exp(-parameters[6:].reshape(2, regions)))
    concentration = np.exp(parameters[:2])
    both = np.stack([share, 1 - share], axis=1) * concentration[:, None, None]
    logits = np.array([0.0, parameters[2], parameters[3]])
    classes = logits - np.log(np.sum(np.exp(logits)))
    return _Point(share, both.reshape(4, regions), concentration, classes, np.exp(-parameters[4:6]))


@dataclass(frozen=True)
class _Stations:
    """What every station adds to the value and its derivatives, one column per station."""

    value: FloatArray
    to_shapes: FloatArray  # four beta parameters
    in_class: FloatArray  # posterior probabilities of the two manipulated classes
    to_means: FloatArray  # two log mean fractions
    votes: FloatArray  # expected votes added, moved
    variance: FloatArray  # of those votes


def evaluate(data: MixtureData, parameters: FloatArray) -> Evaluation:
    """The log posterior at the parameters: 6 globals, then τ and ν of every region (logits)."""
    point = _point(np.clip(parameters, -FAR, FAR), data.regions)
    parts = [_evaluate_block(block, point, data.space) for block in data.blocks]
    whole = _Stations(
        *(np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in _STATION_FIELDS)
    )
    stations = np.bincount(data.region, minlength=data.regions)
    shape_logs, shape_slopes = gamma_pair(point.shapes)
    total_logs, total_slopes = gamma_pair(point.concentration)
    value = np.sum(whole.value) - np.sum(stations * shape_logs) + data.stations * np.sum(total_logs)
    to_shapes = np.stack([sum_by(data.region, row, data.regions) for row in whole.to_shapes])
    to_shapes += stations * (np.repeat(total_slopes, 2)[:, None] - shape_slopes)
    by_hand = (to_shapes * point.shapes).sum(axis=1)
    to_globals = np.concatenate(
        [
            [by_hand[0] + by_hand[1], by_hand[2] + by_hand[3]],
            whole.in_class.sum(axis=1) - data.stations * np.exp(point.classes[1:]),
            whole.to_means.sum(axis=1),
        ]
    )
    slope = point.share * (1 - point.share) * point.concentration[:, None]
    to_levels = (to_shapes[::2] - to_shapes[1::2]) * slope
    levels = parameters[6:]
    away = (parameters[:6] - PRIOR_MEAN) / PRIOR_SD
    value -= 0.5 * (np.sum(away**2) + np.sum(levels**2) / LEVEL_PRIOR_SD**2)
    gradient = np.concatenate([to_globals - away / PRIOR_SD, to_levels.ravel() - levels / LEVEL_PRIOR_SD**2])
    stuffed, stolen = (sum_by(data.region, row, data.regions) for row in whole.votes)
    spread, stolen_spread = whole.variance.sum(axis=1).tolist()
    return Evaluation(float(value), gradient, stuffed, stolen, spread, stolen_spread)


_STATION_FIELDS = tuple(_Stations.__dataclass_fields__)


def _cell_mass(rates: FloatArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log mass of the truncated exponentials in each cell, and its derivative by the log mean."""
    rate = rates[:, None, None]
    tail = edges * -rate
    np.exp(tail, out=tail)
    moment = edges * tail
    mass = tail[:, :-1] - tail[:, 1:]
    np.maximum(mass, 1e-300, out=mass)
    slope = moment[:, :-1] - moment[:, 1:]
    slope /= mass
    slope *= rate
    whole = -np.expm1(-rate)
    slope += rate * np.exp(-rate) / whole
    np.log(mass, out=mass)
    mass -= np.log(whole)
    return mass, slope


def _log_terms(
    block: Block, rows: Rows, logs: FloatArray, mass: FloatArray, classes: FloatArray
) -> FloatArray:
    """Log probability of honest (one row), of every stuffing cell and of every stealing cell."""
    cells = mass.shape[1]
    turnout = logs[rows.cast] + logs[rows.abstained]
    turnout -= logs[rows.cast_again]
    others = logs[rows.others]
    terms: FloatArray = block.ways + logs[rows.leader]
    terms[: cells + 1] += turnout
    terms[: cells + 1] += others[0]
    terms[cells + 1 :] += others[1:]
    terms[cells + 1 :] += turnout[0]
    mass += classes[1:, None, None]
    terms[0] += classes[0]
    terms[1:] += mass.reshape(2 * cells, -1)
    return terms


def _weights(terms: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log of the summed probabilities per station, and their shares in place of the terms."""
    top = terms.max(axis=0)
    terms -= top
    np.maximum(terms, NOTHING, out=terms)
    np.exp(terms, out=terms)
    whole = terms.sum(axis=0)
    terms /= whole
    return top + np.log(whole), terms


def _evaluate_block(block: Block, point: _Point, space: FloatArray) -> _Stations:
    """Sum the classes and cells out at each station of a block, by their posterior weights."""
    cells = block.votes.shape[1]
    rows = Rows(cells)
    shape = point.shapes[:, block.region]
    sums, *work = (row[: block.counts.size].reshape(block.counts.shape) for row in space)
    places = (rows.cast, rows.abstained, rows.leader, rows.others, rows.cast_again, rows.registered)
    for place, added in zip(places, (*shape, *point.concentration[::-1]), strict=True):
        np.add(block.counts[place], added, out=sums[place])
    logs, slopes = gamma_pair(sums, work)
    mass, to_means = _cell_mass(point.rates, block.edges)
    log_sum, weight = _weights(_log_terms(block, rows, logs, mass, point.classes))
    by_class = weight[1:].reshape(2, cells, -1)
    squared = np.einsum("ckj,ckj,ckj->cj", by_class, block.votes, block.votes)
    votes, in_class = _mean(by_class, block.votes), by_class.sum(axis=1)
    return _Stations(
        log_sum - logs[rows.registered][0],
        _shape_slopes(rows, slopes, weight, in_class),
        in_class,
        _mean(by_class, to_means),
        votes,
        squared - votes**2,
    )


def _mean(weight: FloatArray, values: FloatArray) -> FloatArray:
    """Weighted sums over the cells (the axis before the last)."""
    product: FloatArray = np.einsum("...kj,...kj->...j", weight, values)
    return product


def _shape_slopes(rows: Rows, slopes: FloatArray, weight: FloatArray, in_class: FloatArray) -> FloatArray:
    """Per station the derivative by the four beta parameters, averaged over classes and cells."""
    cells = (len(weight) - 1) // 2
    one, two = weight[1 : cells + 1], weight[cells + 1 :]
    unstuffed, unmoved = weight[0] + in_class[1], weight[0] + in_class[0]

    def turnout(place: slice) -> FloatArray:
        slope: FloatArray = unstuffed * slopes[place][0] + _mean(one, slopes[place][1:])
        return slope

    whole = turnout(rows.cast_again)
    others = unmoved * slopes[rows.others][0] + _mean(two, slopes[rows.others][1:])
    registered = slopes[rows.registered][0]
    return np.stack(
        [
            turnout(rows.cast) - registered,
            turnout(rows.abstained) - registered,
            _mean(weight, slopes[rows.leader]) - whole,
            others - whole,
        ]
    )
