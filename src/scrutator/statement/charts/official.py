"""Charts of the official numbers: turnout by region, as dots over the day and as a map."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    ACCENT,
    INK,
    PAPER,
    QUIET,
    Chart,
    category,
    in_lines,
    quantity,
    themed,
    wrapped,
)
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
    """One row per region: a dot at each snapshot, joined by a line, sorted by the last."""
    finding = finding_named(findings, named, "turnout", where)
    snapshots = [figure for figure in finding.outcome.figures if figure.name == "snapshot"]
    times = sorted({figure.at["time"] for figure in snapshots if number_of(figure) is not None})
    whole = {place.name for place in case.places if place.level == WHOLE}
    regions = [figure for figure in snapshots if figure.at["region"] not in whole]
    country = [f for f in snapshots if f.at["region"] in whole and f.at["time"] == times[-1]]
    return Chart(
        name="turnout-dots",
        title=finding.outcome.title,
        subtitle=f"Turnout at {' and '.join(times)}, % of registered voters; the number is the last one; "
        "the dashed line is the whole country",
        description=f"{finding.outcome.title}. Dots show turnout at {' and '.join(times)} in each region.",
        spec=themed(_dots_over_the_day(regions, country, times), width=500),
        columns=("region", "time", "turnout, %"),
        rows=tuple((figure.at["region"], figure.at["time"], figure.value) for figure in snapshots),
        findings=(finding.id,),
        sources=cited(snapshots),
        phone=narrow_dots(regions, country, times),
    )


WHOLE = "country"  # the level of the place that regions are parts of: its turnout is no region's


def narrow_dots(regions: Sequence[Figure], country: Sequence[Figure], times: Sequence[str]) -> dict[str, Any]:
    """The same rows for a phone: names in lines, three ticks on a short axis."""
    spec = _dots_over_the_day(regions, country, times)
    rows = [{**row, "region": wrapped(row["region"])} for row in spec["data"]["values"]]
    for layer in spec["layer"]:
        if "y" in layer["encoding"]:
            layer["encoding"]["y"] = {**layer["encoding"]["y"], "axis": in_lines()}
        if layer["encoding"]["x"].get("title"):
            layer["encoding"]["x"] |= {
                "title": "turnout, %",
                "axis": {"values": [0, 50, 100], "labelFlush": False},
            }
    spec |= {"data": {"values": rows}, "height": {"step": 32}}
    spec |= {"padding": {"left": 6, "right": 6, "top": 5, "bottom": 5}}
    return themed(spec, width=120)


def _dots_over_the_day(
    regions: Sequence[Figure], country: Sequence[Figure], times: Sequence[str]
) -> dict[str, Any]:
    """A line per region, a dot per snapshot, and the last one's number; across them, the whole country."""
    values = [
        {"region": figure.at["region"], "time": figure.at["time"], "turnout": number_of(figure)}
        for figure in regions
        if number_of(figure) is not None
    ]
    y = category("region", title=None, sort={"field": "turnout", "op": "max", "order": "ascending"})
    layers = [*_country(country), _span(y), *_dots(y, times)]
    return {"data": {"values": values}, "layer": layers, "height": {"step": 22}}


def _country(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """A dashed line at the turnout of the whole country, with its number above."""
    values = [{"turnout": number_of(f)} for f in figures if number_of(f) is not None]
    data, x = {"data": {"values": values}}, quantity("turnout")
    number = {"type": "text", "align": "center", "baseline": "bottom", "dy": -3, "y": 0, "color": INK}
    line = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
    encoding = {"x": x, "text": {"field": "turnout", "format": ".1f"}}
    shown = [{**data, "mark": line, "encoding": {"x": x}}, {**data, "mark": number, "encoding": encoding}]
    return shown if values else []


def _span(y: Mapping[str, Any]) -> dict[str, Any]:
    """The line from a region's lowest turnout to its highest."""
    low, high = quantity("turnout", aggregate="min"), {"aggregate": "max", "field": "turnout"}
    mark = {"type": "rule", "color": QUIET, "strokeWidth": 1.5}
    return {"mark": mark, "encoding": {"y": y, "x": low, "x2": high}}


def _dots(y: Mapping[str, Any], times: Sequence[str]) -> list[dict[str, Any]]:
    """A dot per snapshot, and the number beside the last one."""
    title = "turnout, % of registered voters"
    x = quantity("turnout", title=title, scale={"domain": [0, 100]}, axis={"tickCount": 5})
    colour = category("time", legend=None, scale={"domain": list(times), "range": [QUIET, ACCENT]})
    last = {"field": "time", "equal": times[-1] if times else ""}
    number = {"type": "text", "align": "left", "dx": 9, "color": INK}
    halo = {**number, "stroke": PAPER, "strokeWidth": 4, "color": PAPER}
    text = {"x": x, "y": y, "text": {"field": "turnout", "format": ".1f"}}
    return [
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": category("time", legend=None)},
        },
        {"transform": [{"filter": last}], "mark": halo, "encoding": text},
        {"transform": [{"filter": last}], "mark": number, "encoding": text},
    ]


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
    mapped = {place.name for place in case.places if place.code}
    drawn = [figures[name] for name in figures if name in mapped]
    known = [f for f in drawn if number_of(f) is not None]
    low, top = (choose(known, key=lambda f: number_of(f) or 0.0) for choose in (min, max))
    shown, high = show(low.value, "%", "en"), show(top.value, "%", "en")
    features = turnout_features(case, figures, where)
    return Chart(
        name="turnout-map",
        title=f"Turnout was reported from {shown} in {low.at['region']} to {high} in {top.at['region']}",
        subtitle="Turnout in the last snapshot, per cent of registered voters",
        description=f"Map of the regions shaded by turnout; the lowest is {low.at['region']} with {shown}.",
        spec=themed(_shaded(features), height=380),
        columns=("region", "turnout, %"),
        rows=tuple((figure.at["region"], figure.value) for figure in drawn),
        findings=(finding.id,),
        sources=cited(drawn),
        phone=narrow_map(features),
    )


