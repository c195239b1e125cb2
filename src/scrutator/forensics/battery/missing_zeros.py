"""Missing zeros: a small list with many ones and twos in a district, but hardly a station without a vote.

Where a list draws a vote or two per station, chance leaves some stations with none. Given how many
stations lie at 0, 1 or 2 votes and the votes on them, the number of zeros among equal Poisson stations has
an exact law (their number and sum are sufficient). Stations that differ in size or support only have more
zeros: each step from (1, 1) to (0, 2) majorises, so Muirhead's inequality raises its odds whatever the
means are. The lower tail is therefore valid for any mixture. People who write protocols by hand give every
list "at least one". Votes are binomial, which is Poisson but for 1/ballots of its variance.

The pattern was noticed by A. Kireev; the published rule for 2021 (more than 20 ones, more than 20 twos,
fewer than 10 zeros; dkobak/elections, analysis/duma2021) is `published_rule`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.multiplicity import benjamini_hochberg
from scrutator.forensics.inputs.results import COUNT_COLUMNS, UNKNOWN, FloatArray, StationResults, sum_by

# Fewer low counts than this cannot show anything after the correction for many districts.
SMALLEST_LOW_COUNTS = 20


@dataclass(frozen=True)
class MissingZeros:
    """One list in one district: stations with 0, 1 and 2 votes, zeros expected at least, exact p."""

    district: str
    votes_of: str
    zeros: int
    ones: int
    twos: int
    expected_zeros: float
    p: float
    p_adjusted: float

    @property
    def published_rule(self) -> bool:
        """Whether the rule published for 2021 names it."""
        return self.ones > 20 and self.twos > 20 and self.zeros < 10


def other_lists(results: StationResults) -> tuple[str, ...]:
    """The columns of votes that were read beside the uniform ones."""
    return tuple(name for name in results.counts if name not in COUNT_COLUMNS)


def missing_zeros(results: StationResults) -> list[MissingZeros]:
    """Every list in every district with 20 or more stations at 0 to 2 votes, most surprising first.

    All rows with known votes count; an empty box only adds a zero. p is corrected for the number of lists
    × districts looked at (Benjamini and Hochberg). Raises F03 when no lists were read or none is
    small anywhere.
    """
    names = other_lists(results)
    if not names:
        raise ScrutatorError("F03", "missing zeros need the votes of small lists; name them with --list")
    districts = len(results.district_names)
    found = []
    for name in names:
        votes = results[name]
        known = votes != UNKNOWN
        low = np.stack([sum_by(results.district, known & (votes == k), districts) for k in range(3)], axis=1)
        for code in np.flatnonzero((low.sum(axis=1) >= SMALLEST_LOW_COUNTS) & (low[:, 1] + low[:, 2] > 0)):
            zeros, ones, twos = (int(value) for value in low[code])
            found.append(
                (results.district_names[code], name, zeros, ones, twos, *zeros_law(zeros, ones, twos))
            )
    if not found:
        raise ScrutatorError("F03", "no list has few enough votes for missing zeros", where=results.name)
    adjusted = benjamini_hochberg(np.array([row[-1] for row in found]))
    rows = [MissingZeros(*row, float(p)) for row, p in zip(found, adjusted, strict=True)]
    return sorted(rows, key=lambda row: (row.p, row.district, row.votes_of))


def zeros_law(zeros: int, ones: int, twos: int) -> tuple[float, float]:
    """The expected zeros and P(as few or fewer), given the stations at 0 to 2 and the votes on them.

    With N stations and S votes, j twos leave S − 2j ones and N − S + j zeros; under one Poisson law j has
    probability ∝ 2^−j / ((N−S+j)! (S−2j)! j!). Mixtures of Poisson laws have more zeros.
    """
    stations, votes = zeros + ones + twos, ones + 2 * twos
    j: FloatArray = np.arange(max(0, votes - stations), votes // 2 + 1, dtype=np.float64)
    empty = stations - votes + j
    logs = -j * np.log(2) - gammaln(empty + 1) - gammaln(votes - 2 * j + 1) - gammaln(j + 1)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    return float(np.sum(weights * empty)), float(min(np.sum(weights[empty <= zeros]), 1.0))
