"""Charts of forensic results, drawn from plain rows: fingerprint, peaks, window curve, panel, map."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.findings.model import Finding
from scrutator.record.case import Case
from scrutator.statement.charts.chart import ACCENT, INK, QUIET, UNDETERMINED, Chart, themed
from scrutator.statement.lookup import find_table

Named = Mapping[str, str | int | float | bool]
Row = Sequence[Any]
LIGHT_TO_DARK = ["#e9e4cf", "#b9b48f", "#7f8a86", "#3f6a86", "#12365c"]


def fingerprint_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Registered voters by turnout and leader's share, on the same axes for every election."""
    values = [{"turnout": t, "end": t + 2, "share": s, "top": s + 2, "voters": v} for t, s, v in rows]
    axis = {"values": [0, 20, 40, 60, 80, 100]}
    spec = {
        "data": {"values": values},
        "mark": {"type": "rect", "strokeWidth": 0},
        "encoding": {
            "x": {
                "field": "turnout",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": axis,
                "title": "turnout, % of registered voters",
            },
            "x2": {"field": "end"},
            "y": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": axis,
                "title": "leader's share of the ballots, %",
            },
            "y2": {"field": "top"},
            "color": {
                "field": "voters",
                "type": "quantitative",
                "title": "registered voters",
                "scale": {"type": "sqrt", "range": LIGHT_TO_DARK},
                "legend": {"format": "~s", "gradientLength": 140},
            },
            "opacity": {
                "field": "voters",
                "type": "quantitative",
                "legend": None,
                "scale": {"type": "sqrt", "range": [0.3, 1]},
            },
        },
    }
    largest = max(rows, key=lambda row: row[2]) if rows else (0, 0, 0)
    where = f"turnout {largest[0]}–{largest[0] + 2} % and share {largest[1]}–{largest[1] + 2} %"
    return Chart(
        "fingerprint",
        f"The densest cell lies at {where}",
        "Registered voters by their station's turnout and leader's share, cells of 2 by 2 points",
        f"A heat map of turnout against the leader's share. The densest cell lies at {where}. "
        "One round cloud is usual; a tail towards 100 % and 100 % is not.",
        themed(spec, width=440, height=440),
        ("turnout from, %", "share from, %", "registered voters"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def peaks_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Stations on each whole percentage against the exact expectation; the excess is filled."""
    values = [
        {"quantity": quantity, "percent": percent, "observed": observed, "expected": expected}
        for quantity, percent, observed, expected in rows
    ]
    x = {
        "field": "percent",
        "type": "quantitative",
        "title": "whole percentage",
        "scale": {"domain": [0, 100]},
    }
    count = {"type": "quantitative", "title": "stations"}
    layers = [
        {
            "transform": [{"filter": "datum.observed > datum.expected"}],
            "mark": {"type": "bar", "width": 4, "color": ACCENT, "opacity": 0.45},
            "encoding": {"y": {"field": "expected", **count}, "y2": {"field": "observed"}},
        },
        {
            "mark": {"type": "line", "color": QUIET, "strokeWidth": 1.5},
            "encoding": {"y": {"field": "expected", **count}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 14, "color": INK, "opacity": 1},
            "encoding": {"y": {"field": "observed", **count}},
        },
    ]
    spec = {
        "data": {"values": values},
        "facet": {
            "row": {
                "field": "quantity",
                "type": "nominal",
                "title": None,
                "header": {"labelAngle": 0, "labelOrient": "top", "labelAnchor": "start"},
            }
        },
        "spec": {"width": 580, "height": 150, "encoding": {"x": x}, "layer": layers},
        "resolve": {"scale": {"y": "independent"}},
    }
    fives = [row for row in rows if row[1] % 5 == 0]
    observed, expected = sum(row[2] for row in fives), sum(row[3] for row in fives)
    title = f"On multiples of 5 % lie {observed:,} stations where {expected:,.0f} are expected"
    return Chart(
        "integer-peaks",
        title.replace(",", "\u202f"),
        "Stations within 0.05 points of each whole percentage: dots observed, line exact expectation, "
        "excess filled; turnout and leader's share counted together in the title",
        "Two panels, turnout and leader's share, with the number of stations on each whole percentage and "
        "what chance gives. Round percentages standing out by themselves are the anomaly.",
        themed(spec),
        ("quantity", "whole percentage", "stations observed", "stations expected"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def window_chart(rows: Sequence[Row], defensible: Sequence[int], findings: tuple[str, ...] = ()) -> Chart:
    """The turnout-window curve: anomalous votes by the window's end, band over districts."""
    values = [{"end": end + 1, "votes": votes, "low": low, "high": high} for end, votes, low, high in rows]
    inside = [row for row in rows if row[0] in set(defensible)]
    low, high = min(row[1] for row in inside), max(row[1] for row in inside)
    x = {
        "field": "end",
        "type": "quantitative",
        "title": "the window taken as clean ends at this turnout, %",
        "scale": {"zero": False},
    }
    shade = [{"from": min(defensible) + 1, "to": max(defensible) + 1}]
    spec = {
        "layer": [
            {
                "data": {"values": shade},
                "mark": {"type": "rect", "color": QUIET, "opacity": 0.13},
                "encoding": {"x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "area", "color": ACCENT, "opacity": 0.25},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "title": "votes", "axis": {"format": "~s"}},
                    "y2": {"field": "high"},
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2},
                "encoding": {"x": x, "y": {"field": "votes", "type": "quantitative"}},
            },
            {
                "data": {"values": [{"zero": 0}]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
                "encoding": {"y": {"field": "zero", "type": "quantitative"}},
            },
        ],
    }
    return Chart(
        "window-curve",
        f"Depending on the window, {_votes(low)} to {_votes(high)} votes lie above the low-turnout pattern",
        "Votes beyond what the window's ratio predicts; band: 95 %, whole districts resampled; shaded: "
        "windows that can be defended (the title leaves the band out)",
        "A curve of anomalous votes against the end of the turnout window, with a band. Its range over the "
        "shaded windows is the result; no single point is.",
        themed(spec, height=260),
        ("window ends at, %", "votes", "low", "high"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _votes(value: float) -> str:
    sign = "−" if value < 0 else ""
    size = abs(value)
    if size >= 1e6:
        return f"{sign}{size / 1e6:.1f} million"
    return f"{sign}{size:,.0f}".replace(",", "\u202f")


def cumulative_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Cumulative votes of the leader and of all others against turnout."""
    values = [{"turnout": t, "votes": leader, "who": "leader"} for t, leader, _ in rows]
    values += [{"turnout": t, "votes": others, "who": "all others"} for t, _, others in rows]
    x = {"field": "turnout", "type": "quantitative", "title": "stations with at most this turnout, %"}
    y = {"field": "votes", "type": "quantitative", "title": "votes, % of all registered voters"}
    colour = {
        "field": "who",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["leader", "all others"], "range": [ACCENT, QUIET]},
    }
    spec = {
        "data": {"values": values},
        "encoding": {"x": x, "y": y, "color": colour},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}},
            {
                "transform": [{"filter": "datum.turnout == 100"}],
                "mark": {"type": "text", "align": "right", "dy": -8, "dx": -2},
                "encoding": {"text": {"field": "who"}},
            },
        ],
    }
    last = next((row for row in rows if row[0] == 95), rows[-1])
    rise = 100 * (rows[-1][1] - last[1]) / rows[-1][1] if rows[-1][1] else 0.0
    return Chart(
        "cumulative-votes",
        f"{rise:.1f} % of the leader's votes come from stations with turnout above 95 %",
        "Cumulative votes by turnout of the station, in percent of all registered voters",
        "Two rising curves. Where nothing was added both flatten before 100 % turnout.",
        themed(spec, height=240),
        ("turnout at most, %", "leader, %", "all others, %"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def panel_chart(rows: Sequence[Row], this: str, findings: tuple[str, ...] = ()) -> Chart:
    """The integer test's z of this election among the panel's: (election, status, z)."""
    values = [{"election": name, "status": status, "z": z} for name, status, z in rows]
    y = {"field": "election", "type": "nominal", "title": None, "sort": {"field": "z", "order": "descending"}}
    colour = {
        "field": "status",
        "type": "nominal",
        "title": None,
        "legend": {"orient": "top"},
        "scale": {
            "domain": ["this election", "comparison", "disputed"],
            "range": [ACCENT, INK, UNDETERMINED],
        },
    }
    shape = {
        "field": "status",
        "type": "nominal",
        "title": None,
        "scale": {
            "domain": ["this election", "comparison", "disputed"],
            "range": ["diamond", "circle", "square"],
        },
    }
    spec = {
        "layer": [
            {
                "data": {"values": [{"from": -2, "to": 2}]},
                "mark": {"type": "rect", "color": QUIET, "opacity": 0.15},
                "encoding": {"x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {
                        "field": "z",
                        "type": "quantitative",
                        "title": "standard deviations above chance (z)",
                    },
                    "color": colour,
                    "shape": shape,
                },
            },
        ],
    }
    own = next((z for _, status, z in rows if status == "this election"), 0.0)
    calm = [z for _, status, z in rows if status == "comparison"]
    between = f"{_signed(min(calm))} and {_signed(max(calm))}" if calm else "–"
    return Chart(
        "panel",
        f"{this}: z = {_signed(own)}; the {len(calm)} comparison elections lie between {between}",
        "Whole-percentage test, either turnout or leader's share, symmetric exclusions",
        "Dots of the test statistic, one row an election; the grey band is what chance gives in 19 of 20.",
        themed(spec, height=18 * len(rows)),
        ("election", "status", "z"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def region_map(boundaries: Mapping[str, Any], rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """A map of the regions' z; features have their region's name in properties.name."""
    scores = {str(name): z for name, z in rows}
    features = [
        {
            **feature,
            "properties": {
                "name": feature["properties"]["name"],
                "z": scores.get(str(feature["properties"]["name"])),
            },
        }
        for feature in boundaries["features"]
    ]
    spec = {
        "data": {"values": features},
        "projection": {"type": "identity", "reflectY": True} if _plane(boundaries) else {"type": "mercator"},
        "mark": {"type": "geoshape", "stroke": INK, "strokeWidth": 0.6},
        "encoding": {
            "color": {
                "field": "properties.z",
                "type": "quantitative",
                "title": "z",
                "scale": {"range": LIGHT_TO_DARK},
            }
        },
    }
    first = max(rows, key=lambda row: row[1])
    return Chart(
        "region-map",
        f"The largest excess of whole percentages lies in {first[0]} (z = {_signed(first[1])})",
        "Whole-percentage test by region, either criterion; regions without a value are pale",
        "A map of the regions, darker where more stations lie on whole percentages than chance gives.",
        themed(spec, height=380),
        ("region", "z"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _plane(boundaries: Mapping[str, Any]) -> bool:
    return str(boundaries.get("coordinates", "")) == "plane"


def _rows(findings: Sequence[Finding], named: Named, default: str, table: str, where: str) -> tuple[str, Any]:
    finding, found = find_table(findings, f"{named.get('finding', default)}/{table}", where)
    return finding.id, found.rows


def fingerprint_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The fingerprint of the case's station results."""
    name, rows = _rows(findings, named, "fingerprint", "cells", where)
    return fingerprint_chart(rows, (name,))


def peaks_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Whole percentages in the case's station results."""
    name, rows = _rows(findings, named, "peaks", "peaks", where)
    return peaks_chart(rows, (name,))


def window_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The turnout-window curve of the case's station results."""
    name, rows = _rows(findings, named, "window", "curve", where)
    defensible = [row[0] for row in rows if row[4] == "yes"]
    return window_chart(
        [(row[0], *(round(value) for value in row[1:4])) for row in rows], defensible, (name,)
    )


def map_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Whole percentages by region, on the case's boundaries."""
    name, rows = _rows(findings, named, "peaks", "regions", where)
    boundaries = json.loads(case.files["boundaries.geojson"])
    return region_map(boundaries, [(row[0], round(row[4], 2)) for row in rows], (name,))


CHARTS = {
    "fingerprint": fingerprint_of_case,
    "integer-peaks": peaks_of_case,
    "window-curve": window_of_case,
    "region-map": map_of_case,
}
