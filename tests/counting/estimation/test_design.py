"""The description of a sample: labels of any kind mean the same design."""

import numpy as np
import pytest

from scrutator.counting.estimation.design import make_design

CASES = [
    ([10, 2, 2, 10, 1], np.int64),
    ([10, 2, 2, 10, 1], np.uint32),
    ([-3, 5, -3], np.int16),
    ([0, 10**15, 7, 0], np.int64),
    ([4], np.int64),
]


@pytest.mark.parametrize(("labels", "kind"), CASES)
def test_whole_numbers_as_strata_are_the_design_of_their_texts(labels: list[int], kind: type) -> None:
    found = make_design(1.0, strata=np.array(labels, dtype=kind))
    expected = make_design(1.0, strata=list(map(str, labels)))
    assert found.stratum_names == expected.stratum_names
    assert found.strata.tolist() == expected.strata.tolist()
