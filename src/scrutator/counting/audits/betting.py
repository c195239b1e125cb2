"""The test of an audit: a fortune that cannot grow on average while the outcome is wrong.

The fortune M starts at 1. Each draw of a station, in proportion to its bound, gives x = 1 − taint ≥ 0,
and multiplies M by 1 + λ(x − μ) with μ = 1 − 1/U, the largest mean x can have if the outcome is wrong.
By Ville's inequality M ever reaches 1/α with probability at most α: one may look after every draw. The
bet is a fixed part f of the largest, λ = f/μ, written in the plan before the seed is drawn; f = 1 is
Kaplan–Markov, which a single taint of 1 ends for ever. Sources: Stark, "ALPHA" (2022); Waudby-Smith and
Ramdas, "Estimating means of bounded random variables by betting" (2023).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutator.errors import ScrutatorError


class AuditTest(StrEnum):
    """Which test the plan names."""

    FIXED_BET = "fixed_bet"
    KAPLAN_MARKOV = "kaplan_markov"


DEFAULT_PART = Fraction(9, 10)


@dataclass(frozen=True)
class Bet:
    """A test with its part f of the largest bet."""

    test: AuditTest = AuditTest.FIXED_BET
    part: Fraction = DEFAULT_PART

    def __post_init__(self) -> None:
        largest = self.part == 1
        if not 0 < self.part <= 1 or largest != (self.test is AuditTest.KAPLAN_MARKOV):
            what = f"{float(self.part):g} is no bet of the test {self.test.value}"
            remedy = (
                "Leave the bet out: kaplan_markov stakes the whole."
                if self.test is AuditTest.KAPLAN_MARKOV
                else "Give a part above 0 and below 1; the whole, 1, is the test kaplan_markov."
            )
            raise ScrutatorError("C14", what, remedy=remedy)

    @property
    def text(self) -> str:
        if self.test is AuditTest.KAPLAN_MARKOV:
            return "Kaplan–Markov (the largest bet)"
        return f"fixed bet, {float(self.part):g} of the largest"


DEFAULT_BET = Bet()


@dataclass(frozen=True)
class Fortune:
    """The fortune after some draws and the largest on the way, both exact."""

    now: Fraction
    largest: Fraction

    @property
    def risk(self) -> Fraction:
        """The measured risk p = 1/max M, at most 1: valid whenever one looks."""
        return 1 / self.largest


def fortune(total_bound: Fraction, taints: Sequence[Fraction], bet: Bet) -> Fortune:
    """Answer: what has the test gained after these draws, in their order?

    A negative taint counts as 0, which only raises the risk. Raises C14 for a taint above 1: the bound
    was none, and no test has a meaning (two negative factors would look like evidence).
    """
    if any(one > 1 for one in taints):
        raise ScrutatorError("C14", "a taint is above 1: a bound was broken, the audit cannot confirm")
    mean = null_mean(total_bound)
    # `top/bottom` is the fortune as a part of the largest so far: whole numbers without common factors
    # being sought at each step, so that thousands of draws take no time.
    most = [1, 1]
    top = bottom = 1
    for one in taints:
        factor = 1 - bet.part + bet.part * (1 - max(one, Fraction(0))) / mean
        top, bottom = top * factor.numerator, bottom * factor.denominator
        if top >= bottom:
            most = [most[0] * top, most[1] * bottom]
            top = bottom = 1
    largest = Fraction(most[0], most[1])
    return Fortune(largest * Fraction(top, bottom), largest)


def null_mean(total_bound: Fraction) -> Fraction:
    """μ = 1 − 1/U. Raises C14 when no station can hold an error, so that there is nothing to test."""
    if total_bound <= 1:
        raise ScrutatorError("C14", f"a total bound of {float(total_bound):g}: no station can hold a vote")
    return 1 - 1 / total_bound


def draws_needed(
    total_bound: Fraction | float, limit: Fraction, bet: Bet = DEFAULT_BET, *, start: Fraction | int = 1
) -> int:
    """Answer: how many draws reach the limit if every copy agrees? By formula, from a fortune of `start`.

    ⌈ln(1/(α · start))/ln(1 + f/(U − 1))⌉, at least 0.
    """
    # Logarithms of whole numbers: a fortune may be smaller or larger than any float.
    wanted = -math.log(limit) - math.log(start.numerator) + math.log(start.denominator)
    growth = math.log1p(float(bet.part) / float(total_bound - 1))
    return max(0, math.ceil(wanted / growth))
