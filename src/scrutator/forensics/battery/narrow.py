"""Where the null of whole percentages does not hold: stations that differ hardly more than chance.

The null redraws every station around its own value, which widens the law of values by chance once more. Where
that law is wide that changes nothing; where it is narrower than half the distance of two targets, and no
wider than chance makes it, honest values crowd around their mean and the test fires when a target lies there:
one town whose voters are assigned to tables by the alphabet, or a country where nearly everyone votes.
"""

import numpy as np

from scrutator.forensics.inputs.results import IntArray, StationResults

NARROW = "stations that differ hardly more than chance"
BY_CHANCE = 0.5  # of the variance that chance gives; values that differ less than that are no honest ones
ONE, FIVE = 0.005, 0.025  # half the distance of targets
OF_TURNOUT = {"integer_peaks_symmetric_turnout": ONE, "integer_peaks_turnout": ONE}
OF_SHARE = {"integer_peaks_symmetric_leader_share": ONE, "integer_peaks_leader_share": ONE}
OF_EITHER = {
    "integer_peaks_symmetric_either": ONE,
    "integer_peaks_either": ONE,
    "multiples_of_five": FIVE,
    "coarse_fractions": FIVE,
}


def narrow_tests(results: StationResults) -> set[str]:
    """Answer: for which tests of percentages do this election's stations differ too little?"""
    found: set[str] = set()
    keep = results.usable() if results.has_turnout else results.countable()
    ratios = [(OF_SHARE, results["leader"][keep], results.in_box[keep])]
    if results.has_turnout:
        ratios.append((OF_TURNOUT, results["ballots_cast"][keep], results["registered"][keep]))
    for own, part, whole in ratios:
        spread = _spread(part, whole)
        found |= {test for test, step in (own | OF_EITHER).items() if spread < step}
    return found


def _spread(part: IntArray, whole: IntArray) -> float:
    """The standard deviation of a ratio over stations; infinite where they differ less than by chance."""
    if len(whole) == 0:
        return float("inf")
    values, level = part / whole, float(part.sum()) / float(whole.sum())
    by_chance = float(np.mean(level * (1 - level) / whole))
    variance = float(np.var(values))
    return float("inf") if variance < BY_CHANCE * by_chance else variance**0.5
