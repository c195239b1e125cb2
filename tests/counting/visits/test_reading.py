"""Visits from a table, and their weighted rate from the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.counting.visits.observation import Selection
from scrutator.counting.visits.reading import VisitColumns, read_visits
from scrutator.errors import ScrutatorError

ROW = {
    "station": "s1",
    "team": "t1",
    "selection": "probability sample",
    "answer": "yes",
    "weight": "20",
    "stratum": "north",
}
COLUMNS = VisitColumns(weight="weight", stratum="stratum")


def test_a_row_is_a_visit_with_its_weight_and_stratum() -> None:
    (visit,) = read_visits([ROW], COLUMNS)
    assert (visit.selection, visit.answer, visit.weight, visit.stratum) == (
        Selection.PROBABILITY, True, 20.0, "north",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"answer": "maybe"}, "not an answer at a visit"),
        ({"team": ""}, "by team ''"),
        ({"weight": "0"}, "'0' is not a weight"),
        ({"weight": "inf"}, "'inf' is not a weight"),
        ({"weight": ""}, "'' is not a weight"),
    ],
)
def test_what_is_no_visit_is_named(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ScrutatorError, match=words) as caught:
        read_visits([ROW | changed], COLUMNS)
    assert caught.value.code == "C11"


def test_a_station_that_was_not_drawn_needs_no_weight() -> None:
    read_visits([ROW | {"selection": "chosen by the host", "weight": ""}], COLUMNS)


def test_one_station_has_one_weight_and_stratum() -> None:
    for changed in ({"weight": "30"}, {"stratum": "south"}):
        with pytest.raises(ScrutatorError, match="two weights or strata"):
            read_visits([ROW, ROW | changed], COLUMNS)


def test_the_rate_of_all_stations_is_weighted_and_that_of_visits_is_not(tmp_path: Path) -> None:
    """Seen at 8 of 10 stations of a stratum of 900, at 1 of 10 of one of 100: (720 + 10)/1,000."""
    rows = [
        f"{stratum}{i},t{i % 5},probability sample,{'yes' if i < seen else 'no'},{weight},{stratum}"
        for stratum, seen, weight in (("large", 8, 90), ("small", 1, 10))
        for i in range(10)
    ]
    path = tmp_path / "v.csv"
    path.write_text("\n".join([",".join(ROW), *rows]) + "\n", encoding="utf-8")
    path.write_text(path.read_text().replace(",".join(ROW), "station,team,selection,answer,weight,stratum"))
    asked = ["sample", "rate", str(path), "--weight", "weight", "--stratum", "stratum"]
    (one,) = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)["rates"]
    assert one["words"] == "9 of 20 visits"
    low, high = one["of_stations"]["low"], one["of_stations"]["high"]
    assert low < 0.73 < high
    assert low > 0.35
    assert np.mean([one["of_visits"]["low"], one["of_visits"]["high"]]) == pytest.approx(0.45, abs=0.05)
    assert "9 of 20 visits" in CliRunner().invoke(app, asked).stdout
