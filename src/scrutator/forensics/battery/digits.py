"""Digit tests: available because readers know them, and not diagnostic.

On elections no one disputes, the second-digit mean lies 3 to 47 standard errors off and on Russia 2021 it
passes; last digits fail where counts are small. Each value is shown beside its measured
false-alarm rate. Mebane 2006 (2BL); Beber and Scacco 2012, Political Analysis 20:211 (last digits).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, ndtr

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import FloatArray, IntArray, StationResults

SECOND_DIGIT = np.array(
    [sum(np.log10(1 + 1 / (10 * first + second)) for first in range(1, 10)) for second in range(10)]
)


@dataclass(frozen=True)
class DigitTest:
    """One digit test: the statistic, what it would be by its law, z and a two-sided p."""

    name: str
    value: float
    expected: float
    z: float
    p: float
    n: int


def digit_tests(results: StationResults) -> dict[str, DigitTest]:
    """Second digit, last digit (mean and uniformity), and endings in 0 or 5, on the leader's votes.

    Raises F03 when no station has known votes: no value is better than the value of nothing.
    """
    keep = results.usable() if results.has_turnout else results.countable()
    if not np.any(keep):
        raise ScrutatorError("F03", "no station has usable votes", where=results.name)
    votes, box = results["leader"][keep], results.in_box[keep]
    long = votes[votes >= 10]
    percent = (200 * votes + box) // (2 * box)  # rounded half up, in whole numbers
    return {
        "second_digit_mean": _mean_test("second digit mean", second_digit(long), SECOND_DIGIT),
        "last_digit_mean": _mean_test("last digit mean", long % 10, np.full(10, 0.1)),
        "last_digit_uniform": _uniform_test(long % 10),
        "count_ends_in_0_or_5": _share_test("votes ending in 0 or 5", votes % 5 == 0),
        "percent_ends_in_0_or_5": _share_test("rounded percentages ending in 0 or 5", percent % 5 == 0),
    }


def last_digits(tally: Mapping[int, int]) -> DigitTest:
    """Uniformity of last digits over a tally, count -> how many stations have it: chi-square, 9 df."""
    digits = np.fromiter(tally, dtype=np.int64, count=len(tally)) % 10
    return _uniform_test(np.repeat(digits, np.fromiter(tally.values(), dtype=np.int64, count=len(tally))))


def second_digit(counts: IntArray) -> IntArray:
    """The second digit of counts of 10 or more, in whole numbers."""
    digits = np.asarray(counts, dtype=np.int64).copy()
    while np.any(digits >= 100):
        digits = np.where(digits >= 100, digits // 10, digits)
    return digits % 10


def _mean_test(name: str, digits: IntArray, law: FloatArray) -> DigitTest:
    expected = float(np.sum(law * np.arange(10)))
    size = len(digits)
    if size < 2 or np.all(digits == digits[0]):
        return DigitTest(name, float("nan"), expected, 0.0, 1.0, size)
    value = float(np.mean(digits))
    z = (value - expected) / float(np.std(digits, ddof=1) / np.sqrt(size))
    return DigitTest(name, value, expected, z, float(2 * ndtr(-abs(z))), size)


def _uniform_test(digits: IntArray) -> DigitTest:
    size = len(digits)
    if size == 0:
        return DigitTest("last digit uniform (chi-square, 9 df)", float("nan"), 9.0, 0.0, 1.0, 0)
    counts = np.bincount(digits, minlength=10)
    chi = float(np.sum((counts - size / 10) ** 2) / (size / 10))
    p = float(gammaincc(4.5, chi / 2))
    return DigitTest("last digit uniform (chi-square, 9 df)", chi, 9.0, (chi - 9) / np.sqrt(18), p, size)


def _share_test(name: str, hit: np.ndarray) -> DigitTest:
    size = len(hit)
    value = float(np.mean(hit)) if size else float("nan")
    z = (value - 0.2) / float(np.sqrt(0.16 / size)) if size else 0.0
    return DigitTest(name, value, 0.2, z, float(2 * ndtr(-abs(z))) if size else 1.0, size)
