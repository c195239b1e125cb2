import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.simulation.country import HEIGHT, SMALL_SIZES, WIDTH, make_country


def area(polygon: tuple[tuple[float, float], ...]) -> float:
    corners = np.array(polygon)
    following = np.roll(corners, -1, axis=0)
    return abs(float(np.sum(corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]))) / 2


def test_the_same_seed_makes_the_same_country() -> None:
    first, second = (make_country(np.random.default_rng(5), stations=400) for _ in range(2))
    assert np.array_equal(first.registered, second.registered)
    assert first.boundaries == second.boundaries
    other = make_country(np.random.default_rng(6), stations=400)
    assert not np.array_equal(first.registered, other.registered)


def test_every_district_has_a_station_and_lies_in_one_region() -> None:
    country = make_country(np.random.default_rng(1), stations=300, regions=4, districts_per_region=6)
    assert len(country) == 300
    assert len(country.region_names) == len(country.boundaries) == 4
    assert set(country.district.tolist()) == set(range(24))
    assert np.array_equal(country.region, country.region_of_district[country.district])


def test_the_regions_cover_the_map_without_overlap() -> None:
    country = make_country(np.random.default_rng(2), stations=200, regions=12)
    assert sum(area(polygon) for polygon in country.boundaries) == pytest.approx(WIDTH * HEIGHT, rel=1e-3)


def test_stations_under_one_roof_share_their_place() -> None:
    country = make_country(np.random.default_rng(3))
    for building in (country.building[10], country.building[-1]):
        here = country.building == building
        assert len(set(country.x[here])) == 1
    assert country.building.max() < len(country) - 500


def test_small_sizes_make_small_stations() -> None:
    ordinary = make_country(np.random.default_rng(4))
    small = make_country(np.random.default_rng(4), sizes=SMALL_SIZES)
    assert np.median(small.registered) < 0.5 * np.median(ordinary.registered)


def test_a_country_with_more_districts_than_stations_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="3 stations") as caught:
        make_country(np.random.default_rng(0), stations=3)
    assert caught.value.code == "S01"


def test_one_station_in_one_district_of_one_region_is_a_country() -> None:
    country = make_country(np.random.default_rng(1), stations=1, regions=1, districts_per_region=1)
    assert country.district.tolist() == [0]
    with pytest.raises(ScrutatorError, match="cannot fill 1 × 1 districts"):
        make_country(np.random.default_rng(1), stations=0, regions=1, districts_per_region=1)
