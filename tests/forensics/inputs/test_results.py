import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import StationResults, results_from_counts


def four_stations() -> StationResults:
    counts = {
        "registered": np.array([100, 100, 100, 100]),
        "ballots_cast": np.array([50, 120, 60, 130]),
        "valid": np.array([50, 50, 60, 60]),
        "leader": np.array([1, 2, 3, 4]),
    }
    regions, districts = ["east", "west", "north", "west"], ["one", "one", "two", "three"]
    return results_from_counts("made up", regions, districts, counts)


def test_a_region_is_an_election_of_its_own_with_its_own_names() -> None:
    part = four_stations().in_regions(["west"])
    assert part.name == "made up: west"
    assert part["leader"].tolist() == [2, 4]
    assert part.region_names == ("west",)
    assert part.region.tolist() == [0, 0]
    assert [part.district_names[code] for code in part.district] == ["west / one", "west / three"]


def test_faults_of_a_region_keep_the_rows_of_the_file() -> None:
    whole = four_stations()
    assert whole.faults[0].rows == (2, 4)
    assert whole.in_regions(["west"]).faults[0].rows == (2, 4)
    assert whole.in_regions(["east", "north"]).faults == ()


def test_a_region_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(ScrutatorError, match="no region “south”") as caught:
        four_stations().in_regions(["west", "south"])
    assert caught.value.where == "regions: east, north, west"
