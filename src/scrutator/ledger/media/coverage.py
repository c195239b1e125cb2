"""Shares of coverage from a coding sheet: all coders, with intervals over items.

What several coders measured in one item counts once: a row's amount is divided by the number of coders
who measured that item, and a coder of the item without the row found nothing of it. Items are the
sampling units, because the actors of one item are not independent of one another: an interval resamples
whole items. Seconds and cm² are never added.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from scrutator.errors import ScrutatorError

Row = Mapping[str, str]
NOT_CODED = "(not coded)"


class By(StrEnum):
    """What coverage is divided by."""

    ACTOR = "actor"
    OUTLET = "outlet"
    CLASS = "class"
    APPEARANCE = "appearance"
    TONE = "tone"


@dataclass(frozen=True)
class Share:
    """A part of the coverage of `within`, with a percentile bootstrap interval of 95 % over its items.

    `within` is "" for all coverage, an outlet or a class for the shares of actors in it, and an actor for
    the shares of tones in its coverage. `low` and `high` are None when there are fewer than two items.
    """

    within: str
    of: str
    amount: Fraction
    share: float
    low: float | None
    high: float | None
    items: int


@dataclass(frozen=True)
class Coverage:
    """Shares of one measure, and how many rows they rest on: those without the measure are left out."""

    measure: str
    shares: tuple[Share, ...]
    counted: int
    left_out: int
    coders: int


def shares(
    rows: Sequence[Row], measure: str, seed: int, by: By = By.ACTOR, *, resamples: int = 1000
) -> Coverage:
    """Which part of the seconds or cm² has each actor: in all coverage, or in each outlet, class, …; or,
    by tone, which part of each actor's coverage has each tone?

    Raises ScrutatorError G11 when nothing of this measure was coded, or it adds up to nothing.
    """
    counted = [row for row in rows if row.get(measure)]
    if not counted:
        raise ScrutatorError("G11", f"no {measure} are coded")
    amounts = _amounts(counted, measure, by)
    if not any(sum(parts.values()) for items in amounts.values() for parts in items.values()):
        raise ScrutatorError("G11", f"the {measure} coded add up to nothing")
    generator = np.random.default_rng(seed)
    found = [
        share
        for within in sorted(amounts)
        for share in _shares_within(within, amounts[within], generator, resamples)
    ]
    coders = len({row["coder"] for row in counted})
    return Coverage(measure, tuple(found), len(counted), len(rows) - len(counted), coders)


_Parts = dict[str, Fraction]


def _amounts(rows: Sequence[Row], measure: str, by: By) -> dict[str, dict[str, _Parts]]:
    """The amount by group, item and part, each row divided by the coders who measured its item."""
    coders: dict[str, set[str]] = {}
    for row in rows:
        coders.setdefault(item_of(row), set()).add(row["coder"])
    group, part = _keys(by)
    amounts: dict[str, dict[str, _Parts]] = {}
    for row in rows:
        parts = amounts.setdefault(group(row), {}).setdefault(item_of(row), {})
        share = Fraction(row[measure]) / len(coders[item_of(row)])
        parts[part(row)] = parts.get(part(row), Fraction(0)) + share
    return amounts


def _keys(by: By) -> tuple[Callable[[Row], str], Callable[[Row], str]]:
    """What a row is part of, and which part of it."""
    if by is By.ACTOR:
        return lambda _: "", _cell("actor")
    if by is By.TONE:
        return _cell("actor"), _cell("tone")
    return _cell(by.value), _cell("actor")


def _cell(name: str) -> Callable[[Row], str]:
    return lambda row: row.get(name) or NOT_CODED


def item_of(row: Row) -> str:
    """The item a row is about; a sheet without items has one unit in each."""
    return row.get("item") or row["unit"]


def _shares_within(
    within: str, items: Mapping[str, _Parts], generator: np.random.Generator, resamples: int
) -> list[Share]:
    names = sorted({name for parts in items.values() for name in parts})
    totals = {
        name: sum((parts.get(name, Fraction(0)) for parts in items.values()), Fraction(0)) for name in names
    }
    whole = sum(totals.values(), Fraction(0))
    if not whole:
        return []
    table = np.array([[float(items[item].get(name, 0)) for name in names] for item in sorted(items)])
    even = np.full(len(items), 1 / len(items))
    drawn = generator.multinomial(len(items), even, size=resamples) @ table
    sums = drawn.sum(axis=1, keepdims=True)
    parts = drawn[sums[:, 0] > 0] / sums[sums[:, 0] > 0]
    low, high = np.quantile(parts, [0.025, 0.975], axis=0)
    several = len(items) > 1
    return [
        Share(
            within,
            name,
            totals[name],
            float(totals[name] / whole),
            float(low[place]) if several else None,
            float(high[place]) if several else None,
            len(items),
        )
        for place, name in enumerate(names)
    ]
