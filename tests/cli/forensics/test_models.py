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


def test_a_refused_fit_says_why_and_a_fit_says_how_many_votes(capsys: pytest.CaptureFixture[str]) -> None:
    fitted = {"votes": 1234.0, "low": 200.0, "high": 2000.0, "none": False}
    of_klimek = {"parameters": {"incremental": (0.05, 0.01, 0.09)}}
    models.show_models({"stuffed": fitted, "stolen": fitted, "klimek": of_klimek})
    said = capsys.readouterr().out
    assert "1,234 votes stuffed (200 to 2,000, 90 %)" in said
    assert "ballots added at 5 % (1 to 9 %, 90 %)" in said
    assert "refused" not in said
    models.show_models({"refused": "too few stations", "klimek": {"refused": "no turnout"}})
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("(experimental): ")[2] for line in lines] == [
        "refused: too few stations",
        "refused: no turnout",
    ]
