"""The dip held against its definition: the least distance to a unimodal distribution, by linear programs."""

import numpy as np
import pytest
from scipy.optimize import linprog

from scrutator.forensics.battery.shape import _uniform_dips, dip_statistic


def dip_by_definition(x: np.ndarray) -> float:
    """min over modes m and G of sup |F − G|, with G convex up to x[m], free to jump there, concave beyond.

    Unknowns: G just before and just after each point, equal but at the mode, and the distance d.
    """
    return min(_least_distance(x, mode) for mode in range(len(x)))


def _least_distance(x: np.ndarray, mode: int) -> float:
    size = len(x)
    rows: list[np.ndarray] = []
    limits: list[float] = []

    def at(place: int, after: bool) -> int:
        """The unknown: points before the mode have one value, the mode two, points after it one."""
        return place + (place > mode or (place == mode and after))

    def demand(terms: dict[int, float], limit: float) -> None:
        row = np.zeros(size + 2)
        for place, factor in terms.items():
            row[place] += factor
        rows.append(row)
        limits.append(limit)

    for i in range(size):
        for after in (False, True):
            step = (i + after) / size
            demand({at(i, after): 1.0, size + 1: -1.0}, step)
            demand({at(i, after): -1.0, size + 1: -1.0}, -step)
    for place in range(size):
        demand({place: 1.0, place + 1: -1.0}, 0.0)
    for i in range(size - 2):
        first, middle, last = 1 / (x[i + 1] - x[i]), 0.0, 1 / (x[i + 2] - x[i + 1])
        middle = first + last
        if i + 2 <= mode:
            demand({at(i, False): -first, at(i + 1, False): middle, at(i + 2, False): -last}, 0.0)
        if i >= mode:
            demand({at(i, True): first, at(i + 1, True): -middle, at(i + 2, True): last}, 0.0)
    bounds = [(0.0, 1.0)] * (size + 1) + [(0.0, 1.0)]
    goal = np.zeros(size + 2)
    goal[-1] = 1.0
    return float(linprog(goal, A_ub=np.array(rows), b_ub=np.array(limits), bounds=bounds).fun)


@pytest.mark.parametrize("seed", range(25))
def test_the_dip_is_the_least_distance_to_a_unimodal_distribution(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 5 + seed % 6
    x = np.sort(np.concatenate([rng.normal(0, 1, size // 2), rng.normal(seed % 5, 0.5, size - size // 2)]))
    assert dip_statistic(x) == pytest.approx(dip_by_definition(x), abs=1e-9)


def test_the_stored_law_of_the_dip_is_what_is_made_from_its_seed() -> None:
    rng = np.random.default_rng(20_261_121)
    made = [np.sqrt(500) * dip_statistic(np.sort(rng.random(500))) for _ in range(40)]
    assert len(_uniform_dips()) == 400
    assert made == pytest.approx(_uniform_dips()[:40].tolist(), rel=1e-12)
