"""A made-up country: regions, districts, polling stations, registers and boundaries.

Everything is drawn from the generator that is passed in; the names are invented and neutral.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from scrutator.errors import ScrutatorError

IntArray = NDArray[np.integer[Any]]
FloatArray = NDArray[np.floating[Any]]
BoolArray = NDArray[np.bool_]
Point = tuple[float, float]

WIDTH, HEIGHT = 900.0, 600.0  # kilometres
FIRST_PARTS = (
    "Al",
    "Ber",
    "Cor",
    "Dal",
    "Est",
    "Fen",
    "Gor",
    "Hal",
    "Ist",
    "Kel",
    "Lor",
    "Mar",
    "Nor",
    "Ost",
)
SECOND_PARTS = ("ava", "enta", "mire", "ona", "una", "ista", "era", "ovia", "ande", "uria")


@dataclass(frozen=True)
class Country:
    """Places with known geography. Arrays have one entry per polling station.

    `region` and `district` are codes into the names; a district lies in one region
    (`region_of_district`). `registered` is the register, `urban` whether the place is a town,
    `building` a code shared by stations under one roof, `x` and `y` kilometres on the map.
    `boundaries` has one polygon per region.
    """

    region_names: tuple[str, ...]
    district_names: tuple[str, ...]
    region_of_district: IntArray
    station: tuple[str, ...]
    region: IntArray
    district: IntArray
    registered: IntArray
    urban: BoolArray
    building: IntArray
    x: FloatArray
    y: FloatArray
    boundaries: tuple[tuple[Point, ...], ...]

    def __len__(self) -> int:
        return len(self.registered)


@dataclass(frozen=True)
class Sizes:
    """How large stations are: median register in town and country, and the log-normal spread."""

    urban_median: float = 1500.0
    rural_median: float = 550.0
    spread: float = 0.45
    urban_share: float = 0.55
    smallest: int = 30
    largest: int = 3200


ORDINARY_SIZES = Sizes()
SMALL_SIZES = Sizes(urban_median=420.0, rural_median=160.0, spread=0.5, largest=1200)


def make_country(
    rng: np.random.Generator,
    *,
    stations: int = 6000,
    regions: int = 15,
    districts_per_region: int = 10,
    sizes: Sizes = ORDINARY_SIZES,
    mapped: bool = True,
) -> Country:
    """A country of the given shape. Raises S01 when there are fewer stations than districts.

    Without a map all places are 0 and there are no boundaries.
    """
    districts = regions * districts_per_region
    if min(stations, regions, districts_per_region) < 1 or stations < districts:
        what = f"{stations} stations cannot fill {regions} × {districts_per_region} districts"
        raise ScrutatorError("S01", what)
    district = np.sort(
        np.concatenate([np.arange(districts), rng.integers(0, districts, stations - districts)])
    )
    town = rng.random(districts) < sizes.urban_share
    urban = np.where(town[district], rng.random(stations) < 0.9, rng.random(stations) < 0.15)
    median = np.where(urban, sizes.urban_median, sizes.rural_median)
    drawn = median * np.exp(rng.normal(0.0, sizes.spread, stations))
    registered = np.clip(np.rint(drawn), sizes.smallest, sizes.largest).astype(np.int64)
    region_of_district = np.repeat(np.arange(regions), districts_per_region)
    return _settle(rng, registered, district, region_of_district, urban, mapped)


def _settle(
    rng: np.random.Generator,
    registered: IntArray,
    district: IntArray,
    region_of_district: IntArray,
    urban: BoolArray,
    mapped: bool,
) -> Country:
    """Give the stations places, buildings and names."""
    regions = int(region_of_district.max()) + 1
    boundaries: tuple[tuple[Point, ...], ...] = ()
    place = np.zeros((len(district), 2))
    if mapped:
        seats, boundaries = _regions_on_the_map(rng, regions)
        middle = seats[region_of_district] + rng.normal(0.0, 28.0, (len(region_of_district), 2))
        place = middle[district] + rng.normal(0.0, 9.0, (len(district), 2))
    # Stations under one roof: in towns about two in five follow the one before in its building.
    follows = (rng.random(len(district)) < np.where(urban, 0.4, 0.1)) & (np.diff(district, prepend=-1) == 0)
    building = np.cumsum(~follows) - 1
    place = place[np.flatnonzero(~follows)][building]
    names = _names(regions)
    return Country(
        region_names=names,
        district_names=tuple(_district_names(names, region_of_district)),
        region_of_district=region_of_district,
        station=tuple(f"{number:05d}" for number in range(1, len(district) + 1)),
        region=region_of_district[district],
        district=district,
        registered=registered,
        urban=urban,
        building=building,
        x=np.round(np.clip(place[:, 0], 0, WIDTH), 1),
        y=np.round(np.clip(place[:, 1], 0, HEIGHT), 1),
        boundaries=boundaries,
    )


def _names(regions: int) -> tuple[str, ...]:
    names = [first + second for second in SECOND_PARTS for first in FIRST_PARTS]
    return tuple(names[i] if i < len(names) else f"Region {i + 1}" for i in range(regions))


def _district_names(region_names: tuple[str, ...], region_of_district: IntArray) -> Iterator[str]:
    seen = [0] * len(region_names)
    for region in region_of_district.tolist():
        seen[region] += 1
        yield f"{region_names[region]} {seen[region]:02d}"


def _regions_on_the_map(
    rng: np.random.Generator, regions: int
) -> tuple[FloatArray, tuple[tuple[Point, ...], ...]]:
    """Seats of the regions, and the land nearer to each seat than to any other."""
    box = np.array([WIDTH, HEIGHT])
    seats = rng.random((regions, 2)) * box
    for _ in range(15):  # Lloyd's steps spread the seats evenly
        cells = _voronoi_cells(seats, box)
        seats = np.array([cell.mean(axis=0) for cell in cells])
    cells = _voronoi_cells(seats, box)
    return seats, tuple(tuple((round(float(x), 2), round(float(y), 2)) for x, y in cell) for cell in cells)


def _voronoi_cells(seats: FloatArray, box: FloatArray) -> list[FloatArray]:
    # Seats mirrored at the four edges make every cell end at the edge of the box.
    mirrored = [seats]
    for axis in (0, 1):
        for edge in (0.0, box[axis]):
            other = seats.copy()
            other[:, axis] = 2 * edge - other[:, axis]
            mirrored.append(other)
    diagram = Voronoi(np.concatenate(mirrored))
    cells = []
    for index, seat in enumerate(seats):
        corners = diagram.vertices[diagram.regions[diagram.point_region[index]]]
        angle = np.arctan2(corners[:, 1] - seat[1], corners[:, 0] - seat[0])
        cells.append(np.clip(corners[np.argsort(angle)], 0.0, box))
    return cells
