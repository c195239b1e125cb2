"""The ladder: from the weakest assumption about honest voting to the strongest, what each leaves possible.

Each rung keeps the assumptions of those before it. Nothing here says that votes were added: the least is the
number that must have been if the rung's assumption is true, and honest elections break assumptions too. How
often each rung was wrong in made-up elections stands beside it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import numpy as np

from scrutator.forensics.bounds.falling_off import least_by_turnout
from scrutator.forensics.bounds.stations import stations_of
from scrutator.forensics.bounds.steady_share import (
    Steady,
    least_by_share,
    measure,
    most_by_share,
)
from scrutator.forensics.inputs.results import UNKNOWN, StationResults

STEADY = Steady(1.5, 2.0, 1.0)
STEADIER = Steady(1.25, 1.0, 0.0)
ASSUMPTIONS: Mapping[str, str] = {
    "register": "no station has more ballots than registered voters",
    "falls off": "and from 6 points above the middle of its region higher turnout only becomes rarer",
    "no heavier above": "and no more voters lie far above the middle than as far below it",
    "steady support": (
        "and support rises with turnout at most 1.5 times as fast above the middle as below it, the stations "
        "up to the middle being as counted"
    ),
    "steadier support": "and it rises at most 1.25 times as fast, and does not fall",
}


@dataclass(frozen=True)
class Rung:
    """One rung: at least and at most so many votes were added for the leader, if its assumption is true."""

    name: str
    assumes: str
    least: float
    most: float


@dataclass(frozen=True)
class Ladder:
    """All rungs, weakest first, and what they were computed on; shares are of all ballots."""

    rungs: tuple[Rung, ...]
    leader_votes: int
    ballots: int
    ballots_looked_at: int
    slope_below: float
    slope_error: float

    def share(self, votes: float) -> float:
        """So many votes in parts of all ballots."""
        return votes / self.ballots if self.ballots else 0.0


def ladder(results: StationResults) -> Ladder:
    """Answer: at least and at most how many votes were added for the leader, rung by rung?

    Votes, not stations. Registers and ballots cast are needed; raises F03 without, or when no region has 20
    stations of 50 voters. A vote moved from another list counts for more than one added.
    """
    stations = stations_of(results)
    told = measure(stations)
    least = {
        "register": _above_register(results),
        "falls off": least_by_turnout(stations, tails=False),
        "no heavier above": least_by_turnout(stations, tails=True),
    }
    most = dict.fromkeys(least, float(stations.all_votes))
    left_out = stations.all_votes - float(stations.leader.sum())
    for name, steady in (("steady support", STEADY), ("steadier support", STEADIER)):
        least[name] = least_by_share(stations, told, steady.steepest(told))
        most[name] = min(stations.all_votes, most_by_share(stations, told, -steady.fall) + left_out)
    lows, highs = accumulate(least.values(), max), accumulate(most.values(), min)
    rungs = (
        Rung(name, ASSUMPTIONS[name], low, high) for name, low, high in zip(least, lows, highs, strict=True)
    )
    looked_at = int(stations.box.sum())
    return Ladder(tuple(rungs), stations.all_votes, stations.all_ballots, looked_at, told.slope, told.error)


def _above_register(results: StationResults) -> float:
    registered, cast = results["registered"], results["ballots_cast"]
    known = (registered != UNKNOWN) & (cast != UNKNOWN)
    return float(np.maximum(cast - registered, 0)[known].sum())


def contradictory(rung: Rung) -> bool:
    """Whether the bounds cross: the rung's assumptions cannot all be true of this election."""
    return rung.least > rung.most


@cache
def stored_coverage() -> Mapping[str, Any]:
    """How often each rung held in made-up elections, as `tools/ladder_coverage.py` measured it."""
    text = (files("scrutator.forensics.bounds") / "coverage.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def to_plain(found: Ladder) -> dict[str, Any]:
    """The ladder as plain JSON values, each rung with its measured coverage."""
    measured = stored_coverage()["rungs"]
    rungs = [
        {
            "rung": one.name,
            "assumes": one.assumes,
            "least": round(one.least),
            "most": round(one.most),
            "least_percent": 100 * found.share(one.least),
            "most_percent": 100 * found.share(one.most),
            "assumptions_contradict": contradictory(one),
            "coverage": measured[one.name],
        }
        for one in found.rungs
    ]
    return {
        "rungs": rungs,
        "leader_votes": found.leader_votes,
        "ballots": found.ballots,
        "ballots_looked_at": found.ballots_looked_at,
        "slope_below_the_middle": found.slope_below,
        "slope_standard_error": found.slope_error,
    }
