"""The neighbourhood of an actor with many neighbours: a block for each relation, names in columns below one
another, so that three hundred of them can still be read."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS, LINE, WIDTH = 2, 17, 640
HEAD, GAP, INDENT = 26, 14, 26  # of a block: its heading, the room below it, where its names begin
LETTERS = 42  # of a name in its column; 307 units hold 45 letters of the drawing
TOP = 34  # the actor itself


@dataclass(frozen=True)
class Named:
    """A neighbour at its place; `alleged`: every tie of this relation to it rests on a hostile source."""

    x: float
    y: float
    text: str
    alleged: bool


@dataclass(frozen=True)
class Block:
    """One relation: the height at which its heading stands, and its neighbours."""

    relation: str
    y: float
    names: tuple[Named, ...]


@dataclass(frozen=True)
class Crowd:
    """The drawing's content; its template draws it."""

    blocks: tuple[Block, ...]
    height: float
    width: int = WIDTH


def crowd(ties: Sequence[tuple[str, str, str]]) -> Crowd:
    """The drawing of ties, given as (other's name, relation, status): every neighbour once in each relation,
    names in order down the columns."""
    blocks, y = [], float(TOP)
    for relation in sorted({relation for _, relation, _ in ties}):
        names = sorted(
            {name for name, one, _ in ties if one == relation}, key=lambda one: (one.casefold(), one)
        )
        rows = -(-len(names) // COLUMNS)
        placed = tuple(
            Named(
                INDENT + (index // rows) * (WIDTH - INDENT) / COLUMNS,
                y + HEAD + (index % rows) * LINE,
                textwrap.shorten(name, LETTERS, placeholder="…") if " " in name else _cut(name),
                {status for other, one, status in ties if (other, one) == (name, relation)} == {"alleged"},
            )
            for index, name in enumerate(names)
        )
        blocks.append(Block(relation, y, placed))
        y += HEAD + rows * LINE + GAP
    return Crowd(tuple(blocks), y)


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
