"""`scrutator sample unlike`: visited stations against the frame."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_audit_commands import run, write

FRAME = [
    {"station": str(i), "register": str(100 * i), "turnout": "" if i == 4 else str(0.5 + 0.1 * (i % 2))}
    for i in range(1, 5)
]


def test_visited_stations_are_compared_with_all_and_each_counts_once(tmp_path: Path) -> None:
    frame = write(tmp_path / "frame.csv", FRAME)
    visits = write(tmp_path / "visits.csv", [{"station": "4"}, {"station": "4"}, {"station": "3"}])
    asked = ["sample", "unlike", frame, visits, "--columns", "register,turnout"]
    body = json.loads(run(*asked, "--json").stdout)
    assert (body["visited"], body["stations"]) == (2, 4)
    # The mean 350 against 250, over the standard deviation 111.8.
    assert body["columns"]["register"]["standard_deviations"] == pytest.approx(0.894, abs=1e-3)
    assert body["columns"]["turnout"]["known_of_visited"] == 1
    assert body["columns"]["turnout"]["known_of_all"] == 3
    assert "unlike" in run(*asked).stdout


@pytest.mark.parametrize(
    ("visits", "columns", "said"),
    [
        ([{"station": "9"}], "register", "was visited, and the frame has none"),
        ([{"station": "", "team": "a"}, {"station": "1", "team": "a"}], "register", "has no station code"),
        ([{"station": "1"}], "size", "there is no column 'size'"),
        ([{"station": "1"}], "name", "is not a number"),
    ],
)
def test_what_cannot_be_compared_is_named(
    tmp_path: Path, visits: list[dict[str, str]], columns: str, said: str
) -> None:
    frame = write(tmp_path / "frame.csv", [one | {"name": "school"} for one in FRAME])
    table = write(tmp_path / "visits.csv", visits)
    assert said in run("sample", "unlike", frame, table, "--columns", columns).stderr
