import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.battery import run_battery
from scrutator.forensics.examination.examination import Examination, examine, to_plain
from scrutator.forensics.examination.panel import comparison_range, stored_panel
from scrutator.forensics.examination.placebos import run_placebos, silenced
from scrutator.forensics.examination.rates import stored_calibration
from scrutator.forensics.examination.verdicts import Standing, Verdict, verdict
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import UNKNOWN, StationResults


def examined(results: StationResults) -> Examination:
    return examine(results, stored_calibration(), stored_panel(), seed=1)


@pytest.mark.parametrize(
    "election", ["poland-2025-r1", "argentina-2015-caba", "georgia-2012", "georgia-2013"]
)
def test_no_test_that_can_speak_fires_on_a_comparison_election(reference_data: Path, election: str) -> None:
    found = examined(read_results(reference_data / "results" / f"{election}.csv.gz"))
    fired = [line.test for line in found.lines if line.verdict is Verdict.NOT_BY_CHANCE]
    assert not fired


def test_belarus_is_not_explained_by_chance(reference_data: Path) -> None:
    found = examined(read_results(reference_data / "results" / "belarus-2020-voice.csv.gz"))
    peak = next(line for line in found.lines if line.test == "integer_peaks_symmetric_either")
    assert peak.verdict is Verdict.NOT_BY_CHANCE
    assert peak.comparison is not None
    assert peak.statistic > peak.comparison[2]


def test_the_json_path_of_the_integer_test(reference_data: Path) -> None:
    plain = to_plain(examined(read_results(reference_data / "results" / "belarus-2020-voice.csv.gz")))
    for table in ("integer_peaks", "integer_peaks_symmetric"):
        for criterion in ("either", "leader_share", "turnout"):
            for weighting in ("stations", "registered", "ballots_cast", "leader_votes"):
                cell = plain["tests"][table][criterion][weighting]
                assert set(cell) == {"observed", "expected", "anomaly", "sd", "z", "p"}
    assert plain["tests"]["integer_peaks"]["either"]["stations"]["z"] == pytest.approx(8.9, abs=0.05)


def test_an_election_without_register_is_examined_as_far_as_it_goes(reference_data: Path) -> None:
    found = examined(read_results(reference_data / "results" / "venezuela-2024-actas.csv.gz"))
    assert "registers" in found.not_run["whole percentages of turnout"]
    assert found.window is None
    assert {line.test for line in found.lines} == {
        "integer_peaks_leader_share", "integer_peaks_symmetric_leader_share",
        "second_digit_mean", "last_digit_mean", "last_digit_uniform",
        "count_ends_in_0_or_5", "percent_ends_in_0_or_5",
    }  # fmt: skip


def test_an_election_on_whose_register_nothing_is_known_has_a_verdict_of_its_own(
    reference_data: Path,
) -> None:
    """The fault: "not explained by chance" for a whole election on one test of twelve."""
    found = examined(read_results(reference_data / "results" / "venezuela-2024-actas.csv.gz"))
    assert found.summary.ran == ("integer_peaks_symmetric_leader_share",)
    assert found.summary.words.startswith("not explained by chance on the only test that could run, of ")
    assert found.summary.false_alarms is not None
    assert found.summary.false_alarms.measured
    assert to_plain(found)["summary"]["rate"].startswith("In honest simulated elections")


def test_two_lists_that_share_all_votes_have_no_placebo_in_each_other() -> None:
    results = plain_election(1000)
    two = results.with_counts({"runner_up": results["valid"] - results["leader"]})
    reasons = {one.name: one.reason_not_run for one in run_placebos(two, seed=1)}
    assert "a peak of one is a peak of both" in reasons["runner-up"]


@pytest.mark.parametrize(("election", "leads"), [("uganda-2011", True), ("georgia-2012", False)])
def test_a_corner_beyond_all_comparison_elections_leads_the_report(
    reference_data: Path, election: str, leads: bool
) -> None:
    found = examined(read_results(reference_data / "results" / f"{election}.csv.gz"))
    assert (found.corner is not None) is leads


def test_digit_tests_have_a_value_only_where_there_are_votes(reference_data: Path) -> None:
    found = examined(read_results(reference_data / "results" / "venezuela-2024-actas.csv.gz"))
    assert found.usable == 24_532
    assert all(line.p < 1 for line in found.lines if "digit" in line.test)


def test_when_no_test_at_all_can_be_run_that_is_an_error() -> None:
    results = plain_election(stations=30)
    empty = results.with_counts({"leader": np.full(30, UNKNOWN)})
    with pytest.raises(ScrutatorError, match="no test can be run"):
        examined(empty)


def test_a_conservative_test_speaks_only_when_it_fires() -> None:
    assert verdict(0.001, Standing.CONSERVATIVE) is Verdict.NOT_BY_CHANCE
    assert verdict(0.5, Standing.CONSERVATIVE) is Verdict.CANNOT_TELL
    assert verdict(0.5, Standing.DIAGNOSTIC) is Verdict.CONSISTENT
    assert verdict(0.001, Standing.NOT_DIAGNOSTIC) is Verdict.CANNOT_TELL
    assert verdict(0.001, Standing.DIAGNOSTIC, placebo_fires=True) is Verdict.CANNOT_TELL


