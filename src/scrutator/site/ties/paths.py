"""The shortest way from one actor to every other, over ties as sources state them, whichever way they point.

Of two ways of the same length the one with fewer alleged ties goes first, then the one whose ties come first
in the order of their ids: the order of rows decides nothing.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heappop, heappush

from scrutator.record.nouns.actors import Link

FARTHEST = 4
"""Ties of a way that is shown; most people are tied to most others by a longer one, which says nothing."""


@dataclass(frozen=True)
class Step:
    """One tie of a way, and the actor it leads to."""

    tie: Link
    to: str


@dataclass(frozen=True)
class Way:
    """The way to one actor: its steps from here to there, and how many ways of this length there are."""

    to: str
    steps: tuple[Step, ...]
    as_short: int

    @property
    def alleged(self) -> int:
        """How many of its ties are alleged only."""
        return sum(step.tie.status == "alleged" for step in self.steps)


def ways_from(start: str, ties: Sequence[Link], wanted: Set[str]) -> tuple[tuple[Way, ...], int]:
    """The ways to those of the wanted actors that are two to four ties away, the nearest first; how many of
    them are farther away.

    Who is tied directly is left out: the ties themselves say it. Of ways of one length, each is counted once
    however many ties two neighbours on it share.
    """
    beside = neighbours(ties)
    order = _distances(start, beside)
    counts = _counts(start, order, beside)
    best: dict[str, tuple[int, tuple[str, ...]]] = {start: (0, ())}
    steps: dict[str, tuple[Step, ...]] = {start: ()}
    for actor, distance in sorted(order.items(), key=lambda one: (one[1], one[0])):
        for tie in beside[actor] if actor != start else ():
            before = tie.target if tie.origin == actor else tie.origin
            if order.get(before) != distance - 1:
                continue
            alleged, ids = best[before]
            found = (alleged + (tie.status == "alleged"), (*ids, tie.id))
            if actor not in best or found < best[actor]:
                best[actor], steps[actor] = found, (*steps[before], Step(tie, actor))
    reached = {actor: away for actor, away in order.items() if actor in wanted}
    shown = [
        Way(actor, steps[actor], counts[actor]) for actor, away in reached.items() if 2 <= away <= FARTHEST
    ]
    farther = sum(away > FARTHEST for away in reached.values())
    return tuple(sorted(shown, key=lambda way: (len(way.steps), way.alleged, way.to))), farther


def neighbours(ties: Sequence[Link]) -> Mapping[str, list[Link]]:
    """Every actor's ties to others."""
    found: dict[str, list[Link]] = {}
    for tie in ties:
        if tie.origin != tie.target:
            found.setdefault(tie.origin, []).append(tie)
            found.setdefault(tie.target, []).append(tie)
    return found


def _distances(start: str, beside: Mapping[str, list[Link]]) -> dict[str, int]:
    """How many ties away each actor is that can be reached."""
    found: dict[str, int] = {}
    heap = [(0, start)]
    while heap:
        away, actor = heappop(heap)
        if actor in found:
            continue
        found[actor] = away
        for tie in beside.get(actor, ()):
            for other in (tie.origin, tie.target):
                if other not in found:
                    heappush(heap, (away + 1, other))
    return found


def _counts(start: str, order: Mapping[str, int], beside: Mapping[str, list[Link]]) -> dict[str, int]:
    """How many shortest ways lead to each actor, by the actors on them."""
    counts = {start: 1}
    for actor, away in sorted(order.items(), key=lambda one: (one[1], one[0])):
        if actor != start:
            before = {one for tie in beside[actor] for one in (tie.origin, tie.target)}
            counts[actor] = sum(counts[one] for one in before if order.get(one) == away - 1)
    return counts
