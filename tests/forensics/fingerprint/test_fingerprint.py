from pathlib import Path

import numpy as np
import pytest
from made_up import plain_election

from scrutator.forensics.fingerprint.extremes import extreme_stations
from scrutator.forensics.fingerprint.fingerprint import cumulative_votes, fingerprint
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults


def test_the_fingerprint_holds_every_registered_voter_of_the_counted_stations() -> None:
    results = plain_election(500)
    print_ = fingerprint(results)
    assert print_.voters.sum() == pytest.approx(results["registered"].sum())
    assert print_.stations == 500


def test_integer_ratios_leave_no_spike_in_the_fingerprint() -> None:
    results = plain_election(4000, size=200)
    by_turnout = fingerprint(results).voters.sum(axis=1)
    inner = by_turnout[50:70]
    # With 200 voters whole percentages are every second count; unspread, neighbouring bins are equal
    # only on average of two, and half percentages would fall on the edges.
    assert np.max(np.abs(np.diff(inner))) < 0.25 * inner.max()


def test_cumulative_votes_end_at_the_national_result_and_never_fall() -> None:
    results = plain_election(800)
    curve = cumulative_votes(results)
    registered = results["registered"].sum()
    assert curve.leader[-1] == pytest.approx(results["leader"].sum() / registered)
    assert np.all(np.diff(curve.leader) >= 0)
    assert curve.boost == 0.0


@pytest.mark.parametrize(
    ("election", "percent"),
    [("poland-2025-r1", 0), ("uganda-2021", 2.1), ("russia-2016", 2.0), ("russia-2021", 0.6)],
)
def test_extreme_stations_are_those_of_the_reference_panel(
    reference_data: Path, election: str, percent: float
) -> None:
    results = read_results(reference_data / "results" / f"{election}.csv.gz")
    assert extreme_stations(results, 95).percent == pytest.approx(percent, abs=0.1)


@pytest.mark.parametrize(("of_100", "counted"), [(94, 0), (95, 1)])
def test_a_station_is_extreme_from_95_percent_on_of_turnout_and_share(
    tmp_path: Path, of_100: int, counted: int
) -> None:
    votes = of_100 * of_100
    table = f"registered,ballots_cast,valid,invalid,leader,B\n10000,{of_100 * 100},{of_100 * 100},0,{votes},{of_100 * 100 - votes}\n"
    (tmp_path / "one.csv").write_text(table, encoding="utf-8")
    results = read_results(tmp_path / "one.csv")
    assert extreme_stations(results).stations == counted


def test_a_station_where_everyone_voted_for_the_leader_is_in_the_last_corner() -> None:
    """With half a ballot more or less the shares lie from 99.75 % to just above 100 %: one cell holds all."""
    one = np.zeros(1, dtype=int)
    counts = {name: np.array([1000]) for name in ("registered", "ballots_cast", "valid", "leader")}
    full = StationResults("full", np.array(["s"]), one, one, ("r",), ("d",), counts)
    assert fingerprint(full).voters[-1, -1] == pytest.approx(1000)
