"""Nothing given is silently unused in samples, doors, announced totals and protocols."""

from pathlib import Path

import pytest
from tests.cli.counting.test_counting_commands import run, write

import scrutator
from scrutator.counting.sampling.draws import DrawDesign, draw_sample, verify_draw
from scrutator.counting.sampling.frames import make_frame
from scrutator.counting.visits.voters import Hour, compare_voters
from scrutator.errors import ScrutatorError

SAMPLE = {
    "a": [310, 250, 280, 190],
    "valid": [490, 490, 480, 450],
    "weight": [40.0] * 4,
    "sizes": [3, 3, 3, 3],
}


def test_a_published_draw_says_nothing_that_no_draw_says() -> None:
    frame = make_frame([{"station": f"s{n}"} for n in range(30)], "station")
    published = draw_sample(frame, DrawDesign(stations=5), "31415926535897932384").as_json()
    assert verify_draw(frame, published) == ()
    assert "'note', which no draw says" in verify_draw(frame, {**published, "note": 1})[0]


def test_an_hour_that_is_no_hour_of_voting_is_not_added_to_the_voters_seen() -> None:
    hours = [Hour("s", "8", "x", 50), Hour("s", "10", "x", 400)]
    with pytest.raises(ScrutatorError, match="'10', which is none of the hours"):
        compare_voters(hours, {"s": 500}, ("8", "9"))


def test_an_estimate_refuses_sizes_of_no_clusters_and_weights_of_zero() -> None:
    asked = {"lists": ["a"], "of": "valid", "weight": "weight"}
    with pytest.raises(ScrutatorError, match="no effect without cluster"):
        scrutator.estimate(SAMPLE, **asked, cluster_sizes="sizes")
    with pytest.raises(ScrutatorError, match="a weight is 0"):
        scrutator.estimate({**SAMPLE, "weight": [0.0, 1.0, 1.0, 1.0]}, **asked)


def test_two_protocols_of_one_station_are_named(tmp_path: Path) -> None:
    row = {"station": "1", "registered": 100, "signatures": 50, "ballots": 50, "invalid": 2, "a": 30, "b": 18}
    table = write(tmp_path / "k.csv", [row, row, {**row, "station": "2"}])
    done = run("protocols", "check", table, "--type", "georgia-precinct")
    assert "1 stations have more than one protocol: 1" in done.stdout


def test_an_announced_list_that_the_stations_lack_is_an_error(tmp_path: Path) -> None:
    results = write(tmp_path / "r.csv", [{"station": "1", "a": 5, "b": 3, "received": 9}])
    totals = write(tmp_path / "t.csv", [{"a": 5, "b": 3, "x": 90}])
    asked = ["--lists", "a,b", "--bound", "received", "--ahead", "a>b", "--announced", totals]
    assert "a column 'x', which is not among --lists" in run("audit", "plan", results, *asked).stderr
