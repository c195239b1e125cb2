"""Charts of the official numbers: turnout by region, as dots over the day and as a map."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.record.case import Case
from scrutator.statement.charts.chart import ACCENT, INK, PAPER, QUIET, Chart, themed
from scrutator.statement.lookup import find_finding
from scrutator.statement.numbers import show

Named = Mapping[str, str | int | float | bool]


def finding_named(findings: Sequence[Finding], named: Named, default: str, where: str) -> Finding:
    return find_finding(findings, str(named.get("finding", default)), where)


def number_of(figure: Figure) -> float | None:
    """The value as a float to be drawn, or None when it is missing."""
    return (
        None
        if isinstance(figure.value, str) or not hasattr(figure.value, "__float__")
        else float(figure.value)
    )


def cited(figures: Sequence[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))


def turnout_dots(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """One row a region: a dot at each snapshot, joined by a line, sorted by the last."""
    finding = finding_named(findings, named, "turnout", where)
    snapshots = [figure for figure in finding.outcome.figures if figure.name == "snapshot"]
    values = [
        {"region": figure.at["region"], "time": figure.at["time"], "turnout": number_of(figure)}
        for figure in snapshots
        if number_of(figure) is not None
    ]
    times = sorted({str(value["time"]) for value in values})
    last = times[-1] if times else ""
    y = {
        "field": "region",
        "type": "nominal",
        "title": None,
        "sort": {"field": "turnout", "op": "max", "order": "ascending"},
    }
    x = {
        "field": "turnout",
        "type": "quantitative",
        "title": "turnout, % of registered voters",
        "scale": {"domain": [0, 100]},
        "axis": {"tickCount": 5},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "field": "time",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": times, "range": [QUIET, ACCENT]},
            },
            "shape": {"field": "time", "type": "nominal", "legend": None},
        },
    }
    line = {
        "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1.5},
        "encoding": {
            "y": y,
            "x": {"aggregate": "min", "field": "turnout", "type": "quantitative"},
            "x2": {"aggregate": "max", "field": "turnout"},
        },
    }
    label = {
        "transform": [{"filter": {"field": "time", "equal": last}}],
        "mark": {"type": "text", "align": "left", "dx": 9, "color": INK},
        "encoding": {"x": x, "y": y, "text": {"field": "turnout", "format": ".1f"}},
    }
    spec = {"data": {"values": values}, "layer": [line, dots, label], "height": {"step": 22}}
    rows = tuple((figure.at["region"], figure.at["time"], figure.value) for figure in snapshots)
    return Chart(
        name="turnout-dots",
        title=finding.outcome.title,
        subtitle=f"Turnout at {' and '.join(times)}, % of registered voters; the number is the last one",
        description=f"{finding.outcome.title}. Dots show turnout at {' and '.join(times)} in each region.",
        spec=themed(spec),
        columns=("region", "time", "turnout, %"),
        rows=rows,
        findings=(finding.id,),
        sources=cited(snapshots),
    )


def boundaries(case: Case, where: str) -> list[Any]:
    """The features of the case's boundaries.geojson. Raises T03 without one."""
    try:
        return list(json.loads(case.files["boundaries.geojson"])["features"])
    except (KeyError, ValueError) as error:
        raise ScrutatorError("T03", "a map needs a boundaries.geojson with features", where=where) from error


def drawable(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The geometry with outer rings clockwise, which is what drawing on a sphere takes for the inside.

    GeoJSON (RFC 7946) winds them the other way; as they are, a region would cover the rest of the globe.
    """
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    turned = [[wound(ring, outer=index == 0) for index, ring in enumerate(rings)] for rings in polygons]
    return {"type": "MultiPolygon", "coordinates": turned}


def wound(ring: list[list[float]], outer: bool) -> list[list[float]]:
    """The ring clockwise if it is an outer one, counter-clockwise if it is a hole."""
    doubled_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring if (doubled_area < 0) == outer else ring[::-1]


def turnout_map(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The regions shaded by turnout."""
    finding = finding_named(findings, named, "turnout", where)
    figures = {f.at["region"]: f for f in finding.outcome.figures if f.name == "turnout"}
    code_of = {place.code: place.name for place in case.places if place.code}
    features = []
    for feature in boundaries(case, where):
        name = code_of.get(feature["properties"]["code"])
        if name in figures:
            value = number_of(figures[name])
            shape = drawable(feature["geometry"])
            features.append(
                {"type": "Feature", "geometry": shape, "properties": {"region": name, "turnout": value}}
            )
    scale = {"scheme": "cividis", "reverse": True}
    legend = {"title": "turnout, %", "orient": "bottom", "direction": "horizontal", "gradientLength": 260}
    color = {"field": "properties.turnout", "type": "quantitative", "scale": scale, "legend": legend}
    spec = {
        "data": {"values": features},
        "projection": {"type": "conicEqualArea", "parallels": [43, 53], "rotate": [-67, 0]},
        "mark": {"type": "geoshape", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"color": color},
    }
    drawn = [figures[name] for name in figures if name in set(code_of.values())]
    rows = tuple((figure.at["region"], figure.value) for figure in drawn)
    low = min((f for f in drawn if number_of(f) is not None), key=lambda f: number_of(f) or 0.0)
    top = max((f for f in drawn if number_of(f) is not None), key=lambda f: number_of(f) or 0.0)
    shown, high = show(low.value, "%", "en"), show(top.value, "%", "en")
    return Chart(
        name="turnout-map",
        title=f"Turnout was reported from {shown} in {low.at['region']} to {high} in {top.at['region']}",
        subtitle="Turnout in the last snapshot, per cent of registered voters",
        description=f"Map of the regions shaded by turnout; the lowest is {low.at['region']} with {shown}.",
        spec=themed(spec, height=380),
        columns=("region", "turnout, %"),
        rows=rows,
        findings=(finding.id,),
        sources=cited(drawn),
    )


CHARTS = {"turnout-dots": turnout_dots, "turnout-map": turnout_map}
