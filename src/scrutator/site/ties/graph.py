"""The neighbourhood of one actor as a drawing: itself in the middle, those tied to it around."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

LEAST, MOST = 3, 24  # neighbours that are worth a drawing and stay legible; others are left to the list
WIDTH, HEIGHT, RING = 640, 420, 150
LETTERS = 22  # of a line of a label


@dataclass(frozen=True)
class Node:
    """A neighbour at its place, its name in lines; `alleged`: every tie to it rests on a hostile source."""

    x: float
    y: float
    lines: tuple[str, ...]
    side: str
    alleged: bool


@dataclass(frozen=True)
class Neighbourhood:
    """The drawing's content; its template draws it."""

    centre: tuple[str, ...]
    nodes: tuple[Node, ...]
    width: int = WIDTH
    height: int = HEIGHT


def neighbourhood(name: str, ties: Sequence[tuple[str, str]]) -> Neighbourhood | None:
    """The drawing of an actor's ties, given as (other's name, status); None for too few or too many."""
    others = {other: {status for one, status in ties if one == other} for other, _ in ties if other != name}
    if not LEAST <= len(others) <= MOST:
        return None
    nodes = tuple(
        placed(other, statuses == {"alleged"}, index, len(others))
        for index, (other, statuses) in enumerate(sorted(others.items()))
    )
    return Neighbourhood(lines_of(name), nodes)


def placed(name: str, alleged: bool, index: int, count: int) -> Node:
    """A neighbour on the ring, beginning at the top; two that would share a height stand side by side."""
    angle = 2 * pi * (index + 0.5) / count - pi / 2
    x, y = WIDTH / 2 + RING * cos(angle), HEIGHT / 2 + RING * sin(angle)
    side = "start" if x >= WIDTH / 2 else "end"
    return Node(round(x, 1), round(y, 1), lines_of(name), side, alleged)


def lines_of(name: str) -> tuple[str, ...]:
    """A name in at most two lines; what does not fit ends in an ellipsis."""
    lines = textwrap.wrap(name, LETTERS) or [name]
    return tuple(lines) if len(lines) <= 2 else (lines[0], f"{lines[1][: LETTERS - 1].rstrip()}…")
