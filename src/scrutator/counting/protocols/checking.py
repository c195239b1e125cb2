"""Protocol types as data, and the check of a table of protocols against one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from scrutator.counting.arrays import Booleans, Integers
from scrutator.counting.counts import COUNTS, LARGEST, is_count
from scrutator.counting.protocols.relations import Checked, Relation, check_relation, parse_relation
from scrutator.errors import ScrutatorError
from scrutator.typed_toml import Declared, read_toml


@dataclass(frozen=True)
class Line:
    """One line of the form: its name in relations, printed number, heading in tables, what it counts."""

    name: str
    number: int
    heading: str
    counts: str


@dataclass(frozen=True)
class ProtocolType:
    """A form: lines, vote columns, relations, and the columns that identify station and levels.

    `unverified` says what was not compared with the printed form; "" when nothing.
    """

    id: str
    country: str
    title: str
    law: str
    source: str
    unverified: str
    station: tuple[str, ...]
    levels: tuple[str, ...]
    lines: tuple[Line, ...]
    lists: tuple[str, ...]
    other_columns_are_lists: bool
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Protocols:
    """A table of n protocols of one type: integer lines and votes, and which of them are filled."""

    type: ProtocolType
    stations: tuple[str, ...]
    lines: Mapping[str, Integers]
    known: Mapping[str, Booleans]
    votes: Mapping[str, Integers]
    blank: int


def known_types() -> tuple[str, ...]:
    """The ids of the bundled types."""
    folder = resources.files("scrutator.counting.protocols.types")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def bundled_type(name: str) -> ProtocolType:
    """A bundled type by its id; raises C10 naming those there are."""
    if name not in known_types():
        remedy = f"Types: {', '.join(known_types())}; or name a TOML file."
        raise ScrutatorError("C10", f"there is no protocol type {name!r}", remedy=remedy)
    file = resources.files("scrutator.counting.protocols.types") / f"{name}.toml"
    return parse_type(file.read_bytes(), f"{name}.toml")


class _Line(Declared, frozen=True):
    name: str
    number: int
    heading: str
    counts: str


class _List(Declared, frozen=True):
    heading: str


class _Relation(Declared, frozen=True):
    name: str
    kind: str
    holds: str
    meaning: str = ""
    law: str = ""
    where: str = ""


class _TypeFile(Declared, frozen=True):
    """What the TOML file of a protocol type may hold."""

    id: str
    country: str
    title: str
    law: str
    source: str
    station: tuple[str, ...]
    levels: tuple[str, ...]
    unverified: str = ""
    other_columns_are_lists: bool = False
    line: tuple[_Line, ...] = ()
    list: tuple[_List, ...] = ()
    relation: tuple[_Relation, ...] = ()


def parse_type(content: bytes, where: str) -> ProtocolType:
    """Read a type from the bytes of its TOML file.

    Raises C10 with line and key for what a type may not hold, and for a relation over a line the form
    does not have.
    """
    file = read_toml(content, _TypeFile, "C10", where)
    lines = tuple(Line(one.name, one.number, one.heading, one.counts) for one in file.line)
    relations = tuple(
        parse_relation(one.name, one.kind, one.holds, one.meaning, one.law, one.where)
        for one in file.relation
    )
    made = ProtocolType(
        file.id,
        file.country,
        file.title,
        file.law,
        file.source,
        file.unverified,
        file.station,
        file.levels,
        lines,
        tuple(one.heading for one in file.list),
        file.other_columns_are_lists,
        relations,
    )
    names = {line.name for line in lines} | {"votes"}
    for relation in relations:
        for name in relation.names:
            if name not in names:
                raise ScrutatorError("C10", f"relation {relation.name!r} uses {name!r}, which is no line")
    return made


def read_protocols(rows: Sequence[Mapping[str, str]], kind: ProtocolType) -> Protocols:
    """Read rows of text as protocols of this type. An empty cell is unknown, never 0.

    Rows in which every line and vote is empty are dropped and counted as blank. Raises C10 for a
    missing column and C11 for a cell that is no whole number.
    """
    if not kind.lines:
        raise ScrutatorError("C10", f"the lines of {kind.id!r} are not known: {kind.unverified}")
    if not rows:
        raise ScrutatorError("C11", "the table has no rows")
    headings = {line.name: line.heading for line in kind.lines}
    taken = {*headings.values(), *kind.station, *kind.levels}
    lists = tuple(c for c in rows[0] if c not in taken) if kind.other_columns_are_lists else kind.lists
    for column in (*headings.values(), *lists, *kind.station):
        if column not in rows[0]:
            remedy = f"Give the table the headings of {kind.id!r}, or name another type with --type."
            raise ScrutatorError(
                "C10", f"the table has no column {column!r}", where=", ".join(rows[0]), remedy=remedy
            )
    counted = (*headings.values(), *lists)
    filled = [row for row in rows if any(row[column].strip() for column in counted)]
    cells = {column: _integers(filled, column) for column in counted}
    lines = {name: cells[heading][0] for name, heading in headings.items()}
    known = {name: cells[heading][1] for name, heading in headings.items()}
    votes = {name: cells[name][0] for name in lists}
    empty = np.zeros(len(filled), dtype=np.int64)
    lines["votes"] = sum(votes.values(), start=empty)
    known["votes"] = np.logical_and.reduce([cells[name][1] for name in lists] or [empty == 0])
    stations = tuple(" / ".join(row[column] for column in kind.station) for row in filled)
    return Protocols(kind, stations, lines, known, votes, len(rows) - len(filled))


def _integers(rows: Sequence[Mapping[str, str]], column: str) -> tuple[Integers, Booleans]:
    texts = [row[column] for row in rows]
    try:
        figures = np.array([float(text) if text else 0.0 for text in texts])
    except ValueError:
        wrong = next(text for text in texts if text and not is_count(text))
        raise ScrutatorError("C11", f"{wrong!r} is not a count", where=column, remedy=COUNTS) from None
    whole = (np.abs(figures) <= LARGEST) & (figures == np.floor(figures))
    if not whole.all():
        what = f"{texts[int(np.argmin(whole))]!r} is not a count"
        raise ScrutatorError("C11", what, where=column, remedy=COUNTS)
    numbers = figures.astype(np.int64)
    known = np.array([bool(text) for text in texts], dtype=np.bool_)
    if (numbers[known] < 0).any():
        raise ScrutatorError("C11", "a count is negative", where=column, remedy=COUNTS)
    return np.where(known, numbers, 0), known


def check_protocols(protocols: Protocols) -> tuple[Checked, ...]:
    """Answer: which protocols fail which control relation of their form?"""
    return tuple(
        check_relation(relation, protocols.lines, protocols.known) for relation in protocols.type.relations
    )


def hard_relations_hold(kind: ProtocolType | None) -> Callable[[Mapping[str, int]], bool]:
    """The question whether the hard relations hold on one form's lines; without a type nothing is asked."""
    if kind is None:
        return lambda counts: True
    places = dict.fromkeys((*kind.station, *kind.levels), "-")

    def holds(counts: Mapping[str, int]) -> bool:
        row = places | {name: str(number) for name, number in counts.items()}
        checked = check_protocols(read_protocols([row], kind))
        return not any(one.violations for one in checked if one.relation.kind == "hard")

    return holds
