"""The core is the tightest half of the voters, whichever way the cloud leans."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.forensics.fingerprint.core import comet_core, weighted_quantile
from scrutator.forensics.inputs.results import results_from_counts


@pytest.mark.parametrize("lean", [1, -1])
def test_the_core_follows_a_leaning_line_and_not_the_stations_across_it(lean: int) -> None:
    along = np.linspace(-100, 100, 60)  # three fifths of the stations on a line in (turnout, share)
    across = np.linspace(-60, 60, 40)  # the others on a shorter line through the same centre, across it
    turnout = 500 + np.concatenate([along, across])
    share = 500 + lean * np.concatenate([along, -across])
    cast = turnout.round().astype(np.int64)
    leader = (cast * share / 1000).round().astype(np.int64)
    registered = np.full(100, 1000)
    counts = {"registered": registered, "ballots_cast": cast, "valid": cast, "leader": leader}
    core = comet_core(results_from_counts("leaning", ["r"] * 100, ["d"] * 100, counts))
    (a, b), (_, d) = core.covariance
    assert lean * b / (a * d) ** 0.5 > 0.99
    assert core.turnout == pytest.approx(50, abs=8)


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 3000)), min_size=1, max_size=80),
    st.floats(0.01, 1.2),
)
def test_the_value_up_to_which_weights_sum_is_that_of_a_sort(
    rows: list[tuple[float, int]], part: float
) -> None:
    values = np.array([value for value, _ in rows])
    weight = np.array([float(one) for _, one in rows])
    reach = part * weight.sum()
    order = np.argsort(values, kind="stable")
    last = min(int(np.searchsorted(np.cumsum(weight[order]), reach)), len(rows) - 1)
    assert weighted_quantile(values, weight, reach) == values[order][last]
