"""How many cards an audit is expected to need, and its risk by the closed form of a comparison.

Sources: Lindeman, Stark and Yates, "BRAVO" (2012); Stark, "Super-simple simultaneous single-ballot
risk-limiting audits" (2010); Zagórski et al., "Minerva" (arXiv 2008.02315).
"""

import math

from scipy.special import betainc

from scrutator.errors import ScrutatorError

GAMMA = 1.03905


def bravo_expected_ballots(winner_share: float, risk_limit: float) -> float:
    """The average sample number of a BRAVO ballot poll between two candidates.

    (ln(1/α) + z_w/2)/(p_w z_w + p_l z_l), z_w = ln 2p_w, z_l = ln 2p_l.
    """
    loser = 1 - winner_share
    up, down = math.log(2 * winner_share), math.log(2 * loser)
    return (math.log(1 / risk_limit) + up / 2) / (winner_share * up + loser * down)


def comparison_risk(
    draws: int,
    margin: float,
    gamma: float = GAMMA,
    *,
    over_one: int = 0,
    over_two: int = 0,
    under_one: int = 0,
    under_two: int = 0,
) -> float:
    """Kaplan–Markov p-value of a ballot comparison audit (Stark 2010, "super-simple")."""
    risk = (1 - margin / (2 * gamma)) ** draws
    risk *= (1 - 1 / (2 * gamma)) ** -over_one * (1 - 1 / gamma) ** -over_two
    return min(1.0, risk * (1 + 1 / (2 * gamma)) ** -under_one * (1 + 1 / gamma) ** -under_two)


def comparison_draws(
    risk_limit: float, margin: float, gamma: float = GAMMA, *, over_one: int = 0, over_two: int = 0
) -> int:
    """The sample of a ballot comparison audit that meets the limit with these overstatements.

    The closed form with −m/2γ for ln(1 − m/2γ), which never gives too small a sample.
    """
    needed = math.log(risk_limit) + over_one * math.log(1 - 1 / (2 * gamma))
    needed += over_two * math.log(1 - 1 / gamma)
    return max(over_one + over_two, math.ceil(-2 * gamma * needed / margin))


MOST_CARDS = 2**31


def first_round(winner_share: float, risk_limit: float, chance: float = 0.9) -> int:
    """Answer: the smallest first round of Minerva or Providence that stops with this chance, if all is right?

    In a first round both have one rule: stop at k winner's cards of n when P(≥ k | tie) is at most the limit
    times P(≥ k | report). The chance goes up and down with n; the first n that reaches it is given. Raises
    C14 for a tie, or a lead so small that no round of 2 ** 31 cards would do: count all.
    """
    if not 0.5 < winner_share <= 1:
        raise ScrutatorError("C14", "a tie, or no lead at all: count all")
    if winner_share == 1:
        return math.ceil(math.log(risk_limit) / math.log(0.5))
    # The chance at n rises by little and falls by as much when the stopping number moves: from far below
    # the answer every n is tried.
    end = 1
    while _stops(end, winner_share, risk_limit) < chance:
        end *= 2
        if end > MOST_CARDS:
            raise ScrutatorError("C14", "the lead is too small for any round: count all")
    start = _certainly_below(end // 2, end, winner_share, risk_limit, chance)
    return next(n for n in range(start, end + 1) if _stops(n, winner_share, risk_limit) >= chance)


def _certainly_below(low: int, high: int, share: float, limit: float, chance: float) -> int:
    """A number of cards from which to try one by one, well below the first that may reach the chance."""
    while high - low > 64:
        middle = (low + high) // 2
        if max(_stops(n, share, limit) for n in range(middle, middle + 32)) < chance:
            low = middle
        else:
            high = middle
    return max(low - 256, 1)


def _stops(cards: int, share: float, limit: float) -> float:
    """The chance, if the report is true, that a first round of so many cards stops the audit."""
    low, high = cards // 2, cards + 1
    while low < high:
        middle = (low + high) // 2
        if _tail(middle, cards, 0.5) <= limit * _tail(middle, cards, share):
            high = middle
        else:
            low = middle + 1
    return _tail(low, cards, share) if low <= cards else 0.0


def _tail(least: int, cards: int, share: float) -> float:
    """P(at least so many winner's cards)."""
    return float(betainc(least, cards - least + 1, share)) if 0 < least <= cards else float(least <= 0)
