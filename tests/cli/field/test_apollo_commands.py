"""`scrutator forms from-apollo-form` and `from-apollo-lists`, from a shell."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.field.checks.declared import read_checks
from support.needs import package
from support.workbooks import Cell, xlsx

SURVEY: list[list[Cell]] = [
    ["type", "name", "label", "constraints", "extra"],
    ["integer", "AA", "Voters", None, None],
    ["select_one AB_options", "AB", "How was it?", None, None],
]
CHOICES: list[list[Cell]] = [["list name", "name", "label"], ["AB_options", 1, "Well"]]
METADATA: list[list[Cell]] = [["name", "prefix"], ["Opening", "OD"]]
CHECKS: list[list[Cell]] = [
    ["name", "description", "left", "relation", "right", "conjunction"],
    ["q1", "Enough", "AA", ">", 0, "&&"],
    ["q2", "A choice as a number", "AB", "=", 1, "&&"],
]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["forms", *arguments])
    return done.exit_code, done.output, getattr(done.exception, "code", "")


def test_a_form_and_its_checks_are_written_and_a_check_that_does_not_fit_is_named(tmp_path: Path) -> None:
    package("pyxform")
    book = {"survey": SURVEY, "choices": CHOICES, "metadata": METADATA, "quality_checks": CHECKS}
    given, made, table = tmp_path / "f.xlsx", tmp_path / "made.xlsx", tmp_path / "checks.csv"
    given.write_bytes(xlsx(book))
    status, said, _ = run("from-apollo-form", str(given), "-o", str(made), "--checks", str(table))
    assert (status, "3 questions" in said, "1 checks of 2" in said) == (1, True, True)
    assert "a-choice-as-a-number: not taken over" in said
    assert [one.holds for one in read_checks(table.read_text(encoding="utf-8")).checks] == ["aa > 0"]
    assert run("check", str(made))[0] == 0
    assert run("from-apollo-form", str(given), "-o", str(made))[2] == "X04"
    status, said, _ = run("from-apollo-form", str(given), "-o", str(tmp_path / "other.xlsx"))
    assert (status, "not taken over: quality checks (2)" in said) == (0, True)


@pytest.mark.parametrize(
    ("table", "options", "first"),
    [
        ("R_N_EN,R_ID,S_N_EN,S_ID\nNorth,R1,Hall,S1\n", [], "code,name,kind,parent,registered"),
        ("ID,Name,Partner,Location ID\n1,Ada,N,S1\n", [], "code,partner,name,phone"),
        ("ID,Name,Partner,Location ID\n1,Ada,N,S1\n", ["--round", "1"], "round,observer,place"),
    ],
)
def test_lists_become_the_tables_of_a_mission(
    tmp_path: Path, table: str, options: list[str], first: str
) -> None:
    given, made = tmp_path / "list.csv", tmp_path / "made.csv"
    given.write_text(table)
    status, _, _ = run("from-apollo-lists", str(given), "-o", str(made), *options)
    assert (status, made.read_text().splitlines()[0]) == (0, first)


def test_a_round_of_locations_and_another_table_are_refused(tmp_path: Path) -> None:
    given, made = tmp_path / "list.csv", str(tmp_path / "made.csv")
    given.write_text("R_N_EN,R_ID\nNorth,R1\n")
    assert run("from-apollo-lists", str(given), "-o", made, "--round", "1")[2] == "X03"
    given.write_text("a,b\n1,2\n")
    assert run("from-apollo-lists", str(given), "-o", made)[2] == "D61"
