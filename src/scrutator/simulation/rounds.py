"""An honest second result at the same stations: a second round, or another contest of the same day."""

from dataclasses import dataclass

import numpy as np

from scrutator.simulation.votes import Votes


@dataclass(frozen=True)
class Turnover:
    """How many of the first round's voters stay at home; as many others come, `more` times as many.

    `noise` is the standard deviation, on the log scale, by which stations differ in who comes.
    """

    name: str
    leave: float
    more: float = 1.0
    noise: float = 0.3


TURNOVERS = (
    Turnover("few change", 0.05, noise=0.1),
    Turnover("some change", 0.2),
    Turnover("many change", 0.5, 1.1),
)


def second_round(votes: Votes, turnover: Turnover, rng: np.random.Generator) -> Votes:
    """The two leading lists again: their voters mostly return, the others' and those who come divide.

    Those who come divide as the station's own first round did; one in twenty voters of the finalists crosses.
    """
    stay = rng.binomial(votes.votes, 1 - turnover.leave)
    absent = votes.registered - votes.ballots_cast
    rate = turnover.more * turnover.leave * votes.ballots_cast.sum() / max(int(absent.sum()), 1)
    come = rng.binomial(absent, np.clip(rate * np.exp(rng.normal(0, turnover.noise, len(absent))), 0, 1))
    final = votes.votes[:, 0] + votes.votes[:, 1]
    share = (votes.votes[:, 0] + 1) / (final + 2)
    crossed = rng.binomial(stay[:, :2], 0.05)
    moved = rng.binomial(stay[:, 2:].sum(axis=1) + come, share)
    kept = stay[:, 0] - crossed[:, 0] + crossed[:, 1]
    others = stay[:, 1] - crossed[:, 1] + crossed[:, 0] + stay[:, 2:].sum(axis=1) + come - moved
    leader = kept + moved
    invalid = rng.binomial(votes.invalid, 1 - turnover.leave)
    table = np.column_stack([leader, others])
    made = Votes(votes.lists[:2], votes.registered, table.sum(axis=1) + invalid, invalid, table)
    made.check()
    return made


SPLITS = (0.03, 0.2)
"""Parts of the voters who vote for other lists in the day's other contest."""


def second_contest(votes: Votes, split: float, rng: np.random.Generator) -> Votes:
    """Another contest of the same day: the same ballots, and part of the voters choose anew."""
    anew = rng.binomial(votes.votes, split)
    chances = (votes.votes + 1) / (votes.votes + 1).sum(axis=1, keepdims=True)
    table = votes.votes - anew + rng.multinomial(anew.sum(axis=1), chances)
    made = Votes(votes.lists, votes.registered, votes.ballots_cast, votes.invalid, table)
    made.check()
    return made
