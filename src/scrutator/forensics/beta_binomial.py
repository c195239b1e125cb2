"""Beta-binomial log probabilities with their gradients, fast on millions of cells."""

import numpy as np

from scrutator.forensics.results import FloatArray

# From here on Stirling's four terms are good to 1e-9 without a shift.
LARGE = 5.0


def gamma_pair(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """ln Γ(x) and ψ(x) together, for x > 0.

    Stirling's series, where needed at x + 4 and carried back by the recurrence; both share one
    logarithm. Error below 1e-9 for x ≥ 1 (tested), far below what a fit needs, at a third of the cost.
    """
    if x.size and float(x.min()) >= LARGE:
        return _stirling(x)
    log_gamma, digamma = _stirling(x + 4.0)
    z = x * (x + 3.0)
    product = z * (z + 2.0)  # x (x+1) (x+2) (x+3)
    return log_gamma - np.log(product), digamma - (2.0 * x + 3.0) * (2.0 * z + 2.0) / product


def _stirling(y: FloatArray) -> tuple[FloatArray, FloatArray]:
    inverse = 1.0 / y
    square = inverse * inverse
    log_y = np.log(y)
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    log_gamma = (y - 0.5) * log_y - y + 0.918938533204672742 + series
    slope = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    return log_gamma, log_y - 0.5 * inverse - slope
