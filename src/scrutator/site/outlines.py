"""The map of a page of results: the outline of every region, each a link to its stations, as plain SVG.

Longitudes are narrowed by the cosine of the middle latitude; boundaries that say `"coordinates": "plane"` are
drawn as they are. Nothing is coloured by a figure: the tables say the figures, the map leads to them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, isfinite, radians
from typing import Any

from scrutator.record.case import Case

WIDTH, TALLEST, EDGE = 640, 480, 4
LETTER = 11  # about the width of a letter of a label on a phone, in units of the drawing

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Outline:
    """A region on the map: its name, where it leads, its path, and where its label stands if it has room."""

    name: str
    address: str
    path: str
    at: tuple[float, float]
    labelled: bool


@dataclass(frozen=True)
class RegionMap:
    """The outlines with the height of the drawing; `absent` are regions of the table without an outline."""

    outlines: tuple[Outline, ...]
    height: int
    absent: tuple[str, ...]


def region_map(case: Case, addresses: Mapping[str, str]) -> RegionMap | None:
    """The map of these regions, name to address; None where the case has no outline of any of them.

    A region is joined to its outline by a place that has its name or id, and the place's code.
    """
    body = _body(case)
    codes = {name: place.code for place in case.places for name in (place.id, place.name) if place.code}
    rings = _rings_by_code(body)
    drawn = {name: rings[codes[name]] for name in addresses if rings.get(codes.get(name) or "")}
    if not drawn:
        return None
    plane = body.get("coordinates") == "plane"
    west, north, across, unit, height = _frame([ring for found in drawn.values() for ring in found], plane)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (point[0] - west) * across * unit, (north - point[1]) * unit
        return round(EDGE + x, 1), round(EDGE + y, 1)

    outlines = tuple(
        _outline(name, addresses[name], [[place(point) for point in ring] for ring in found])
        for name, found in drawn.items()
    )
    absent = tuple(name for name in addresses if name and name not in drawn)
    return RegionMap(outlines, height, absent)


def _body(case: Case) -> Mapping[str, Any]:
    try:
        body = json.loads(case.files.get("boundaries.geojson", b"{}"))
    except (ValueError, RecursionError):  # the check of the case has said so
        return {}
    return body if isinstance(body, dict) else {}


def _rings_by_code(body: Mapping[str, Any]) -> dict[str, list[Ring]]:
    """The outer and inner rings of every feature by its code; those that are no numbers are left out."""
    found: dict[str, list[Ring]] = {}
    for feature in body.get("features", ()):
        try:
            code, shape = str(feature["properties"]["code"]), feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found.setdefault(code, []).extend(_rings(polygons))
        except (KeyError, TypeError, ValueError, IndexError, OverflowError):
            continue
    return found


def _rings(polygons: Iterable[Iterable[Iterable[Any]]]) -> Iterator[Ring]:
    for polygon in polygons:
        for ring in polygon:
            points = [(float(point[0]), float(point[1])) for point in ring]
            if len(points) > 2 and all(isfinite(part) for point in points for part in point):
                yield points


def _frame(rings: Sequence[Ring], plane: bool) -> tuple[float, float, float, float, int]:
    """West and north of the drawing, how far longitudes are narrowed, units for a degree, height."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    across = 1.0 if plane else max(cos(radians((max(ys) + min(ys)) / 2)), 0.05)
    wide, tall = max((max(xs) - min(xs)) * across, 1e-9), max(max(ys) - min(ys), 1e-9)
    unit = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
    return min(xs), max(ys), across, unit, round(tall * unit) + 2 * EDGE


def _outline(name: str, address: str, rings: Sequence[Ring]) -> Outline:
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for (x, y), _ in groupby(ring)) + "Z" for ring in rings)
    largest = max(rings, key=_area)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    middle = round((max(xs) + min(xs)) / 2, 1), round((max(ys) + min(ys)) / 2, 1)
    return Outline(
        name, address, path, middle, max(xs) - min(xs) > LETTER * len(name) and max(ys) - min(ys) > 22
    )


def _area(ring: Ring) -> float:
    """The area of the box around a ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