def narrow_map(features: list[dict[str, Any]]) -> dict[str, Any]:
    """The map for a phone, with smaller numbers and a shorter scale of shades."""
    spec = _shaded(features)
    for layer in spec["layer"][1:]:
        if layer["mark"]["type"] == "text":
            layer["mark"] |= {"fontSize": 10 if layer["mark"].get("fontWeight") else 9.5}
    spec["layer"][0]["encoding"]["color"]["legend"]["gradientLength"] = 200
    narrow = {**spec, "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2}}
    return themed(narrow, width=270, height=170)


def turnout_features(case: Case, figures: Mapping[str, Figure], where: str) -> list[dict[str, Any]]:
    """The regions that have a figure, each with its outline and its turnout."""
    code_of = {place.code: place.name for place in case.places if place.code}
    features = []
    for feature in boundaries(case, where):
        name = code_of.get(feature["properties"]["code"], "")
        if name in figures:
            properties = {"region": name, "turnout": number_of(figures[name])}
            shape = drawable(feature["geometry"])
            features.append({"type": "Feature", "geometry": shape, "properties": properties})
    return features


def _shaded(features: list[dict[str, Any]]) -> dict[str, Any]:
    """A map, darker where turnout is higher, with the turnout on every region."""
    legend = {"title": "turnout, %", "orient": "bottom", "direction": "horizontal", "gradientLength": 260}
    scale = {"scheme": "cividis", "reverse": True}
    shape = {
        "data": {"values": features},
        "mark": {"type": "geoshape", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"color": quantity("properties.turnout", scale=scale, legend=legend)},
    }
    return {
        "projection": {"type": "conicEqualArea", "parallels": [43, 53], "rotate": [-67, 0]},
        "layer": [shape, *_map_labels(features)],
    }


def _map_labels(features: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The numbers, white in a dark outline, so that they are read on any shade; those of small regions
    outside the map with their names, at the end of a line."""
    labels = [label_of(feature) for feature in features]
    small = [outside(label, features) for label in labels if label["small"]]
    text = {"type": "text", "fontSize": 11}
    outlined = ({"stroke": "#101010", "strokeWidth": 3, "color": "#101010"}, {"color": "#ffffff"})
    numbers = {**_at("longitude", "latitude"), "text": quantity("turnout", format=".1f")}
    ends = {"longitude2": {"field": "east"}, "latitude2": {"field": "north"}}
    names = {**_at("east", "north"), "text": category("region")}
    layers = [
        {
            "data": {"values": [label for label in labels if not label["small"]]},
            "mark": {**text, **look},
            "encoding": numbers,
        }
        for look in outlined
    ]
    layers += [
        {
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
            "encoding": {**_at("longitude", "latitude"), **ends},
        },
        {"mark": {**text, "color": INK, "dy": {"expr": "datum.up ? -7 : 20"}}, "encoding": names},
        {
            "mark": {**text, "color": INK, "fontWeight": "bold", "dy": {"expr": "datum.up ? -20 : 7"}},
            "encoding": {**_at("east", "north"), "text": quantity("turnout", format=".1f")},
        },
    ]
    return [layer if "data" in layer else {"data": {"values": small}, **layer} for layer in layers]


def _at(longitude: str, latitude: str) -> dict[str, Any]:
    return {"longitude": quantity(longitude), "latitude": quantity(latitude)}


SMALL = 1.0  # square degrees; the number of a smaller region stands outside the map


def label_of(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Where the number of a region stands: at the centre of gravity of its largest part."""
    rings = [polygon[0] for polygon in feature["geometry"]["coordinates"]]
    area, longitude, latitude = max(map(gravity, rings))
    turnout = feature["properties"]["turnout"]
    return {
        "region": feature["properties"].get("region", ""),
        "longitude": longitude,
        "latitude": latitude,
        "turnout": turnout,
        "small": area < SMALL,
    }


def outside(label: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A label with the end of its line: straight above the map or below it, whichever is nearer."""
    latitudes = [
        point[1]
        for feature in features
        for polygon in feature["geometry"]["coordinates"]
        for point in polygon[0]
    ]
    low, high = min(latitudes), max(latitudes)
    up = high - label["latitude"] < label["latitude"] - low
    return {**label, "east": label["longitude"], "north": high + 0.4 if up else low - 0.4, "up": up}


def gravity(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Area in square degrees and centre of gravity of a closed ring, on the plane of the degrees."""
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)]
    doubled = sum(crosses)
    sums = [
        sum((a[axis] + b[axis]) * cross for (a, b), cross in zip(pairwise(ring), crosses, strict=True))
        for axis in (0, 1)
    ]
    return abs(doubled) / 2, sums[0] / (3 * doubled), sums[1] / (3 * doubled)


CHARTS = {"turnout-dots": turnout_dots, "turnout-map": turnout_map}
