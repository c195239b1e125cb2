"""Klimek's model is refused above a misfit of 5 % of the stations, and its published values stay."""

import pytest

from scrutator.cli.forensics import models
from scrutator.forensics.models import klimek
from scrutator.forensics.models.klimek import KlimekFit, PublishedValues


@pytest.mark.parametrize(
    ("misfit", "refused"), [(0.05, False), (0.0501, True), (0.055, True), (0.045, False)]
)
def test_klimeks_fit_is_refused_above_its_largest_misfit(
    monkeypatch: pytest.MonkeyPatch, misfit: float, refused: bool
) -> None:
    monkeypatch.setattr(klimek, "published_values", lambda _: PublishedValues(0.6, 0.1, 0.5, 0.1, 0.2))
    monkeypatch.setattr(klimek, "fit_klimek", lambda _: KlimekFit({}, -1.0, 100, misfit))
    found = models._klimek(None)  # type: ignore[arg-type]
    assert ("refused" in found) is refused
    assert "published_values" in found
