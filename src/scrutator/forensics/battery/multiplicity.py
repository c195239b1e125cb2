"""Many tests at once: false discovery rate and family-wise control."""

import numpy as np

from scrutator.forensics.inputs.results import FloatArray


def benjamini_hochberg(p_values: FloatArray) -> FloatArray:
    """Adjusted p-values: calling those at or below q keeps the false discovery rate at q.

    Benjamini and Hochberg (1995). Assumes independent or positively dependent tests.
    """
    size = len(p_values)
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * size / np.arange(1, size + 1)
    adjusted = np.minimum.accumulate(scaled[::-1])[::-1]
    return _in_place(order, adjusted)


def holm(p_values: FloatArray) -> FloatArray:
    """Adjusted p-values that bound the chance of even one false alarm (Holm 1979); no assumption."""
    size = len(p_values)
    order = np.argsort(p_values, kind="stable")
    adjusted = np.maximum.accumulate(p_values[order] * np.arange(size, 0, -1))
    return _in_place(order, adjusted)


def _in_place(order: np.ndarray, adjusted: FloatArray) -> FloatArray:
    result = np.empty(len(adjusted))
    result[order] = np.minimum(adjusted, 1.0)
    return result
