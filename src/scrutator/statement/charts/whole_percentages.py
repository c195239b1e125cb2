"""Charts of the whole-percentage test: the peaks, one election among others, and a map of the regions."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.statement.charts.chart import (
    ACCENT,
    INK,
    QUIET,
    UNDETERMINED,
    Chart,
    category,
    quantity,
    themed,
)
from scrutator.statement.charts.turnout_curves import LIGHT_TO_DARK, ON_PLATE, PLATE, PLATED_LEGEND, Row

PHONE_WIDTH = 225  # px of the plot on a phone
PHONE_MAP = 260

# What each kind of election looks like beside the others: colour and shape.
STANDING = {
    "this election": (ACCENT, "diamond"),
    "comparison": (INK, "circle"),
    "disputed": (UNDETERMINED, "square"),
}


def peaks_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Stations on each whole percentage against the exact expectation; the excess is filled."""
    fives = [row for row in rows if row[1] % 5 == 0]
    observed, expected = sum(row[2] for row in fives), sum(row[3] for row in fives)
    title = f"On multiples of 5 % lie {observed:,} stations where {expected:,.0f} are expected"
    return Chart(
        "integer-peaks",
        title.replace(",", "\u202f"),
        "Stations within 0.05 points of each whole percentage: dots observed, line exact expectation, "
        "excess filled; turnout and leader's share counted together in the title",
        "Two panels, turnout and leader's share, with the number of stations on each whole percentage and "
        "what chance gives. The anomaly is round percentages that stand out on their own.",
        themed(_panels(rows)),
        ("quantity", "whole percentage", "stations observed", "stations expected"),
        tuple(tuple(row) for row in rows),
        findings,
        phone=themed(_panels(rows, PHONE_WIDTH)),
    )


def _panels(rows: Sequence[Row], width: int = 580) -> dict[str, Any]:
    """One panel per quantity, one above the other."""
    names = ("quantity", "percent", "observed", "expected")
    x = quantity("percent", title="whole percentage", scale={"domain": [0, 100]})
    header = {"labelAngle": 0, "labelOrient": "top", "labelAnchor": "start"}
    return {
        "data": {"values": [dict(zip(names, row, strict=True)) for row in rows]},
        "facet": {"row": category("quantity", title=None, header=header)},
        "spec": {"width": width, "height": 150, "encoding": {"x": x}, "layer": _observed_and_expected()},
        "resolve": {"scale": {"y": "independent"}},
    }


def _observed_and_expected() -> list[dict[str, Any]]:
    """The excess as bars, the expectation as a line, what was observed as dots."""
    observed, expected = quantity("observed", title="stations"), quantity("expected", title="stations")
    return [
        {
            "transform": [{"filter": "datum.observed > datum.expected"}],
            "mark": {"type": "bar", "width": 4, "color": ACCENT, "opacity": 0.45},
            "encoding": {"y": expected, "y2": {"field": "observed"}},
        },
        {
            "mark": {"type": "line", "color": QUIET, "strokeWidth": 1.5},
            "encoding": {"y": expected},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 14, "color": INK, "opacity": 1},
            "encoding": {"y": observed},
        },
    ]


def panel_chart(rows: Sequence[Row], this: str, findings: tuple[str, ...] = ()) -> Chart:
    """The integer test's z of this election among the panel's: (election, status, z)."""
    own = next((z for _, status, z in rows if status == "this election"), 0.0)
    calm = [z for _, status, z in rows if status == "comparison"]
    between = f"{_signed(min(calm))} and {_signed(max(calm))}" if calm else "–"
    return Chart(
        "panel",
        f"{this}: z = {_signed(own)}; the {len(calm)} comparison elections lie between {between}",
        "Whole-percentage test, either turnout or leader's share, symmetric exclusions",
        "Dots show the test statistic, one row per election; the grey band is what chance gives in 19 of 20.",
        themed({"layer": [_chance_band(), _elections(rows)]}, height=18 * len(rows)),
        ("election", "status", "z"),
        tuple(tuple(row) for row in rows),
        findings,
    )


def _chance_band() -> dict[str, Any]:
    """What chance gives in 19 of 20 elections: two standard deviations on either side."""
    return {
        "data": {"values": [{"from": -2, "to": 2}]},
        "mark": {"type": "rect", "color": QUIET, "opacity": 0.15},
        "encoding": {"x": quantity("from"), "x2": {"field": "to"}},
    }


def _elections(rows: Sequence[Row]) -> dict[str, Any]:
    """One dot per election, those with the largest z first."""
    colours, shapes = zip(*STANDING.values(), strict=True)
    domain = list(STANDING)
    return {
        "data": {"values": [{"election": name, "status": status, "z": z} for name, status, z in rows]},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": {
            "y": category("election", title=None, sort={"field": "z", "order": "descending"}),
            "x": quantity("z", title="standard deviations above chance (z)"),
            "color": category(
                "status",
                title=None,
                legend={"orient": "top"},
                scale={"domain": domain, "range": list(colours)},
            ),
            "shape": category("status", title=None, scale={"domain": domain, "range": list(shapes)}),
        },
    }


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def region_map(boundaries: Mapping[str, Any], rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """A map of the regions' z; features have their region's name in properties.name."""
    first = max(rows, key=lambda row: row[1])
    return Chart(
        "region-map",
        f"The largest excess of whole percentages lies in {first[0]} (z = {_signed(first[1])})",
        "Whole-percentage test by region, either criterion; regions without a value are pale",
        "A map of the regions, darker where more stations lie on whole percentages than chance gives.",
        themed(_shaded_regions(boundaries, {str(name): z for name, z in rows}), height=380),
        ("region", "z"),
        tuple(tuple(row) for row in rows),
        findings,
        phone=_narrow_map(boundaries, {str(name): z for name, z in rows}),
    )


def _narrow_map(boundaries: Mapping[str, Any], scores: Mapping[str, float]) -> dict[str, Any]:
    """The same map for a phone, its legend below it."""
    spec = _shaded_regions(boundaries, scores)
    spec["encoding"]["color"]["legend"] = {**PLATED_LEGEND, "orient": "bottom", "gradientLength": 220}
    padding = {"left": 6, "right": 6, "top": 5, "bottom": 5}
    return themed({**spec, "padding": padding}, width=PHONE_MAP, height=round(0.7 * PHONE_MAP))


def _shaded_regions(boundaries: Mapping[str, Any], scores: Mapping[str, float]) -> dict[str, Any]:
    """The regions, darker with a larger score; one without a score is pale."""
    features = []
    for feature in boundaries["features"]:
        name = feature["properties"]["name"]
        features.append({**feature, "properties": {"name": name, "z": scores.get(str(name))}})
    plane = str(boundaries.get("coordinates", "")) == "plane"
    shade, legend = {"range": LIGHT_TO_DARK}, dict(PLATED_LEGEND)
    return {
        "data": {"values": features},
        "projection": {"type": "identity", "reflectY": True} if plane else {"type": "mercator"},
        "mark": {"type": "geoshape", "stroke": ON_PLATE, "strokeWidth": 0.6},
        "view": {"fill": PLATE, "stroke": None},
        "encoding": {"color": quantity("properties.z", title="z", scale=shade, legend=legend)},
    }
