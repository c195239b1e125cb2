"""Permutation within strata: the sum over a marked group, against all ways of marking as many.

If the marks had been assigned at random within each stratum, the sum over the marked would have the
mean and variance given here exactly (Pitman 1937); the law is close to normal with many strata.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, sum_by


@dataclass(frozen=True)
class Strata:
    """Marked and unmarked counts, and means, of one quantity per stratum that has both."""

    stratum: IntArray
    marked: FloatArray
    unmarked: FloatArray
    difference: FloatArray
    permutation_variance: FloatArray
    sampling_variance: FloatArray


def compare_within(values: FloatArray, marked: BoolArray, stratum: IntArray) -> Strata:
    """Difference of means, marked minus unmarked, in every stratum that has both.

    `permutation_variance` is its variance under random marking; `sampling_variance` the usual
    unequal-variance one (strata with a single member on a side borrow the pooled spread).
    """
    size = int(stratum.max(initial=-1)) + 1
    ones = np.ones(len(values))
    count, m = sum_by(stratum, ones, size), sum_by(stratum, marked, size)
    total, inside = sum_by(stratum, values, size), sum_by(stratum, values * marked, size)
    both = (m > 0) & (m < count)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, mean_in, mean_out = total / count, inside / m, (total - inside) / (count - m)
        centred = values - mean[stratum]
        spread = sum_by(stratum, centred**2, size) / (count - 1)
        own = np.where(marked, mean_in[stratum], mean_out[stratum])
        squares = (values - own) ** 2
        within_in, within_out = (
            sum_by(stratum, squares * marked, size),
            sum_by(stratum, squares * ~marked, size),
        )
        permutation = spread * (1 / m + 1 / (count - m))
        pooled = (within_in + within_out) / np.maximum(count - 2, 1)
        var_in = np.where(m > 1, within_in / np.maximum(m - 1, 1), pooled)
        var_out = np.where(count - m > 1, within_out / np.maximum(count - m - 1, 1), pooled)
        sampling = var_in / m + var_out / (count - m)
    where = np.flatnonzero(both)
    return Strata(
        where,
        m[where],
        (count - m)[where],
        (mean_in - mean_out)[where],
        permutation[where],
        sampling[where],
    )
