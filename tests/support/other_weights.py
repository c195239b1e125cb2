"""Weights that others use and Scrutator does not offer, for comparison with their printed figures."""

import numpy as np

from scrutator.counting.night.quickcount import Sample, Statistics
from scrutator.counting.night.response import Weights


def plain(sample: Sample, statistics: Statistics) -> Weights:
    """Every arrived station counts the same and strata are ignored: what a simple tool does."""
    weights = np.ones(len(sample.atom_weights))
    return Weights("plain", weights, 0.0, np.zeros(len(weights), dtype=np.int64))


def weighting_classes(sample: Sample, statistics: Statistics) -> Weights:
    """The arrived stand for the drawn within response cells only; strata serve the variance."""
    cells, size = sample.atom_cells, len(sample.cell_names)
    drawn = np.bincount(sample.cells, weights=sample.weights, minlength=size)
    arrived = np.bincount(cells, weights=sample.atom_weights * statistics.numbers, minlength=size)
    factor = np.divide(drawn, arrived, out=np.zeros(size), where=arrived > 0)
    uncovered = float(drawn[arrived == 0].sum() / drawn.sum())
    return Weights("weighting classes", sample.atom_weights * factor[cells], uncovered, sample.atom_strata)
