"""Papers that move whole: a surplus takes some papers of each sub-parcel, and which ones is left to the pile.

The numbers of papers that move are exact (the law's proportion, largest fractions). Which papers they are
depends on how the papers were mixed and filed, so ballots alone do not tell; a parcel of which only a part
moved is known by its size and by what it may hold. Sorting such a parcel is possible as long as all it may
hold goes to the same candidate; beyond that the count is not determined.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scrutator.law.arithmetic.quotas import pick_largest
from scrutator.law.ballots.fractional import Movement
from scrutator.law.ballots.marks import Readable

Preferences = tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """So many papers of those in `holds`: all of them, or a part of which only the number is known."""

    size: int
    holds: Mapping[Preferences, int]


Parcel = tuple[Piece, ...]
"""What a candidate received at once."""


class NotDeterminedError(Exception):
    """The ballots do not say how a parcel is to be sorted."""


class OpenFractionError(Exception):
    """Equal fractions of a surplus, which a lot must settle: the candidates, and how many papers are left."""

    def __init__(self, between: tuple[int, ...], places: int) -> None:
        super().__init__("equal fractions of a surplus")
        self.between, self.places = between, places


Settle = Callable[[tuple[int, ...], int], Collection[int]]
"""Which of these candidates a lot on record draws for so many places; none when there is no such lot."""


class WholePapers:
    """The parcels of every candidate, in the order in which they came."""

    def __init__(self, readable: Readable, candidates: int, settle: Settle) -> None:
        papers = dict(zip(readable.preferences, readable.papers, strict=True))
        self._start: Parcel = (Piece(readable.valid, papers),)
        self._of: dict[int, list[Parcel]] = {one: [] for one in range(candidates)}
        self._settle = settle

    def first(self, continuing: Collection[int]) -> Movement:
        """Sort all papers by their first preference for a candidate who stands."""
        return self._give(_sorted(self._start, continuing))

    def surplus(
        self, candidate: int, surplus: Fraction, total: Fraction, continuing: Collection[int]
    ) -> Movement:
        """Move a surplus from the parcel received last. Raises NotDeterminedError, OpenFractionError."""
        parts = _sorted(self._of[candidate][-1], continuing)
        movable = {name: parcel for name, parcel in parts.items() if name >= 0}
        sizes = {name: _size(parcel) for name, parcel in movable.items()}
        if sum(sizes.values()) <= surplus:
            return self._give(movable)
        taken = _proportional(sizes, int(surplus), self._settle)
        return self._give({name: (_part(parcel, taken[name]),) for name, parcel in movable.items()})

    def everything(self, candidate: int, continuing: Collection[int]) -> Movement:
        """Move all papers of an excluded candidate. Raises NotDeterminedError."""
        together = tuple(piece for parcel in self._of[candidate] for piece in parcel)
        parts = _sorted(together, continuing)
        self._of[candidate] = []
        return self._give(parts)

    def _give(self, parts: Mapping[int, Parcel]) -> Movement:
        given = {name: parcel for name, parcel in parts.items() if name >= 0 and _size(parcel)}
        for name, parcel in given.items():
            self._of[name].append(parcel)
        return Movement({name: Fraction(_size(parcel)) for name, parcel in given.items()})


def _size(parcel: Parcel) -> int:
    return sum(piece.size for piece in parcel)


def _part(parcel: Parcel, size: int) -> Piece:
    """Some papers of a parcel: which ones is known only where all of them are alike or all are taken."""
    holds: dict[Preferences, int] = {}
    for piece in parcel:
        for preferences, papers in piece.holds.items():
            holds[preferences] = holds.get(preferences, 0) + papers
    return Piece(size, dict.fromkeys(holds, size) if len(holds) == 1 else holds)


def _sorted(parcel: Parcel, continuing: Collection[int]) -> dict[int, Parcel]:
    """The parcel by next preference, -1 for papers without one. Raises NotDeterminedError."""
    found: dict[int, Parcel] = {}
    for piece in parcel:
        for name, part in _sorted_piece(piece, continuing).items():
            found[name] = (*found.get(name, ()), part)
    return found


def _sorted_piece(piece: Piece, continuing: Collection[int]) -> dict[int, Piece]:
    found: dict[int, dict[Preferences, int]] = {}
    for preferences, papers in piece.holds.items():
        rest = tuple(one for one in preferences if one in continuing)
        held = found.setdefault(rest[0] if rest else -1, {})
        held[rest[1:]] = held.get(rest[1:], 0) + papers
    if len(found) == 1:
        ((name, holds),) = found.items()
        return {name: _part((Piece(piece.size, holds),), piece.size)}
    if piece.size != sum(piece.holds.values()):
        raise NotDeterminedError("it depends on which papers were moved earlier")
    return {name: Piece(sum(holds.values()), holds) for name, holds in found.items()}


def _proportional(sizes: Mapping[int, int], surplus: int, settle: Settle) -> dict[int, int]:
    """The surplus shared in proportion to the sub-parcels, the largest fractions first."""
    total = sum(sizes.values())
    shared = {name: size * surplus // total for name, size in sizes.items()}
    names = list(sizes)
    rests = [(sizes[name] * surplus % total, at) for at, name in enumerate(names)]
    winners, tied, places = pick_largest(rests, surplus - sum(shared.values()))
    more = {names[at] for at in winners}
    if tied:
        between = tuple(names[at] for at in tied)
        drawn = settle(between, places)
        if not drawn:
            raise OpenFractionError(between, places)
        more |= set(drawn)
    return {name: count + (name in more) for name, count in shared.items()}
