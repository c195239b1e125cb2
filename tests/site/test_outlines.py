"""The map of regions: every outline leads to the page of its region, and what has none is named."""

import json
import re

import pytest
from tests.site.conftest import subject
from tests.site.pages import Seen

from scrutator.site.folder import site_files
from scrutator.site.outlines import region_map


def square(west: float, south: float, size: float = 1.0) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(code: str, coordinates: object, kind: str = "Polygon") -> dict[str, object]:
    return {"properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def places(*codes: tuple[str, str]) -> str:
    rows = "".join(f"{name.lower()},{name},region,land,{code},,,A\n" for name, code in codes)
    return f"id,name,level,parent,code,start,end,source\nland,Land,country,,,,,A\n{rows}"


def boundaries(*features: dict[str, object], **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


TWO = (("North", "X.N"), ("South", "X.S"))


def test_the_page_of_results_has_a_map_whose_regions_are_links_to_their_stations() -> None:
    case = subject(
        **{
            "places.csv": places(*TWO),
            "boundaries.geojson": boundaries(feature("X.N", square(10, 51)), feature("X.S", square(10, 50))),
        }
    )
    site = dict(site_files([case]))
    page = site["small/en/results/index.html"].decode()
    drawing = page[page.index('<svg class="regions"') :].partition("</svg>")[0]
    assert re.findall(r'<a href="([^"]*)" aria-label="(\w+)"', drawing) == [
        ("../results/region-001.html", "North"),
        ("../results/region-002.html", "South"),
    ]
    assert "style=" not in drawing


def test_a_region_of_the_table_that_is_not_drawn_is_named_under_the_map() -> None:
    case = subject(
        **{"places.csv": places(*TWO), "boundaries.geojson": boundaries(feature("X.S", square(10, 50)))}
    )
    text = Seen("x", dict(site_files([case]))["small/en/results/index.html"]).text
    assert "Not on the map: North." in text


def test_a_case_without_boundaries_has_no_map_and_says_nothing_of_one(small_site: dict[str, bytes]) -> None:
    page = small_site["small/en/results/index.html"].decode()
    assert 'class="regions"' not in page
    assert "Not on the map" not in page


def test_longitudes_are_narrowed_on_the_earth_and_not_on_a_plane() -> None:
    def height(**more: object) -> int:
        case = subject(
            **{
                "places.csv": places(*TWO),
                "boundaries.geojson": boundaries(feature("X.N", square(10, 59.5)), **more),
            }
        ).case
        found = region_map(case, {"North": "n.html"})
        assert found is not None
        return found.height

    assert height(coordinates="plane") == 480
    assert height() == 480  # half as wide as tall
    wide = [[[0, 59], [4, 59], [4, 61], [0, 61], [0, 59]]]
    case = subject(
        **{"places.csv": places(*TWO), "boundaries.geojson": boundaries(feature("X.N", wide))}
    ).case
    found = region_map(case, {"North": "n.html"})
    assert found is not None
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", found.outlines[0].path)]
    assert max(xs) - min(xs) == pytest.approx(found.height - 8, abs=1)  # 4° of longitude at 60° are 2° long


@pytest.mark.parametrize(
    "nasty", [[], [[]], [["a"]], [[[1]]], [[["x", "y"]] * 3], [[[1e400, 0]] * 3], 7, None]
)
def test_coordinates_that_are_no_numbers_draw_nothing(nasty: object) -> None:
    case = subject(
        **{"places.csv": places(*TWO), "boundaries.geojson": boundaries(feature("X.S", square(10, 50)))}
    ).case
    files = {**case.files, "boundaries.geojson": boundaries(feature("X.N", nasty)).encode()}
    from dataclasses import replace

    assert region_map(replace(case, files=files), {"North": "n.html"}) is None


def test_several_polygons_of_a_region_are_one_link() -> None:
    both = [square(10, 50), square(20, 50)]
    case = subject(
        **{
            "places.csv": places(*TWO),
            "boundaries.geojson": boundaries(feature("X.N", both, "MultiPolygon")),
        }
    ).case
    found = region_map(case, {"North": "n.html", "South": "s.html", "": "none.html"})
    assert found is not None
    assert [one.path.count("M") for one in found.outlines] == [2]
    assert found.absent == ("South",)


def test_the_map_of_the_simulated_republic_has_every_region(bundled_site: dict[str, bytes]) -> None:
    page = bundled_site["simulated-republic/en/results/index.html"].decode()
    drawing = page[page.index('<svg class="regions"') :].partition("</svg>")[0]
    assert len(set(re.findall(r'href="(../results/region-\d+\.html)"', drawing))) == 15


def test_a_district_leads_to_its_stations_by_the_id_of_its_row(small_site: dict[str, bytes]) -> None:
    page = small_site["small/en/results/region-001.html"].decode()
    assert re.findall(r'<tr id="(district-\d)" data-district="(\w*)"', page) == [
        ("district-1", "N1"),
        ("district-2", "N2"),
    ]
    assert re.findall(r'href="[^"]*region-001.html(#district-\d)"', page) == ["#district-1", "#district-2"]
