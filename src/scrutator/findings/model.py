"""What a method hands on: figures with their origin and uncertainty, tables, caveats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scrutator.record.unknown import Unknown

Value = int | Decimal | Fraction | float | str | Unknown
"""Counts are integers; shares of counts are fractions; published percentages are decimals;
floats come only out of estimators; words are verdicts; a missing value says why it is missing."""
Row = tuple[Value | None, ...]
"""A row of a table; None is an empty cell."""


@dataclass(frozen=True)
class Interval:
    """An interval is always printed with its kind, e.g. "one-sided 95 % upper bound, binomial"."""

    low: float | Fraction | int | Decimal
    high: float | Fraction | int | Decimal
    kind: str


@dataclass(frozen=True)
class Figure:
    """One number (or verdict word) that a statement may print.

    `name` and `at` identify it inside its finding: name "turnout", at {"region": "Almaty city"}.
    `unit` is "%", "points", "votes", "seats", "stations" or another plain word, "" when it has none.
    `sources` are source ids with a locator, e.g. "T1#table". A figure computed from counts has
    its numerator and denominator.
    """

    name: str
    value: Value
    unit: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    interval: Interval | None = None
    numerator: int | None = None
    denominator: int | None = None
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table of a finding: columns with their units in the name, rows of values."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a method returns: the finding in one sentence, its figures, tables and caveats."""

    title: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """An outcome with its origin: which method, version, parameters, seed and input hashes.

    `attested`: it rests on what a publication withholds, and was not computed from what it shows.
    """

    id: str
    method: str
    version: str
    question: str
    parameters: Mapping[str, object]
    seed: int | None
    inputs: Mapping[str, str]
    outcome: Outcome
    attested: bool = False
