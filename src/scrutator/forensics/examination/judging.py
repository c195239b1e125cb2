"""The whole rule from p-values to verdicts, as it is printed and as it is calibrated.

One function for both: an error rate beside a verdict is worth something only if it was measured on the rule
that prints the verdict, with its correction for many tests, its placebos and the tests' standing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from scrutator.forensics.battery.multiplicity import holm
from scrutator.forensics.examination.verdicts import Standing, Verdict, verdict

LEAST_STATIONS = 400
"""Silence counts from so many stations: of fewer, not even one rounded in twenty would be noticed."""


@dataclass(frozen=True)
class Judged:
    """One test's adjusted p (None when its standing allows no verdict) and its verdict."""

    p_adjusted: float | None
    verdict: Verdict


def judge(
    p_values: Mapping[str, float],
    standing: Mapping[str, Standing],
    muted: Collection[str],
    stations: int = LEAST_STATIONS,
) -> dict[str, Judged]:
    """Answer: which of the tests that ran say what?

    Adjusted by Holm's rule over the tests whose standing allows a verdict; `muted` are those in which a
    placebo shows as much as the election itself. A test without a standing says nothing, and with fewer than
    `LEAST_STATIONS` stations no test's silence does.
    """
    held = {test: standing.get(test, Standing.NOT_DIAGNOSTIC) for test in p_values}
    carrying = [test for test, one in held.items() if one is not Standing.NOT_DIAGNOSTIC]
    adjusted = dict(zip(carrying, holm(np.array([p_values[test] for test in carrying])), strict=True))
    return {
        test: Judged(
            float(adjusted[test]) if test in adjusted else None,
            verdict(adjusted.get(test), _heard(held[test], stations), placebo_fires=test in muted),
        )
        for test in p_values
    }


def _heard(standing: Standing, stations: int) -> Standing:
    """In a small election a finding counts, silence does not."""
    quiet = standing is Standing.DIAGNOSTIC and stations < LEAST_STATIONS
    return Standing.CONSERVATIVE if quiet else standing


def called(judged: Mapping[str, Judged]) -> tuple[str, ...]:
    """The tests whose verdict is that chance does not explain the election."""
    return tuple(test for test, one in judged.items() if one.verdict is Verdict.NOT_BY_CHANCE)
