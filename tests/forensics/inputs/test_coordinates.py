import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.coordinates import read_degrees
from scrutator.forensics.inputs.results import StationResults, results_from_counts


def at(*cells: str) -> StationResults:
    counts = {name: np.ones(len(cells), dtype=int) for name in ("valid", "leader")}
    return results_from_counts(
        "p", [""] * len(cells), [""] * len(cells), counts, labels={"lat": np.array(cells)}
    )


def test_degrees_are_read_with_point_or_comma_and_unknown_ones_stay_unknown() -> None:
    found = read_degrees(at("51.5", "43,25", "−33.9", "", "n/a", "90"), "lat", 90)
    assert found[[0, 1, 2, 5]].tolist() == [51.5, 43.25, -33.9, 90.0]
    assert np.isnan(found[3:5]).all()


@pytest.mark.parametrize("cell", ["90.01", "51°30′", "nan", "inf"])
def test_what_is_no_degree_is_refused(cell: str) -> None:
    with pytest.raises(ScrutatorError, match="is no degree"):
        read_degrees(at("1", cell), "lat", 90)


def test_a_column_that_was_not_read_is_named() -> None:
    with pytest.raises(ScrutatorError, match="no column “lon”"):
        read_degrees(at("1"), "lon", 180)
