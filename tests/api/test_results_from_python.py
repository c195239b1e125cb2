"""Station results from files, columns and frames, and one election examined."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import scrutator
from scrutator import ScrutatorError

TABLE: dict[str, list[Any]] = {
    "region": ["North", "North", "South"],
    "registered": [900, 700, 800],
    "ballots_cast": [500, 400, None],
    "valid": [490, 395, 300],
    "a": [290, 200, 100],
    "b": [200, 195, 199],
}


def as_csv(folder: Path) -> Path:
    path = folder / "results.csv"
    pd.DataFrame(TABLE).astype({"ballots_cast": "Int64"}).to_csv(path, index=False)
    return path


def test_a_file_columns_rows_and_both_kinds_of_frame_give_the_same_results(tmp_path: Path) -> None:
    rows = [dict(zip(TABLE, row, strict=True)) for row in zip(*TABLE.values(), strict=True)]
    arrays = {name: np.array(cells) if None not in cells else cells for name, cells in TABLE.items()}
    nullable = pd.DataFrame(TABLE).astype({"ballots_cast": "Int64"})
    sources = [as_csv(tmp_path), TABLE, arrays, rows, pd.DataFrame(TABLE), nullable, pl.DataFrame(TABLE)]
    read = [scrutator.read_results(source, lists=["b", "a"], name="x").to_dict() for source in sources]
    assert all(one == read[0] for one in read)
    assert read[0]["columns"]["leader"] == {"sum": 594, "unknown": 0}
    assert read[0]["columns"]["ballots_cast"] == {"sum": 900, "unknown": 1}


def test_the_largest_list_is_the_leader_whatever_the_order_it_is_named_in() -> None:
    for lists in (["a", "b"], ["b", "a"]):
        stations = scrutator.read_results(TABLE, lists=lists).stations
        assert stations["leader"].tolist() == TABLE["b"]
        assert stations["runner_up"].tolist() == TABLE["a"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (3, "type int"),
        ({"valid": [1, 2], "leader": [1]}, "differ in length"),
        ({"valid": [], "leader": []}, "no rows"),
        ({"valid": 5, "leader": 5}, "one value"),
        ([{"valid": 1, "leader": 1}, {"valid": 2}], "row 2"),
        ({}, "no rows"),
    ],
)
def test_what_is_no_table_is_refused_with_what_is_wrong(source: Any, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as caught:
        scrutator.read_results(source)
    assert caught.value.code == "A01"


def test_a_cell_that_is_no_count_is_unknown_and_named_with_its_row() -> None:
    results = scrutator.read_results({"valid": [10, "ten", 30], "leader": [5, 5, 40]}, accept_losses=True)
    assert results.stations["valid"].tolist() == [10, -1, 30]
    assert results.faults["not a whole number: valid"] == (2,)
    assert "1 rows: not a whole number: valid" in str(results)


@pytest.fixture(scope="module")
def clean() -> scrutator.Results:
    draw = np.random.default_rng(7)
    register = draw.integers(500, 2_000, 400)
    cast = draw.binomial(register, draw.beta(12, 8, 400))
    leader = draw.binomial(cast, draw.beta(11, 9, 400))
    columns = {"registered": register, "ballots_cast": cast, "valid": cast, "leader": leader}
    return scrutator.read_results(columns, name="clean <election>")


def test_a_report_names_every_test_beside_its_error_rates_and_gives_plain_values(
    clean: scrutator.Results,
) -> None:
    report = scrutator.examine(clean)
    assert set(report.verdicts) == set(report.to_dict()["tests"]["battery"])
    assert "worst false alarms" in str(report)
    assert report.to_dict() == scrutator.examine(clean).to_dict()


def test_a_report_draws_its_chart_in_a_notebook_and_escapes_names(clean: scrutator.Results) -> None:
    html = scrutator.examine(clean)._repr_html_()
    assert "<svg" in html
    assert "clean &lt;election&gt;" in html
    assert "clean <election>" not in html


def test_a_report_without_the_chart_library_is_a_table_all_the_same(
    clean: scrutator.Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    html = scrutator.examine(clean)._repr_html_()
    assert "<svg" not in html
    assert "<table" in html


def test_the_page_of_a_report_stands_alone(clean: scrutator.Results) -> None:
    page = scrutator.examine(clean).page()
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page


def test_only_results_are_examined() -> None:
    with pytest.raises(ScrutatorError, match="read_results"):
        scrutator.examine(pd.DataFrame(TABLE))


@pytest.mark.parametrize(
    ("source", "arguments", "said"),
    [
        ({"valid": [1, 2]}, {}, 'columns={"leader": "YOUR COLUMN"}'),
        ({"valid": [1, 2], "leader": [1, 1]}, {"columns": {"registered": "voters"}}, "columns="),
        ({"valid": ["x"] * 9 + ["1"], "leader": [1] * 10}, {}, "accept_losses=True"),
    ],
)
def test_an_error_names_the_argument_and_no_option_of_the_command_line(
    source: Any, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.read_results(source, **arguments)
    assert said in caught.value.remedy
    assert "--" not in caught.value.remedy
