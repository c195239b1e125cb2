"""A night of arrivals: when each drawn station's report comes in, and which never do.

The delay is log-logistic, as in the study of the Mexican nights of 2012 and 2018
(github.com/cotecora-team-2/quickcountmx, simulate_arrivals): it grows with the register, in the
country, by region, and, if `vote_effect` is not 0, with the vote itself. No weighting can repair that
last part.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.simulation.country import BoolArray, Country, FloatArray, IntArray
from scrutator.simulation.votes import Votes


@dataclass(frozen=True)
class Lateness:
    """Median delay in minutes of an average urban station, and what multiplies it (log scale)."""

    median: float = 120.0
    spread: float = 0.35
    rural: float = 0.45
    size: float = 0.15
    region: float = 0.10
    vote_effect: float = 0.0
    cut_off: float = 360.0


PUNCTUAL = Lateness(rural=0.0, size=0.0, region=0.0)
BY_TYPE = Lateness()
BY_VOTE = Lateness(vote_effect=1.2)


@dataclass(frozen=True)
class Night:
    """Minutes after the close of the vote, per drawn station, and whether it came before the cut-off."""

    drawn: IntArray
    minutes: FloatArray
    arrived: BoolArray


def night_of_arrivals(
    country: Country, votes: Votes, drawn: IntArray, lateness: Lateness, rng: np.random.Generator
) -> Night:
    """When the reports of the stations `drawn` (indices into the country) come in.

    `vote_effect` multiplies the delay by exp(effect × (leader's share − its national share)).
    """
    share = votes.votes[drawn, 0] / np.maximum(votes.valid[drawn], 1)
    national = votes.votes[:, 0].sum() / votes.valid.sum()
    size = np.log(country.registered[drawn] / np.median(country.registered))
    by_region = rng.normal(0.0, lateness.region, len(country.region_names))
    shift = lateness.rural * ~country.urban[drawn] + lateness.size * size
    shift = shift + by_region[country.region[drawn]] + lateness.vote_effect * (share - national)
    chance = rng.random(len(drawn))
    noise = lateness.spread * np.log(chance / (1 - chance))
    minutes = np.round(lateness.median * np.exp(shift + noise), 1)
    return Night(drawn, minutes, minutes < lateness.cut_off)
