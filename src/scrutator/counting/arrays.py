"""The three array types this room computes with."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
LARGE = 5_000


def columns(values: object) -> Floats:
    """Return the values as a two-dimensional array, one column per quantity."""
    array = np.asarray(values, dtype=np.float64)
    return array[:, None] if array.ndim == 1 else array


def group_sums(values: Floats, groups: Integers, count: int) -> Floats:
    """Sum the rows of `values` (n, K) by group code: (count, K).

    Large tables go through one pass of a sparse product, several times faster than K passes.
    """
    if len(groups) > LARGE:
        from scipy import sparse

        size = len(groups)
        member = sparse.csc_array((np.ones(size), groups, np.arange(size + 1)), shape=(count, size))
        return np.asarray(member @ values)
    sums = [np.bincount(groups, weights=column, minlength=count) for column in values.T]
    return np.stack(sums, axis=1) if sums else np.zeros((count, 0))
