"""The exact distribution of successes in trials of unequal probability, to hold approximations against."""

import numpy as np
from scipy.signal import fftconvolve

from scrutator.forensics.inputs.results import FloatArray


def distribution(chances: FloatArray) -> FloatArray:
    """The probabilities of 0, 1, … n successes, by halving and convolving; absolute error near 1e-15."""
    parts = [np.array([1.0 - chance, chance]) for chance in chances.tolist()]
    while len(parts) > 1:
        joined = [_convolve(a, b) for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = joined + parts[2 * len(joined) :]
    return parts[0]


def _convolve(left: FloatArray, right: FloatArray) -> FloatArray:
    if min(len(left), len(right)) <= 64:
        return np.convolve(left, right)
    joined: FloatArray = np.maximum(fftconvolve(left, right), 0.0)
    return joined


def quantile(chances: FloatArray, level: float) -> int:
    """The smallest count c with P(successes ≤ c) ≥ level."""
    return int(np.searchsorted(np.cumsum(distribution(chances)), level))
