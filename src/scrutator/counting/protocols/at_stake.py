"""Which stations to look at first: those where the most ballots hang on a fault or a difference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.counting.protocols.checking import Protocols
from scrutator.counting.protocols.differences import Difference
from scrutator.counting.protocols.reconciliation import MarginEffect
from scrutator.counting.protocols.relations import Checked


@dataclass(frozen=True)
class FailingStation:
    """A protocol that fails control relations: the ballots of the largest failure, and which fail."""

    station: str
    ballots: int
    hard: tuple[str, ...]
    soft: tuple[str, ...]


def failing_stations(protocols: Protocols, checked: Sequence[Checked]) -> tuple[FailingStation, ...]:
    """Stations that fail a relation; hard failures first, then by ballots of the largest, then by name.

    The ballots of a failure are |left − right|.
    """
    violated = np.array([one.violated for one in checked], dtype=bool).reshape(len(checked), -1)
    gaps = np.array([np.abs(one.difference) for one in checked]).reshape(len(checked), -1)
    found = []
    for row in np.flatnonzero(violated.any(axis=0)).tolist():
        failing = [one for one, bad in zip(checked, violated[:, row].tolist(), strict=True) if bad]
        hard, soft = (
            tuple(one.relation.name for one in failing if one.relation.kind == kind)
            for kind in ("hard", "soft")
        )
        ballots = int(gaps[violated[:, row], row].max())
        found.append(FailingStation(protocols.stations[row], ballots, hard, soft))
    return tuple(sorted(found, key=lambda one: (not one.hard, -one.ballots, one.station)))


def all_zero(protocols: Protocols) -> tuple[str, ...]:
    """Stations whose every figure that is known is 0: they pass every relation between sums."""
    figures = [*protocols.lines.values(), *protocols.votes.values()]
    if not figures:
        return ()
    zero = np.logical_and.reduce([values == 0 for values in figures])
    return tuple(name for name, one in zip(protocols.stations, zero.tolist(), strict=True) if one)


def votes_at_stake(difference: Difference) -> int:
    """How far the difference can move the margin between two lists, or a list's own total.

    The largest amount less the smallest, 0 for what is not listed among them.
    """
    amounts = (*difference.amounts.values(), 0)
    return max(amounts) - min(amounts)


def turned(effect: MarginEffect) -> bool:
    """Whether the copies put the two lists in another order than the official protocols, or level."""
    return effect.net != 0 and (effect.published == 0 or effect.net >= effect.published)


def by_votes_at_stake(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """The stations that differ, the most votes at stake first, then by name."""
    differing = [one for one in differences if any(one.amounts.values())]
    return tuple(sorted(differing, key=lambda one: (-votes_at_stake(one), one.station)))
