"""`scrutator sample voters`: the table, its exit status, and what is refused."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_audit_commands import run, write

COUNTS = [
    {"station": "s", "hour": str(hour), "counter": name, "voters": str(50 + hour % 3 - (name == "b"))}
    for hour in range(8, 20)
    for name in "ab"
]
HOURS = ",".join(str(hour) for hour in range(8, 20))


def test_a_protocol_with_more_ballots_than_voters_seen_is_named(tmp_path: Path) -> None:
    counts = write(tmp_path / "counts.csv", COUNTS)
    protocols = write(tmp_path / "protocols.csv", [{"station": "s", "ballots_cast": "700", "mobile": "93"}])
    asked = ["sample", "voters", counts, protocols, "--hours", HOURS]
    found = run(*asked)
    assert found.returncode == 1
    assert "more ballots than voters seen" in found.stdout
    assert "is in no margin" in found.stdout
    body = json.loads(run(*asked, "--elsewhere", "mobile", "--json").stdout)
    assert body["stations"][0]["says"] == "within what counters miss"
    assert body["hours_counted_twice"] == 12


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (COUNTS[0], "is there twice"),
        (COUNTS[0] | {"hour": ""}, "lacks its station, hour or counter"),
        (COUNTS[0] | {"station": "t"}, "there is no protocol of it"),
        (COUNTS[0] | {"hour": "21", "voters": "-1"}, "is not a count"),
    ],
)
def test_a_count_that_cannot_be_used_is_an_error(tmp_path: Path, row: dict[str, str], said: str) -> None:
    counts = write(tmp_path / "counts.csv", [*COUNTS, row])
    protocols = write(tmp_path / "protocols.csv", [{"station": "s", "ballots_cast": "600"}])
    assert said in run("sample", "voters", counts, protocols, "--hours", HOURS).stderr


def test_one_ballot_more_elsewhere_than_in_all_is_an_error(tmp_path: Path) -> None:
    counts = write(tmp_path / "counts.csv", COUNTS)
    protocols = write(tmp_path / "protocols.csv", [{"station": "s", "ballots_cast": "92", "mobile": "93"}])
    asked = ["sample", "voters", counts, protocols, "--hours", HOURS, "--elsewhere", "mobile"]
    assert "more ballots were cast elsewhere than in all" in run(*asked).stderr
