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


def compare_within(values: FloatArray, marked: BoolArray, stratum: IntArray) -> Strata:
    """Difference of means, marked minus unmarked, in every stratum that has both.

    `permutation_variance` is its variance under random marking.
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
        permutation = spread * (1 / m + 1 / (count - m))
    where = np.flatnonzero(both)
    return Strata(
        where,
        m[where],
        (count - m)[where],
        (mean_in - mean_out)[where],
        permutation[where],
    )
