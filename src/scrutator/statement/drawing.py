"""Vega-Lite specifications drawn as SVG, with no browser and no network.

The colours of the house become CSS variables, so that one drawing serves light, dark and print.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.statement.charts.chart import (
    ACCENT,
    CONTRADICTED,
    INK,
    PAPER,
    QUIET,
    SUPPORTED,
    UNDETERMINED,
    Chart,
)
from scrutator.statement.fonts.font import FOLDER, undrawable
from scrutator.statement.text_extents import with_room

# Which CSS variable replaces which drawn colour.
VARIABLES = {
    INK: "ink", PAPER: "paper", ACCENT: "accent", QUIET: "quiet",
    SUPPORTED: "supported", CONTRADICTED: "contradicted", UNDETERMINED: "undetermined",
}  # fmt: skip


def converter() -> Any:
    """The Vega-Lite converter with our fonts; raises X02 when the extra is not installed."""
    try:
        import vl_convert
    except ImportError as error:
        raise missing_extra("drawing charts", "report") from error
    _register_fonts(vl_convert)
    return vl_convert


@cache
def _register_fonts(vl_convert: Any) -> None:
    vl_convert.register_font_directory(str(FOLDER))


def draw_svg(spec: Mapping[str, Any], name: str) -> str:
    """The chart as SVG text with fixed colours; the same text whatever was drawn before it, and whatever
    fonts the computer has. Raises T07 for a character that our font cannot draw: another font would take
    its place, and computers differ in which."""
    drawn = json.dumps(spec, ensure_ascii=False)
    if missing := undrawable(drawn):
        raise ScrutatorError("T07", f"the chart {name} holds {', '.join(missing)}", where=name)
    return with_room(renamed(str(converter().vegalite_to_svg(drawn, vl_version="6.4")), name))


def paper_drawings(chart: Chart) -> dict[str, str]:
    """The drawings for paper by name: none for a chart whose whole drawing is legible there."""
    names = [f"{chart.name}-paper-{number}" for number in range(1, len(chart.paper) + 1)]
    return {name: draw_svg(spec, name) for name, spec in zip(names, chart.paper, strict=True)}


def renamed(svg: str, name: str) -> str:
    """The SVG with ids of its own: the converter counts on from drawing to drawing, and pages hold many."""
    fresh: dict[str, str] = {}
    for identity in re.findall(r'\bid="([^"]+)"', svg):
        fresh.setdefault(identity, f"{name}-{len(fresh) + 1}")

    def rename(found: re.Match[str]) -> str:
        return found.group(1) + fresh.get(found.group(2), found.group(2)) + found.group(3)

    return re.sub(r"""(\bid="|url\(#|href="#)([^")]+)([")])""", rename, svg)


def for_page(svg: str, description: str) -> str:
    """The SVG as it stands inside a page: named for readers who listen, scaling, coloured by variables."""
    inner = svg
    for colour, name in VARIABLES.items():
        inner = re.sub(re.escape(colour), f"var(--{name})", inner, flags=re.I)
    found = re.match(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>", inner)
    if found is None:
        return inner
    width, height = found.groups()
    label = description.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}">'
    )
    body = inner[found.end() :]
    # Vega describes every group for screen readers; the one label above says it better.
    body = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", body)
    return head + body
