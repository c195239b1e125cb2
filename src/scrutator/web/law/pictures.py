"""Seats as a hemicycle and as bars, drawn as SVG without a library: a dot for each seat, a colour a list."""

from collections.abc import Mapping, Sequence
from html import escape

from scrutator.statement.charts.chart import CATEGORIES
from scrutator.statement.charts.law import hemicycle_places

MOST_DOTS = 1_500
"""A larger house is drawn as bars alone: its dots would be no larger than a pixel of a phone."""


def colours(names: Sequence[str]) -> dict[str, str]:
    """A colour for every list, by its place in the table: the same under every law. No two lists share one
    but the last, a grey, which all have that come after the others."""
    return {name: CATEGORIES[min(at, len(CATEGORIES) - 1)] for at, name in enumerate(names)}


def hemicycle(seats: Mapping[str, int], colour: Mapping[str, str]) -> str:
    """An SVG of the house, lists side by side in the order of the table; "" for none and for too many."""
    order = [name for name, count in seats.items() for _ in range(count)]
    if not 0 < len(order) <= MOST_DOTS:
        return ""
    radius = min(4.5, 70 / len(order) ** 0.5)
    dots = "".join(
        f'<circle cx="{100 + 90 * x:.2f}" cy="{98 - 90 * y:.2f}" r="{radius:.2f}" fill="{colour[name]}"/>'
        for name, (x, y) in zip(order, hemicycle_places(len(order)), strict=True)
    )
    said = ", ".join(f"{name} {count}" for name, count in seats.items() if count)
    return f'<svg class="house" viewBox="0 0 200 106" role="img" aria-label="{escape(said)}">{dots}</svg>'


def bar(part: float, colour: str) -> str:
    """A bar of 0 to 1 of its cell; its number stands beside it."""
    width = max(0.0, min(1.0, part)) * 100
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.2f}" height="10" fill="{colour}"/></svg>'
    )