def test_a_result_whose_placebo_fires_as_well_is_uninformative() -> None:
    """Every list's share is rounded, so the runner-up's peaks silence the leader's."""
    results = plain_election(3000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for name in ("leader", "runner_up"):
        percent = np.rint(100 * counts[name] / counts["valid"])
        counts[name] = np.rint(percent * counts["valid"] / 100).astype(int)
    found = examined(results.with_counts(counts))
    line = next(one for one in found.lines if one.test == "integer_peaks_symmetric_leader_share")
    assert line.p < 1e-6
    assert line.placebos_fired == ("runner-up",)
    assert line.verdict is Verdict.CANNOT_TELL


def test_copied_protocols_vanish_when_districts_are_dealt_anew() -> None:
    results = plain_election(2000)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in range(8):
        for values in counts.values():
            values[row + 40] = values[row]
    copied = results.with_counts(counts)
    dealt = next(one for one in run_placebos(copied, seed=1) if one.name.startswith("districts"))
    assert "identical_protocols" not in dealt.fired
    assert "identical_protocols" not in silenced(run_placebos(copied, seed=1), run_battery(copied))


def test_copies_that_stay_neighbours_when_districts_are_dealt_anew_do_not_silence_the_finding() -> None:
    """The fault: of 57 planted pairs some stay in one district, the placebo fires, and the verdict was mute."""
    results = plain_election(4000, districts=20)
    counts = {name: values.copy() for name, values in results.counts.items()}
    for row in range(0, 1600, 40):
        for values in counts.values():
            values[row + 20] = values[row]
    found = examined(results.with_counts(counts))
    line = next(one for one in found.lines if one.test == "identical_protocols")
    dealt = next(one for one in found.placebos if one.name.startswith("districts"))
    assert "identical_protocols" in dealt.fired
    assert line.verdict is Verdict.NOT_BY_CHANCE


def test_placebos_that_cannot_be_run_say_why() -> None:
    reasons = {one.name: one.reason_not_run for one in run_placebos(plain_election(500), seed=1)}
    assert "too few" in reasons["invalid ballots"]
    assert reasons["earlier election"] == "none was given"


def test_an_earlier_election_is_shown_but_silences_nothing() -> None:
    now = plain_election(500)
    placebos = run_placebos(now, seed=1, earlier=plain_election(500, seed=2))
    assert any(one.name.startswith("earlier election (") for one in placebos)
    assert not any(
        "earlier" in name for names in silenced(placebos, run_battery(now)).values() for name in names
    )


def test_the_stored_panel_is_what_the_files_give(reference_data: Path) -> None:
    panel = {entry.election: entry for entry in stored_panel()}
    assert len(panel) == 20
    for election in ("georgia-2012", "belarus-2020-voice"):
        battery = run_battery(read_results(reference_data / "results" / f"{election}.csv.gz"))
        for test, score in battery.scores.items():
            assert panel[election].statistics[test] == pytest.approx(score.statistic, rel=1e-4, abs=1e-6)


def test_the_comparison_leaves_out_the_election_itself() -> None:
    with_it = comparison_range(stored_panel(), "integer_peaks_either")
    without = comparison_range(stored_panel(), "integer_peaks_either", without="georgia-2012")
    assert with_it is not None
    assert without is not None
    assert without[0] == with_it[0] - 1


def assert_alike(first: Any, second: Any, where: str = "") -> None:
    """Equal in structure and words, and in numbers to 1e-9."""
    if isinstance(first, dict):
        assert set(first) == set(second), where
        for key in first:
            assert_alike(first[key], second[key], f"{where}.{key}")
    elif isinstance(first, (list, tuple)):
        assert len(first) == len(second), where
        for place, (one, two) in enumerate(zip(first, second, strict=True)):
            assert_alike(one, two, f"{where}[{place}]")
    elif isinstance(first, float):
        assert first == pytest.approx(second, rel=1e-9, abs=1e-12, nan_ok=True), where
    else:
        assert first == second, where


def test_nothing_depends_on_the_order_of_the_rows(reference_data: Path) -> None:
    results = read_results(reference_data / "results" / "georgia-2013.csv.gz")
    shuffled = results.select(np.random.default_rng(3).permutation(len(results)))
    assert_alike(to_plain(examined(results)), to_plain(examined(shuffled)))


def test_nothing_depends_on_the_number_of_threads(reference_data: Path, tmp_path: Path) -> None:
    path = reference_data / "results" / "georgia-2013.csv.gz"
    found = []
    for threads in ("1", "2"):
        output = tmp_path / f"{threads}.json"
        settings = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        command = [sys.executable, "-m", "scrutator", "forensics", str(path), "--json", str(output)]
        subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True)
        found.append(json.loads(output.read_text(encoding="utf-8")))
    assert_alike(*found)
