"""Papers that move at fractions of a vote: weighted inclusive Gregory, and Gregory on the last parcel.

Papers with the same preferences move together, in arrays; values are exact fractions, cut to the law's
decimals where it has any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from scrutator.law.ballots.marks import Readable
from scrutator.law.ballots.rules import CountKeys, Transfer

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Movement:
    """Votes that candidates gain by a transfer, by place in the list of candidates.

    `value` is what a paper that was worth 1 moves at, when it moves at less.
    """

    gains: Mapping[int, Fraction]
    value: Fraction | None = None


def cut(value: Fraction, decimals: int | None) -> Fraction:
    """The value to so many decimals, any remainder being ignored; exact when the law names none."""
    if decimals is None:
        return value
    scale = 10**decimals
    return Fraction(value * scale // 1, scale)


class FractionalPapers:
    """Where every paper lies, at which value, and with which transfer it came."""

    def __init__(self, readable: Readable, candidates: int, keys: CountKeys) -> None:
        lengths = np.fromiter(map(len, readable.preferences), np.int64, len(readable.preferences))
        rows = chain.from_iterable((*one, -1) for one in readable.preferences)
        self._marks = np.fromiter(rows, np.int32, int(lengths.sum()) + len(lengths))
        self._papers = np.array(readable.papers, np.int64)
        self._at = np.concatenate(([0], np.cumsum(lengths + 1)[:-1])).astype(np.int64)
        self._holder = np.full(len(lengths), -1, np.int32)
        self._value = np.zeros(len(lengths), np.int32)
        self._values = [Fraction(1)]
        self._parcel = np.zeros(len(lengths), np.int32)
        self._parcels = 0
        self._candidates, self._keys = candidates, keys

    def first(self, continuing: Collection[int]) -> Movement:
        """Sort all papers by their first preference for a candidate who stands."""
        return Movement(self._move(np.arange(len(self._papers)), continuing, {0: 0}))

    def surplus(
        self, candidate: int, surplus: Fraction, total: Fraction, continuing: Collection[int]
    ) -> Movement:
        """Move a surplus; what is not moved stays with the candidate or is lost, as the quota leaves it."""
        rows = np.flatnonzero(self._holder == candidate)
        if self._keys.transfer is Transfer.LAST_PARCEL:
            rows = rows[self._parcel[rows] == self._parcel[rows].max()]
            share = self._share_of_parcel(rows, surplus, continuing)
            changed = {old: self._known(min(self._values[old], share)) for old in self._values_of(rows)}
        else:
            decimals = self._keys.decimals
            changed = {
                old: self._known(cut(surplus * self._values[old] / total, decimals))
                for old in self._values_of(rows)
            }
        gains = self._move(rows, continuing, changed)
        return Movement(gains, self._values[changed[0]] if 0 in changed else None)

    def everything(self, candidate: int, continuing: Collection[int]) -> Movement:
        """Move all papers of an excluded candidate at the values they have, the highest value first."""
        rows = np.flatnonzero(self._holder == candidate)
        gains: dict[int, Fraction] = {}
        for old in sorted(self._values_of(rows), key=lambda one: -self._values[one]):
            part = rows[self._value[rows] == old]
            for name, gain in self._move(part, continuing, {old: old}).items():
                gains[name] = gains.get(name, Fraction(0)) + gain
        return Movement(gains)

    def _share_of_parcel(self, rows: Ints, surplus: Fraction, continuing: Collection[int]) -> Fraction:
        """The surplus divided by the papers of the parcel that can move; 1 when it is not less."""
        self._advance(rows, continuing)
        movable = int(self._papers[rows[self._marks[self._at[rows]] >= 0]].sum())
        return min(Fraction(1), cut(surplus / movable, self._keys.decimals)) if movable else Fraction(1)

    def _values_of(self, rows: Ints) -> list[int]:
        return [int(one) for one in np.unique(self._value[rows])]

    def _known(self, value: Fraction) -> int:
        """The place of this value among those that occur."""
        if value not in self._values:
            self._values.append(value)
        return self._values.index(value)

    def _advance(self, rows: Ints, continuing: Collection[int]) -> None:
        """Go on to the next preference for a continuing candidate, or to the end of the paper."""
        gone = np.ones(self._candidates + 1, bool)
        gone[list(continuing)] = False
        gone[-1] = False  # the end mark, -1
        while True:
            later = rows[gone[self._marks[self._at[rows]]]]
            if not len(later):
                return
            self._at[later] += 1
            rows = later

    def _move(
        self, rows: Ints, continuing: Collection[int], changed: Mapping[int, int]
    ) -> dict[int, Fraction]:
        """Hand these papers to the next candidate at their changed values; what each gains."""
        self._advance(rows, continuing)
        to = self._marks[self._at[rows]]
        gains: dict[int, Fraction] = {}
        for old, new in changed.items():
            mine = self._value[rows] == old
            sums = np.zeros(self._candidates + 1, np.int64)
            np.add.at(sums, to[mine], self._papers[rows[mine]])
            for name in np.flatnonzero(sums[:-1]):
                gain = self._values[new] * int(sums[name])
                gains[int(name)] = gains.get(int(name), Fraction(0)) + gain
        self._parcels += 1
        table = np.zeros(len(self._values), np.int32)
        table[list(changed)] = list(changed.values())
        self._holder[rows], self._parcel[rows] = to, self._parcels
        self._value[rows] = table[self._value[rows]]
        return gains
