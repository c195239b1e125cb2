"""A chart's drawing on the page: the whole one, and a narrow one for phones on which text stays legible."""

import copy
import re
from typing import Any

from scrutator.statement.charts.chart import Chart
from scrutator.statement.drawing import draw_svg

PHONE = 280  # px of a drawing's room on the narrowest phone, 320 px less the margins
SMALLEST_TEXT = 9  # px, as it stands on the screen
WIDTHS = (220, 160, 100)  # px of the plot alone, the widest that fits


def smallest_on(svg: str, room: float) -> float:
    """The size in px of the smallest text of a drawing that is scaled down to `room` px of width."""
    width = re.search(r'<svg[^>]*?width="([\d.]+)"', svg)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    if width is None or not sizes:
        return SMALLEST_TEXT
    return min(sizes) * min(1.0, room / float(width.group(1)))


def narrowed(spec: Any, width: int) -> dict[str, Any]:
    """The same chart with a plot this wide and its legend below, one entry to a line; a square stays one."""
    narrow: dict[str, Any] = copy.deepcopy(dict(spec))
    if narrow.get("height") == narrow["width"]:
        narrow["height"] = width
    narrow["width"] = width
    narrow["padding"] = {"left": 6, "right": 6, "top": 5, "bottom": 5}
    legend = narrow["config"].setdefault("legend", {})
    legend |= {"orient": "bottom", "columns": 1, "gradientLength": width - 20, "labelLimit": 290}
    # A last label pushed back into a short axis would stand on the one before it.
    narrow["config"].setdefault("axisX", {}).update(labelFlush=False, labelOverlap="greedy")
    channels = [c for part in (narrow, *narrow.get("layer", ())) for c in part.get("encoding", {}).values()]
    for channel in channels:
        if isinstance(channel, dict) and isinstance(channel.get("legend"), dict):
            channel["legend"].pop("gradientLength", None)
            channel["legend"].pop("columns", None)
        if isinstance(channel, dict) and isinstance(channel.get("axis"), dict):
            channel["axis"].pop("tickCount", None)
    return narrow


def phone_drawing(chart: Chart) -> str | None:
    """The chart's SVG for phones: its own narrow drawing, or the whole one with less width.

    None when no width keeps its text at SMALLEST_TEXT px.
    """
    if chart.phone is not None:
        svg = draw_svg(chart.phone, f"{chart.name}-narrow")
        return svg if smallest_on(svg, PHONE) >= SMALLEST_TEXT else None
    if not isinstance(chart.spec.get("width"), int):
        return None
    for width in WIDTHS:
        svg = draw_svg(narrowed(chart.spec, width), f"{chart.name}-narrow")
        if smallest_on(svg, PHONE) >= SMALLEST_TEXT:
            return svg
    return None
