"""Matching copies to official protocols when they share no code: by the multiset of their figures."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from scrutator.counting.protocols.differences import Kind, classify

Record = tuple[str, tuple[int, ...]]
"""A group within which figures are compared (a state, a district) and the figures."""


@dataclass(frozen=True)
class OneField:
    """A copy without an exact partner, next to an unmatched official row that differs in one field."""

    group: str
    copy: tuple[int, ...]
    official: tuple[int, ...]
    field: int
    kind: Kind


@dataclass(frozen=True)
class Joined:
    """The outcome of a multiset join: exact pairs, one-field pairs, and what is left of the copies."""

    exact: int
    unmatched: tuple[Record, ...]
    one_field: tuple[OneField, ...]
    official_left: int


def join_by_figures(official: Sequence[Record], copies: Sequence[Record]) -> Joined:
    """Answer: which copies have the very figures of an official protocol in the same group?

    Equal figures are paired as multisets: two copies of 244/141/13 need two official rows. A match
    says that such a protocol exists there, not that it is the same station's. `unmatched` lists all
    copies without an exact partner; those of them that differ in exactly one field from an official
    row left over in the group are also in `one_field` (each official row used once, nearest first).
    """
    left = Counter(official)
    unmatched: list[Record] = []
    for copy in copies:
        if left[copy] > 0:
            left[copy] -= 1
        else:
            unmatched.append(copy)
    remaining: dict[Hashable, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for (group, figures), number in left.items():
        if number > 0:
            remaining[group][figures] += number
    found = []
    for group, figures in sorted(unmatched):
        near = _nearest(figures, remaining[group])
        if near is not None:
            partner, field = near
            remaining[group][partner] -= 1
            kind = classify(partner[field], figures[field])
            found.append(OneField(group, figures, partner, field, kind))
    exact = len(copies) - len(unmatched)
    return Joined(exact, tuple(unmatched), tuple(found), sum(left.values()))


def _nearest(
    figures: tuple[int, ...], remaining: Counter[tuple[int, ...]]
) -> tuple[tuple[int, ...], int] | None:
    near = []
    for other, number in remaining.items():
        places = [place for place, value in enumerate(other) if value != figures[place]]
        if number > 0 and len(places) == 1:
            near.append((abs(other[places[0]] - figures[places[0]]), other, places[0]))
    if not near:
        return None
    _, partner, field = min(near)
    return partner, field
