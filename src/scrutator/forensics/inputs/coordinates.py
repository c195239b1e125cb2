"""Where stations lie: two columns of degrees, read from a result's labels."""

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import FloatArray, StationResults

NOT_KNOWN = ("", "-", "–", "?", "n/a", "na")


def read_degrees(results: StationResults, column: str, largest: float) -> FloatArray:
    """Degrees between −largest and largest; NaN where the cell is empty or says that it is not known.

    Raises F02 for a column that was not read, and for another text or a number beyond the bounds.
    """
    if column not in results.labels:
        known = ", ".join(sorted(results.labels)) or "none was read"
        raise ScrutatorError("F02", f"there is no column “{column}”", where=f"columns read: {known}")
    values, place = np.unique(results.labels[column], return_inverse=True)
    read: FloatArray = np.array([_degrees(str(value), column, largest) for value in values.tolist()])[place]
    return read


def _degrees(text: str, column: str, largest: float) -> float:
    word = text.strip().replace("\u2212", "-").replace(",", ".")
    if word.casefold() in NOT_KNOWN:
        return float("nan")
    try:
        value = float(word)
    except ValueError:
        value = float("inf")
    if not abs(value) <= largest:
        remedy = (
            f"Write decimal degrees from −{largest:g} to {largest:g}; leave the cell empty where unknown."
        )
        raise ScrutatorError("F02", f"{text!r} in “{column}” is no degree", remedy=remedy)
    return value
