from dataclasses import replace

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Outcome
from scrutator.publishing.sources import case_files
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from support.methods import outcome_of, run_method


@pytest.fixture(scope="module")
def republic() -> Case:
    return sound_case(case_files("simulated-republic"), "simulated-republic")


@pytest.fixture(scope="module")
def outcomes(republic: Case) -> dict[str, Outcome]:
    return {run.id: run_method(republic, run).outcome for run in republic.runs if run.id != "model"}


def figure(outcome: Outcome, name: str, **at: str) -> Figure:
    found = [one for one in outcome.figures if one.name == name and dict(one.at) == at]
    assert len(found) == 1
    return found[0]


def test_the_observers_contrast_covers_the_truth(outcomes: dict[str, Outcome]) -> None:
    interval = figure(outcomes["observers"], "votes").interval
    assert interval is not None
    assert interval.low <= figure(outcomes["truth"], "gained").value <= interval.high


def test_the_window_covers_the_truth(outcomes: dict[str, Outcome]) -> None:
    gained = figure(outcomes["truth"], "gained").value
    assert figure(outcomes["window"], "low").value <= gained <= figure(outcomes["window"], "high").value


def test_rounding_and_copies_are_found_where_they_are(outcomes: dict[str, Outcome]) -> None:
    assert figure(outcomes["peaks"], "z", criterion="turnout").value > 5
    regions = next(table for table in outcomes["peaks"].tables if table.name == "regions")
    assert {row[0] for row in regions.rows[:3]} == {"Estava", "Fenava", "Kelava"}
    verdict = figure(outcomes["battery"], "verdict", test="identical_protocols").value
    assert verdict == "not explained by chance under this model"
    verdicts = [one.value for one in outcomes["battery"].figures if one.name == "verdict"]
    assert figure(outcomes["battery"], "beyond_chance").value == verdicts.count(verdict) > 0


def test_a_case_without_station_results_is_told_so(republic: Case) -> None:
    bare = replace(republic, columns={})
    with pytest.raises(ScrutatorError, match="not published"):
        run_method(bare, next(run for run in republic.runs if run.id == "peaks"))


def test_every_list_of_the_case_can_be_tested(republic: Case) -> None:
    outcome = outcome_of(republic, "forensics.list_peaks", {"lists": "leader, harvest, workers, dawn"})
    assert figure(outcome, "tried").value == 4
    assert figure(outcome, "p_adjusted", list="leader").value < 0.001
    assert figure(outcome, "p_adjusted", list="dawn").value > 0.05


def test_missing_zeros_are_a_method_of_a_case(republic: Case) -> None:
    rows = republic.files["stations.csv"].decode().splitlines()
    small = [f"{row},{1 + number % 2}" for number, row in enumerate(rows[1:])]  # everywhere one or two votes
    content = "\n".join([rows[0] + ",minnow", *small]).encode()
    case = sound_case({**republic.files, "stations.csv": content}, "with minnow")
    outcome = outcome_of(case, "forensics.missing_zeros", {"lists": "minnow"})
    assert figure(outcome, "tried").value == 150
    assert figure(outcome, "beyond_chance").value == 150
    assert len(outcome.tables[0].rows) == 150
    with pytest.raises(ScrutatorError, match="names no column"):
        outcome_of(case, "forensics.missing_zeros", {})
