import json

import pytest

from scrutator.record.folder.checks import check_case
from scrutator.record.folder.opening import case_files
from scrutator.record.folder.reading import read_case

SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 0]]]


def boundaries(code: str, kind: str = "Polygon") -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": SQUARE},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{", "R04"), (b"[]", "R04"), (b'{"features": [{}]}', "R04"), (boundaries("X"), "R21"), (boundaries("N", "Point"), "R04"),
     (b"[" * 100_000, "R04"), (b"\xff", "R04")],
)  # fmt: skip
def test_boundaries_that_cannot_be_drawn_are_faults(
    small_files: dict[str, bytes], content: bytes, code: str
) -> None:
    small_files["places.csv"] = (
        b"id,name,level,code,source\nland,Land,country,,A\nnorth,North,region,N,A\nsouth,South,region,S,A\n"
    )
    small_files["boundaries.geojson"] = content
    assert [(f.file, f.code) for f in check_case(read_case(small_files))] == [("boundaries.geojson", code)]


def test_kazakhstan_has_sixteen_units_that_join_and_28_pairs_of_neighbours() -> None:
    files = case_files("kazakhstan-2012")
    features = json.loads(files["boundaries.geojson"])["features"]
    points = {f["properties"]["code"]: set(_points(f["geometry"]["coordinates"])) for f in features}
    assert len(points) == 16
    codes = sorted(points)
    pairs = {(a, b) for a in codes for b in codes if a < b and points[a] & points[b]}
    assert len(pairs) == 28
    assert {b if a == "KZ.MG" else a for a, b in pairs if "KZ.MG" in (a, b)} == {"KZ.AR", "KZ.AT"}


def _points(part: list) -> list[tuple[float, float]]:  # type: ignore[type-arg]
    if isinstance(part[0], int | float):
        return [(part[0], part[1])]
    return [point for inner in part for point in _points(inner)]
