"""The variance of a night with calibration groups, against residuals of a regression on the stations."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from scrutator.counting.night.estimate import moments
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample
from scrutator.counting.night.response import stratified


def test_atoms_of_exactly_one_station_enter_the_fit_of_the_groups() -> None:
    """Twelve stations, each an atom of its own by its weight, in two strata and three cells."""
    rng = np.random.default_rng(3)
    drawn = [Sampled(f"s{i}", f"h{i % 2}", f"c{i // 2 % 3}", 10.0 + i) for i in range(12)]
    count = QuickCount(make_sample(drawn), ("a", "b"))
    rows = {}
    for place, one in enumerate(drawn):
        votes = rng.integers(50, 150, 2)
        rows[one.station] = np.array([*votes, votes.sum() + 5], dtype=float)
        counts = tuple(int(value) for value in rows[one.station])
        count.take(Report(one.station, datetime(2026, 11, 21, 21, place, tzinfo=UTC), counts))
    sample, statistics = count.sample, count.statistics
    assert statistics.numbers.tolist() == [1] * 12
    weights = replace(
        stratified(sample, statistics, None),
        per_atom=sample.atom_weights,
        groups=(sample.atom_cells, sample.atom_strata),
    )
    contrast = np.array([[1.0], [0.0], [-0.4]])
    found = moments(sample, statistics, weights, contrast).covariance

    z = np.array([float((rows[one.station] @ contrast)[0]) for one in drawn])
    w = np.array([one.weight for one in drawn])
    strata = np.array([i % 2 for i in range(12)])
    cells = np.array([i // 2 % 3 for i in range(12)])
    dummies = np.column_stack([strata == 0, strata == 1, cells == 1, cells == 2]).astype(float)
    fitted = dummies @ np.linalg.lstsq(dummies * np.sqrt(w)[:, None], z * np.sqrt(w), rcond=None)[0]
    residual = w * (z - fitted)
    expected = sum(
        6 / 5 * np.sum((residual[strata == h] - residual[strata == h].mean()) ** 2) for h in (0, 1)
    )
    assert found is not None
    assert found[0, 0] == pytest.approx(expected * 10 / 8, rel=1e-6)  # two cell effects beside two strata
