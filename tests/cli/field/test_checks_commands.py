"""`scrutator forms checks` and `rehearse-faults`, from a shell."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.field.checks.declared import bundled_checks, bundled_table, read_checks


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["forms", *arguments])
    return done.exit_code, done.output


def test_the_table_of_checks_is_shown_with_its_version_and_a_table_of_one_s_own_is_read(
    tmp_path: Path,
) -> None:
    status, said = run("checks")
    assert (status, f"version {bundled_checks().version}" in said) == (0, True)
    path = tmp_path / "checks.csv"
    path.write_text(bundled_table(), encoding="utf-8-sig")
    status, said = run("checks", "--table", str(path), "--json")
    assert json.loads(said)["version"] == bundled_checks().version
    assert {"id", "holds", "message", "severity"} <= set(json.loads(said)["checks"][0])


@pytest.mark.parametrize(("content", "code"), [(b"id\n", "D10"), (b"\xff\xfe\x00", "D10"), (None, "X01")])
def test_a_table_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "checks.csv"
    if content is not None:
        path.write_bytes(content)
    done = CliRunner().invoke(app, ["forms", "checks", "--table", str(path)])
    assert getattr(done.exception, "code", "") == code


def test_seeded_faults_are_found_and_without_checks_the_command_says_so_and_ends_with_1(
    tmp_path: Path,
) -> None:
    status, said = run("rehearse-faults", "--each", "1", "--json")
    found = json.loads(said)
    assert (len(found["faults"]), found["clean_serious"], found["untrue"]) == (11, 0, [])
    assert status == int(any(one["found"] < one["seeded"] for one in found["faults"]))
    path = tmp_path / "none.csv"
    path.write_text(bundled_table().splitlines()[0])
    status, said = run("rehearse-faults", "--each", "1", "--table", str(path))
    assert (status, "0 are called serious" in said) == (1, True)


def test_checks_of_apollo_become_a_table_and_what_its_order_changes_or_has_no_meaning_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text(
        "description,expression\nVotes fit,A + B <= C\nEither,A=1 || B=1 && C=1\nEither,A=2\nJoined,A|B = 1\n"
    )
    (tmp_path / "t.csv").write_text("tag,question\nA,list_1\nB,list_2\nC,valid\n")
    out = tmp_path / "checks.csv"
    status, said = run(
        "from-apollo",
        str(tmp_path / "a.csv"),
        "--tags",
        str(tmp_path / "t.csv"),
        "-o",
        str(out),
        "--form",
        "quickcount",
    )
    assert status == 1
    assert "3 checks of 4" in said
    assert "either: Apollo's order of signs is kept in brackets; it seems to say: (list_1 = 1) or (" in said
    assert "joined: not taken over: Apollo has no “|B = 1”" in said
    table = read_checks(out.read_text(encoding="utf-8"))
    assert {one.id: one.holds for one in table.checks} == {
        "votes-fit": "(list_1 + list_2) <= valid",
        "either": "((list_1 = 1) or (list_2 = 1)) and (valid = 1)",
        "either-2": "list_1 = 2",
    }
    assert {one.forms for one in table.checks} == {("quickcount",)}
    wrong = CliRunner().invoke(
        app,
        ["forms", "from-apollo", str(tmp_path / "t.csv"), "--tags", str(tmp_path / "t.csv"), "-o", str(out)],
    )
    assert getattr(wrong.exception, "code", "") == "D10"
