import numpy as np
import pytest
from made_up import plain_election

from scrutator.forensics.fingerprint.regions import region_clouds
from scrutator.forensics.inputs.results import results_from_counts


def test_regions_stand_by_their_registers_with_their_own_sums() -> None:
    results = plain_election()
    found = region_clouds(results)
    assert {one.region for one in found} == set(results.region_names)
    assert [one.registered for one in found] == sorted((one.registered for one in found), reverse=True)
    first = results.select(results.region == results.region_names.index(found[0].region))
    assert found[0].turnout == round(100 * first["ballots_cast"].sum() / first["registered"].sum(), 1)
    assert found[0].share == round(100 * first["leader"].sum() / first["valid"].sum(), 1)
    assert sum(part for _, _, part in found[0].cells) == pytest.approx(100, abs=8)


def test_the_order_of_rows_changes_nothing() -> None:
    results = plain_election(300)
    other = results.select(np.random.default_rng(3).permutation(len(results)))
    assert region_clouds(other) == region_clouds(results)


def corner(cast: int, leader: int) -> int:
    counts = {
        "registered": np.array([1000, 1000]), "ballots_cast": np.array([cast, 500]),
        "valid": np.array([cast, 500]), "leader": np.array([leader, 100]),
    }  # fmt: skip
    found = region_clouds(results_from_counts("two", ["a", "b"], ["", ""], counts))
    return next(one.corner for one in found if one.region == "a")


def test_the_corner_begins_at_95_percent_of_both() -> None:
    assert corner(1000, 950) == 1
    assert corner(1000, 949) == 0
    assert corner(950, 940) == 1
    assert corner(949, 940) == 0


def test_only_the_largest_24_regions_have_cells_and_the_others_keep_their_sums() -> None:
    size = 26
    counts = {
        "registered": 1000 + np.arange(size), "ballots_cast": np.full(size, 500),
        "valid": np.full(size, 500), "leader": np.full(size, 200),
    }  # fmt: skip
    found = region_clouds(
        results_from_counts("many", [f"r{i:02d}" for i in range(size)], [""] * size, counts)
    )
    assert [one.region for one in found if not one.cells] == ["r01", "r00"]
    assert len(found) == size


def test_one_region_is_no_comparison() -> None:
    counts = {name: np.array([200, 300]) for name in ("registered", "ballots_cast", "valid", "leader")}
    assert region_clouds(results_from_counts("one", ["a", "a"], ["", ""], counts)) == ()
