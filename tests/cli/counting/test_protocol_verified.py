"""`scrutator protocols verified`: what is said, and what is refused."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_audit_commands import run, write

ROWS = [{"station": "1", "b": "10", "photos": "12"}, {"station": "2", "b": "10", "photos": ""}]


def test_a_protocol_with_fewer_votes_than_ballots_shown_is_named(tmp_path: Path) -> None:
    table = write(tmp_path / "p.csv", ROWS)
    found = run("protocols", "verified", table, "--shown", "b=photos")
    assert found.returncode == 1
    assert "b: 12 ballots shown at 1 stations; 1 protocols lack at least 2 votes" in found.stdout
    assert "if every ballot shown was cast at that station" in found.stdout
    body = json.loads(run("protocols", "verified", table, "--shown", "b=photos", "--json").stdout)
    assert body[0]["votes_lacking_at_least"] == 2
    fine = write(tmp_path / "q.csv", [ROWS[0] | {"b": "12"}])
    assert run("protocols", "verified", fine, "--shown", "b=photos").returncode == 0


@pytest.mark.parametrize(
    ("shown", "said"),
    [("b", "Write each list once"), ("b=photo", "no column 'photo'"), ("b=b=c", "no column")],
)
def test_columns_that_are_not_there_are_named(tmp_path: Path, shown: str, said: str) -> None:
    table = write(tmp_path / "p.csv", ROWS)
    assert said in run("protocols", "verified", table, "--shown", shown).stderr
