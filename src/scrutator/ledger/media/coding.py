"""Media monitoring: the coding sheet, and whether funding is named.

One row a unit: an actor in an item of an outlet, as coded by one coder. Print is measured in cm²,
broadcast in seconds. Practice after EU EOM and ODIHR's Handbook on Media Monitoring (2012).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.ledger.media.coverage import item_of
from scrutator.tables.model import Table
from scrutator.tables.writing import csv_text

MEASURES = ("seconds", "cm2")
TONES = ("1", "2", "3", "4", "5")
TONE_WORDS: Mapping[str, str] = {
    "1": "very positive",
    "2": "positive",
    "3": "neutral",
    "4": "negative",
    "5": "very negative",
}
CLASSES = ("news", "advert", "free access", "opinion", "image", "other")
APPEARANCES = ("direct", "mention")
COLUMNS: Mapping[str, str] = {
    "unit": "one actor in one item; equal in the rows of all coders",
    "item": "the item: a report, an advert, an article",
    "coder": "pseudonym of the coder",
    "date": "date of broadcast or print, e.g. 2012-01-10",
    "outlet": "the outlet",
    "class": "one of " + ", ".join(CLASSES),
    "actor": "whose coverage: id of a list or an actor, or `state`",
    "appearance": "direct (speaks or is shown) or mention (by others)",
    "seconds": "length in seconds, for broadcast",
    "cm2": "area in square centimetres, for print",
    "tone": "1 very positive to 5 very negative, 3 neutral",
    "hedge": "words that put the actor at a distance, e.g. so-called; empty when none",
    "funding": "yes when the item says who pays the actor, otherwise no",
    "note": "anything a reader should know",
}
METRIC_OF: Mapping[str, str] = {
    "class": "nominal",
    "actor": "nominal",
    "appearance": "nominal",
    "tone": "ordinal",
    "seconds": "ratio",
    "cm2": "ratio",
    "funding": "nominal",
}
"""The metric by which each variable of the sheet is compared between coders."""


def template() -> str:
    """An empty coding sheet: the header, and one example row to be deleted."""
    example = (
        "example-1",
        "example",
        "coder-a",
        "2012-01-10",
        "Outlet 1",
        "news",
        "nur-otan",
        "direct",
        "34",
        "",
        "3",
        "",
        "no",
        "delete this row",
    )
    return csv_text(tuple(COLUMNS), [example])


def read_sheet(table: Table) -> list[dict[str, str]]:
    """The rows of a coding sheet. Raises G11 naming the line and what is wrong."""
    missing = [name for name in ("unit", "coder") if name not in table.columns]
    unknown = [name for name in table.columns if name not in COLUMNS]
    if missing or unknown:
        what = f"the column '{(missing or unknown)[0]}' is {'missing' if missing else 'not known'}"
        raise ScrutatorError("G11", what, where=f"{table.name}, the heading")
    rows = []
    coded: dict[tuple[str, str], int] = {}
    for line, row in zip(table.lines.tolist(), table.records(), strict=True):
        _check_row(row, line)
        rows.append({name: row.get(name, "") for name in COLUMNS})
        first = coded.setdefault((rows[-1]["coder"], rows[-1]["unit"]), line)
        if first != line:
            what = f"coder '{row['coder'][:40]}' codes unit '{row['unit'][:40]}' twice"
            raise ScrutatorError("G11", what, where=f"lines {first} and {line}")
    return rows


def _check_row(row: Mapping[str, str], line: int) -> None:
    allowed = {"tone": TONES, "class": CLASSES, "appearance": APPEARANCES, "funding": ("yes", "no")}
    for name, words in allowed.items():
        value = str(row.get(name) or "").strip()
        if value and value not in words:
            raise ScrutatorError(
                "G11", f"'{value[:40]}' is not a {name}; use {', '.join(words)}", where=f"line {line}"
            )
    for name in MEASURES:
        value = str(row.get(name) or "").strip()
        if value and not _is_amount(value):
            raise ScrutatorError("G11", f"'{value[:40]}' is not an amount of {name}", where=f"line {line}")


def _is_amount(text: str) -> bool:
    whole, _, part = text.partition(".")
    return whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))


@dataclass(frozen=True)
class Disclosure:
    """How often items that mention an actor say who pays it, with a Wilson 95 % interval."""

    actor: str
    items: int
    disclosed: int
    low: float
    high: float


def disclosure_symmetry(rows: Sequence[Mapping[str, str]]) -> tuple[Disclosure, ...]:
    """Is the funding of every observer group mentioned equally often? One row an actor.

    An item counts once an actor; it discloses when any coder says so.
    """
    said: dict[tuple[str, str], bool] = {}
    for row in rows:
        if row.get("funding"):
            key = (row["actor"], item_of(row))
            said[key] = said.get(key, False) or row["funding"] == "yes"
    found = []
    for actor in sorted({actor for actor, _ in said}):
        told = [value for (name, _), value in said.items() if name == actor]
        low, high = wilson(sum(told), len(told))
        found.append(Disclosure(actor, len(told), sum(told), low, high))
    return tuple(found)


def wilson(hits: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson's score interval for a share, 95 % by default (Wilson 1927, JASA 22:209)."""
    share, spread = hits / trials, z * z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * float(np.sqrt(share * (1 - share) / trials + spread / (4 * trials)))
    return max(0.0, centre - half), min(1.0, centre + half)
