"""How a sample was drawn: weights, strata, clusters and the sizes of what they were drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Floats, Integers
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Design:
    """The sampling design of n stations, as far as a variance needs it.

    `strata` and `clusters` are codes 0, 1, 2, …; a cluster lies in one stratum. `population` is
    the number of clusters in each stratum of the frame, None when unknown or when the draw was
    with replacement (then no finite population correction applies). `cluster_sizes` is the number
    of stations in each cluster of the frame for a two-stage design, None when whole clusters were
    taken. A one-station-per-cluster design is an ordinary station sample.
    """

    weights: Floats
    strata: Integers
    clusters: Integers
    stratum_names: tuple[str, ...]
    population: Floats | None = None
    cluster_sizes: Floats | None = None

    @property
    def stations(self) -> int:
        """Stations in the sample."""
        return len(self.weights)

    @property
    def cluster_count(self) -> int:
        """First-stage units in the sample."""
        return int(self.clusters.max()) + 1 if self.stations else 0

    @property
    def cluster_strata(self) -> Integers:
        """The stratum of each cluster."""
        strata = np.zeros(self.cluster_count, dtype=np.int64)
        strata[self.clusters] = self.strata
        return strata

    @property
    def degrees_of_freedom(self) -> int:
        """First-stage units minus strata, the usual design degrees of freedom."""
        return self.cluster_count - int((np.bincount(self.strata) > 0).sum())


def _codes(labels: Sequence[object] | np.ndarray | None, count: int) -> tuple[Integers, tuple[str, ...]]:
    if labels is None:
        return np.zeros(count, dtype=np.int64), ("all",)
    given = np.asarray(labels)
    if given.dtype.kind in "iu":  # whole numbers are told apart as such; only their few names become text
        numbers, codes = _numbered(given)
        texts = numbers.astype(str)
        order = np.argsort(texts, kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        return place[codes], tuple(str(name) for name in texts[order])
    names, codes = np.unique(given.astype(str), return_inverse=True)
    return codes.astype(np.int64), tuple(str(name) for name in names)


def _numbered(labels: Integers) -> tuple[Integers, Integers]:
    """The different whole numbers, and the place of each label among them; no sort where they are close."""
    low = int(labels.min(initial=0))
    if not len(labels) or int(labels.max()) - low > 4 * len(labels):
        numbers, codes = np.unique(labels, return_inverse=True)
        return numbers, codes
    shifted = labels.astype(np.int64) - low
    there = np.bincount(shifted) > 0
    return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[shifted]


def _one_per_group(values: object, groups: Integers, count: int, what: str) -> Floats:
    """Take one value per group and refuse values that differ inside a group."""
    rows = np.broadcast_to(np.asarray(values, dtype=np.float64), groups.shape)
    single = np.zeros(count)
    single[groups] = rows
    if not np.array_equal(single[groups], rows):
        raise ScrutatorError("C01", f"{what} differs between stations of one group")
    return single


def _check_sizes(sampled: Integers, population: Floats, what: str) -> None:
    if (population < sampled).any():
        raise ScrutatorError("C01", f"more {what} were sampled than the frame is said to hold")


def make_design(
    weights: object,
    *,
    strata: Sequence[object] | np.ndarray | None = None,
    clusters: Sequence[object] | np.ndarray | None = None,
    population: object = None,
    cluster_sizes: object = None,
) -> Design:
    """Describe a sample of n stations for the estimators.

    Everything is given per station, as a mission's table has it: `weights` (one number or n),
    labels of strata and clusters, `population` = number of clusters (stations when there are no
    clusters) in the station's stratum of the frame, `cluster_sizes` = number of stations in the
    station's cluster when a second stage sampled stations inside it. Cluster labels may repeat in
    another stratum. PPS draws with replacement pass weights 1/(n p) and no `population`.
    Raises C01 when the description contradicts itself.
    """
    stations = len(np.asarray(strata if strata is not None else weights).reshape(-1))
    given = np.array(np.broadcast_to(np.asarray(weights, dtype=np.float64), (stations,)))
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise ScrutatorError("C01", "a weight is negative or not a number")
    stratum_codes, names = _codes(strata, stations)
    if clusters is None:
        cluster_codes = np.arange(stations, dtype=np.int64)
    else:
        labels, _ = _codes(clusters, stations)
        pairs = stratum_codes * (labels.max(initial=0) + 1) + labels
        cluster_codes = np.unique(pairs, return_inverse=True)[1].astype(np.int64)
    design = Design(given, stratum_codes, cluster_codes, names)
    first = second = None
    if population is not None:
        first = _one_per_group(population, stratum_codes, len(names), "the population size")
        _check_sizes(np.bincount(design.cluster_strata, minlength=len(names)), first, "clusters")
    if cluster_sizes is not None:
        second = _one_per_group(cluster_sizes, cluster_codes, design.cluster_count, "the cluster size")
        _check_sizes(np.bincount(cluster_codes), second, "stations")
    return Design(given, stratum_codes, cluster_codes, names, first, second)
