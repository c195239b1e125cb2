"""The limits of a verdict and of the full posterior, on both sides."""

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.verdicts import Standing, Verdict, verdict
from scrutator.forensics.models.posterior import check_chains, refuse_if_too_large
from support.needs import package


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.05, Verdict.NOT_BY_CHANCE), (0.0501, Verdict.CONSISTENT), (0.055, Verdict.CONSISTENT)],
)
def test_five_percent_decides_a_verdict(p: float, expected: Verdict) -> None:
    assert verdict(p, Standing.DIAGNOSTIC) is expected


def test_six_thousand_stations_are_drawn_and_one_more_is_refused() -> None:
    refuse_if_too_large(6000)
    with pytest.raises(ScrutatorError, match="F03"):
        refuse_if_too_large(6001)


@pytest.mark.parametrize(
    ("r_hat", "sample", "refused"),
    [(1.01, 400.0, False), (1.0101, 400.0, True), (1.01, 399.9, True), (1.015, 1000.0, True)],
)
def test_chains_agree_up_to_one_percent_and_from_four_hundred_draws(
    monkeypatch: pytest.MonkeyPatch, r_hat: float, sample: float, refused: bool
) -> None:
    diagnostics = package("numpyro.diagnostics")
    monkeypatch.setattr(diagnostics, "split_gelman_rubin", lambda _: np.array([1.0, r_hat]))
    monkeypatch.setattr(diagnostics, "effective_sample_size", lambda _: np.array([sample, 5000.0]))
    if refused:
        with pytest.raises(ScrutatorError, match="F05"):
            check_chains(np.zeros((4, 10, 2)))
    else:
        assert check_chains(np.zeros((4, 10, 2))) == (r_hat, sample)
