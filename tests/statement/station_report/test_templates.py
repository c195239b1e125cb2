"""The parts of the report on station results, each from plain values: what was refused, not run, or found."""

from typing import Any

import pytest

from scrutator.statement.report_words import NAMES, percent_span
from scrutator.statement.station_report.report import NOT_ASKED, lists, picture, placebos, regions
from scrutator.statement.templating import rendered

LINE: dict[str, Any] = {
    "verdict": "cannot be determined", "standing": "diagnostic", "placebos_fired": [], "statistic": -1.5,
    "p_adjusted": 0.0, "false_alarm_rates": {"a": 0.031, "b": 0.07}, "made_for": None, "comparison_elections": None,
}  # fmt: skip


def html_of(**changes: Any) -> str:
    marks = {"cannot be determined": ("undetermined", "cannot be determined")}
    line = [("second_digit_mean", {**LINE, **changes})]
    return str(
        rendered("tests.html", head=("test",), text=(), marks=marks, speaking=line, silent=[], power={})
    )


def test_a_test_stands_with_its_verdict_its_numbers_and_what_was_not_measured() -> None:
    html = html_of()
    assert NAMES["second_digit_mean"] in html
    assert '<span class="mark undetermined">cannot be determined</span></td>' in html
    assert "−1.50" in html
    assert "&lt; 0.001" in html
    assert "3.1 to 7.0" in html
    assert html.count('<span class="missing">not measured</span>') == 1


@pytest.mark.parametrize(
    ("standing", "said"), [("not diagnostic", "not diagnostic"), ("conservative", "<br>conservative")]
)
def test_a_test_that_cannot_say_everything_says_so(standing: str, said: str) -> None:
    assert said in html_of(standing=standing)
    assert "fires for &lt;b&gt; too" in html_of(standing=standing, placebos_fired=["<b>"])


def test_rates_that_were_not_measured_are_named_so() -> None:
    assert html_of(false_alarm_rates={}).count("not measured") == 2
    assert percent_span([0.5]) == "50.0 to 50.0"


def test_a_model_that_was_refused_says_why_and_the_other_model_still_stands() -> None:
    refused = {"refused": "too <few>", "klimek": {"refused": "no mode"}}
    html = str(rendered("models.html", body={**NOT_ASKED, "stuffing_model": refused}))
    assert "too &lt;few&gt;" in html
    assert "no mode" in html
    assert html.count('<span class="missing">refused</span>') == 2


def test_models_and_flags_that_nobody_asked_for_leave_no_heading() -> None:
    body = {**NOT_ASKED, "placebos": [{"name": "p", "reason_not_run": "", "fired": [], "tests": [1, 2]}]}
    html = str(placebos(body))
    assert "quiet in 2 tests" in html
    assert "<h3>" not in html


def test_sections_without_rows_are_left_out() -> None:
    row = {"criterion": "leader_share", "region": "A", "p_adjusted": 1.0, "z": 0.0}
    tests = {"integer_peaks": {}, "integer_peaks_regions": [row], "turnout_window_regions": []}
    assert regions({"tests": tests}, None, picture) == ""
    none = {"integer_peaks_lists": [], "missing_zeros": {"tried": 0, "found": []}}
    assert lists({"tests": none}) == ""


@pytest.mark.parametrize(
    ("faults", "said"), [({}, "No row contradicts itself."), ({"<x>": 1234}, "1\u202f234 rows: &lt;x&gt;")]
)
def test_faults_of_the_data_are_counted_or_said_to_be_none(faults: dict[str, int], said: str) -> None:
    assert said in str(rendered("data.html", body={**NOT_ASKED, "faults": faults, "seed": 1}))
