"""Ballot polls by rounds: Minerva, whose schedule is fixed beforehand, and Providence, whose rounds are not.

Two candidates; cards for neither are left out. A round's risk compares how likely as many winner's cards are
under a tie and under the reported share. Sources: Zagórski et al., "Minerva" (arXiv 2008.02315); Broadrick et
al., "Providence" (arXiv 2210.08717).
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom

from scrutator.counting.arrays import Floats

Round = tuple[int, int]
"""Cumulative cards for the pair, and those of them for the reported winner."""


def minerva_risk(reported: float, rounds: Sequence[Round], limit: float) -> float:
    """Answer: the risk at the last of these rounds, if none before it stopped.

    Histories that an earlier round would have stopped are cut off in both laws. May not be looked at between
    rounds: looked at after every card a limit of 10 % is passed by 38.9 % of ties.
    """
    risk, before = 1.0, 0
    tied, as_reported = np.ones(1), np.ones(1)
    for cards, winner in rounds:
        tied = np.convolve(tied, _law(cards - before, 0.5))
        as_reported = np.convolve(as_reported, _law(cards - before, reported))
        tails = _tails(tied), _tails(as_reported)
        risk = _ratio(tails, winner)
        stop = next((k for k in range(cards + 1) if _ratio(tails, k) <= limit), cards + 1)
        tied, as_reported, before = tied[:stop], as_reported[:stop], cards
    return min(risk, 1.0)


def providence_risk(reported: float, rounds: Sequence[Round]) -> float:
    """Answer: the risk at the last of these rounds; each size may be chosen after seeing those before."""
    earlier_cards, earlier_winner = rounds[-2] if len(rounds) > 1 else (0, 0)
    cards, winner = rounds[-1][0] - earlier_cards, rounds[-1][1] - earlier_winner
    lost = earlier_cards - earlier_winner
    before = earlier_winner * np.log(2 * reported) + lost * np.log(2 * (1 - reported))
    tail = binom.logsf(winner - 1, cards, reported) - binom.logsf(winner - 1, cards, 0.5)
    return float(min(np.exp(-(before + tail)), 1.0))


def _law(cards: int, share: float) -> Floats:
    return np.asarray(binom.pmf(np.arange(cards + 1), cards, share))


def _tails(law: Floats) -> Floats:
    """P(as many or more) at each number of winner's cards."""
    return np.cumsum(law[::-1])[::-1]


def _ratio(tails: tuple[Floats, Floats], winner: int) -> float:
    tied, as_reported = tails
    if winner >= len(as_reported) or as_reported[winner] <= 0:
        return 1.0
    return float(tied[winner] / as_reported[winner])
