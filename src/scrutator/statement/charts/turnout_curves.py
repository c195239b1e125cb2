"""Charts over turnout: the fingerprint, the window curve, cumulative votes."""

from collections.abc import Sequence
from typing import Any

from scrutator.statement.charts.chart import ACCENT, INK, QUIET, Chart, category, quantity, themed

Row = Sequence[Any]
LIGHT_TO_DARK = ["#e9e4cf", "#b9b48f", "#7f8a86", "#3f6a86", "#12365c"]
# The darkest cell is the largest: on a dark page it stands on a light plate, else it would be the least seen.
PLATE, ON_PLATE = "#fdfcf9", "#1c2025"
PLATED_LEGEND = {"fillColor": PLATE, "labelColor": ON_PLATE, "titleColor": ON_PLATE, "padding": 8}


def fingerprint_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Registered voters by turnout and leader's share, on the same axes for every election."""
    largest = max(rows, key=lambda row: row[2]) if rows else (0, 0, 0)
    where = f"turnout {largest[0]}–{largest[0] + 2} % and share {largest[1]}–{largest[1] + 2} %"
    return Chart(
        "fingerprint",
        f"The densest cell lies at {where}",
        "Registered voters by their station's turnout and leader's share, cells of 2 by 2 points",
        f"A heat map of turnout against the leader's share. The densest cell lies at {where}. "
        "One round cloud is usual; a tail towards 100 % and 100 % is not.",
        themed(_heat_map(rows), width=440, height=440),
        ("turnout from, %", "share from, %", "registered voters"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _heat_map(rows: Sequence[Row]) -> dict[str, Any]:
    """Cells of 2 by 2 points, darker where more voters are registered."""
    values = [{"turnout": t, "end": t + 2, "share": s, "top": s + 2, "voters": v} for t, s, v in rows]
    percent: dict[str, Any] = {"scale": {"domain": [0, 100]}, "axis": {"values": [0, 20, 40, 60, 80, 100]}}
    shade = {"type": "sqrt", "range": LIGHT_TO_DARK}
    legend = {**PLATED_LEGEND, "format": "~s", "gradientLength": 140}
    return {
        "view": {"fill": PLATE, "stroke": None},
        "data": {"values": values},
        "mark": {"type": "rect", "strokeWidth": 0},
        "encoding": {
            "x": quantity("turnout", **percent, title="turnout, % of registered voters"),
            "x2": {"field": "end"},
            "y": quantity("share", **percent, title="leader's share of the ballots, %"),
            "y2": {"field": "top"},
            "color": quantity("voters", title="registered voters", scale=shade, legend=legend),
            "opacity": quantity("voters", legend=None, scale={"type": "sqrt", "range": [0.3, 1]}),
        },
    }


def window_chart(rows: Sequence[Row], defensible: Sequence[int], findings: tuple[str, ...] = ()) -> Chart:
    """The turnout-window curve: anomalous votes by the window's end, band over districts."""
    inside = [row for row in rows if row[0] in set(defensible)]
    low, high = min(row[1] for row in inside), max(row[1] for row in inside)
    return Chart(
        "window-curve",
        f"Depending on the window, {_votes(low)} to {_votes(high)} votes lie above the low-turnout pattern",
        "Votes beyond what the window's ratio predicts; band: 95 %, whole districts resampled; shaded: "
        "windows that can be defended (the title ignores the band)",
        "A curve of anomalous votes against the end of the turnout window, with a band. Its range over the "
        "shaded windows is the result; no single point is.",
        themed({"layer": [_shade(defensible), *_curve(rows), _zero_line()]}, height=260),
        ("window ends at, %", "votes", "low", "high"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _shade(defensible: Sequence[int]) -> dict[str, Any]:
    """The windows that can be defended, behind the curve."""
    return {
        "data": {"values": [{"from": min(defensible) + 1, "to": max(defensible) + 1}]},
        "mark": {"type": "rect", "color": QUIET, "opacity": 0.13},
        "encoding": {"x": quantity("from"), "x2": {"field": "to"}},
    }


def _curve(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The band, and the line on it."""
    values = [{"end": end + 1, "votes": votes, "low": low, "high": high} for end, votes, low, high in rows]
    title = "the window taken as clean ends at this turnout, %"
    x = quantity("end", title=title, scale={"zero": False})
    return [
        {
            "data": {"values": values},
            "mark": {"type": "area", "color": ACCENT, "opacity": 0.25},
            "encoding": {
                "x": x,
                "y": quantity("low", title="votes", axis={"format": "~s"}),
                "y2": {"field": "high"},
            },
        },
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2},
            "encoding": {"x": x, "y": quantity("votes")},
        },
    ]


def _zero_line() -> dict[str, Any]:
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {"y": quantity("zero")},
    }


def _votes(value: float) -> str:
    sign = "−" if value < 0 else ""
    size = abs(value)
    if size >= 1e6:
        return f"{sign}{size / 1e6:.1f} million"
    return f"{sign}{size:,.0f}".replace(",", "\u202f")


def cumulative_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Cumulative votes of the leader and of all others against turnout."""
    last = next((row for row in rows if row[0] == 95), rows[-1])
    rise = 100 * (rows[-1][1] - last[1]) / rows[-1][1] if rows[-1][1] else 0.0
    return Chart(
        "cumulative-votes",
        f"{rise:.1f} % of the leader's votes come from stations with turnout above 95 %",
        "Cumulative votes by turnout of the station, % of all registered voters",
        "Two rising curves. Where nothing was added both flatten before 100 % turnout.",
        themed(_two_curves(rows), height=240),
        ("turnout at most, %", "leader, %", "all others, %"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _two_curves(rows: Sequence[Row]) -> dict[str, Any]:
    """The leader's curve and that of all others, each named at its end."""
    values = [{"turnout": t, "votes": leader, "who": "leader"} for t, leader, _ in rows]
    values += [{"turnout": t, "votes": others, "who": "all others"} for t, _, others in rows]
    colours = {"domain": ["leader", "all others"], "range": [ACCENT, QUIET]}
    return {
        "data": {"values": values},
        "encoding": {
            "x": quantity("turnout", title="stations with at most this turnout, %", axis={"tickCount": 10}),
            "y": quantity("votes", title="votes, % of all registered voters"),
            "color": category("who", legend=None, scale=colours),
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}},
            {
                "transform": [{"filter": "datum.turnout == 100"}],
                "mark": {"type": "text", "align": "right", "dy": -8, "dx": -2},
                "encoding": {"text": {"field": "who"}},
            },
        ],
    }
