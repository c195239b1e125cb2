"""A chart: a Vega-Lite specification with its finding as title, its text alternative and its table."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.findings.model import Value

INK, PAPER, ACCENT, QUIET = "#1b1f24", "#fbfaf7", "#0b6e75", "#6b7178"
SUPPORTED, CONTRADICTED, UNDETERMINED = "#1d6fb8", "#b8431a", "#6a6690"
# Okabe and Ito's set, safe for colour-blind readers (jfly.uni-koeln.de/color).
CATEGORIES = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#999999")
# The first is ours and measures the labels (`drawing.FONTS`); the others are for readers who do not have it.
FONT = "Scrutator Sans, Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class Chart:
    """One chart of a statement.

    `title` states the finding, `subtitle` what is measured, with unit and date. `description` is the
    text alternative. `columns` and `rows` are the table behind the marks. `findings` are the ids of
    the findings it draws, `sources` the citations under it. `phone` is a narrow specification of the same
    marks, for charts that are not legible when only their width shrinks; `paper` are specifications that
    together hold the same marks, for charts too wide or too tall for a sheet. `attested`: a finding it draws
    was not computed from what is shown.
    """

    name: str
    title: str
    subtitle: str
    description: str
    spec: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    findings: tuple[str, ...]
    sources: tuple[str, ...] = ()
    phone: Mapping[str, Any] | None = None
    paper: tuple[Mapping[str, Any], ...] = ()
    attested: bool = False


def marked_spec(spec: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """A specification whose drawing begins with a line that says how far to trust it."""
    own = {"anchor": "start", "font": FONT, "fontSize": 12, "fontWeight": "normal", "color": INK}
    title: Mapping[str, Any] = spec.get("title") or own
    text: Any = title.get("text", [])
    lines: list[str] = [text] if isinstance(text, str) else list(text)
    return {**spec, "title": {**title, "text": [f"[{mark}]", *lines]}}


LINE_END = "|"  # between the lines of a label that is wrapped for a phone


LETTERS = 20  # of a line of a label on a phone
IN_LINES = f"split(datum.label, '{LINE_END}')"  # how an axis or a legend prints wrapped labels


def wrapped(text: str, letters: int = LETTERS) -> str:
    """A label in lines of at most so many letters, cut at spaces; a longer word has a line of its own."""
    return LINE_END.join(textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False))


def in_lines() -> dict[str, Any]:
    """The part of an axis that prints wrapped labels in lines."""
    return {"labelExpr": IN_LINES, "labelLimit": 200, "labelPadding": 6}


def encoded(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A channel of an encoding that shows a field of the data."""
    return {"field": name, "type": kind, **more}


def quantity(name: str, **more: Any) -> dict[str, Any]:
    """A channel that shows a number."""
    return encoded(name, "quantitative", **more)


def category(name: str, **more: Any) -> dict[str, Any]:
    """A channel that shows a name or a word."""
    return encoded(name, "nominal", **more)


TEXTS = {
    "labelColor": INK,
    "titleColor": INK,
    "labelFont": FONT,
    "titleFont": FONT,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
AXIS = {
    **TEXTS,
    "domainColor": QUIET,
    "tickColor": QUIET,
    "gridColor": QUIET,
    "gridOpacity": 0.25,
    "labelLimit": 330,
}
STYLE = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": AXIS,
    "legend": {**TEXTS, "labelLimit": 330, "columnPadding": 18},
    "header": TEXTS,
    "text": {"color": INK, "font": FONT, "fontSize": 12},
    "range": {"category": list(CATEGORIES)},
}
# Room for readers whose sans serif is wider than the one the labels were measured with.
PADDING = {"left": 28, "right": 14, "top": 5, "bottom": 5}
COMPOSED = ("vconcat", "hconcat", "facet")
"""What makes a chart of several: its parts have their own sizes."""


def themed(spec: Mapping[str, Any], *, width: int = 620, height: int | None = None) -> dict[str, Any]:
    """The specification with the house's type, colours and sizes; nothing decorative."""
    sized: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **spec,
        "config": STYLE,
    }
    sized.setdefault("padding", PADDING)
    if not any(part in spec for part in COMPOSED):
        sized.setdefault("width", width)
        if height is not None:
            sized.setdefault("height", height)
    return sized
