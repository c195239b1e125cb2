"""An error's remedy answers that error: the right one for each way a newcomer goes wrong."""

import re
from pathlib import Path

import pytest

from scrutator.errors import CATALOGUE, missing_extra

ROOT = Path(__file__).parents[2]
TABLE = "code,a,b,received\nS1,60,30,95\nS2,50,40,95\n"
AUDIT = ("audit", "plan", "table.csv", "--station", "code", "--lists", "a,b", "--bound", "received")
CASES = {
    "a missing column of an audit": (
        ("audit", "plan", "table.csv", "--station", "nr", "--lists", "a,b", "--bound", "received", "--ahead", "a>b"),
        "C11", "Name a column of the table",
    ),
    "a missing column of a station list": (
        ("sample", "check", "table.csv", "--key", "nr", "--size", "received"), "C05", "Name a column of the station list",
    ),
    "a missing column of a stratum": (
        ("sample", "check", "table.csv", "--key", "code", "--strata", "region"), "C05", "Name a column of the station list",
    ),
    "a duplicate station": (
        ("sample", "check", "double.csv", "--key", "code", "--size", "received"), "C05", "one row for each station",
    ),
    "a word in a register": (
        ("sample", "check", "words.csv", "--key", "code", "--size", "received"), "C05", "Counts are whole numbers",
    ),
    "a missing station list": (("sample", "check", "nothere.csv", "--key", "code"), "X01", "Check the path"),
    "a missing column of a protocol": (
        ("protocols", "check", "table.csv", "--type", "georgia-precinct"), "C10", "--type",
    ),
    "a word in a count": (
        ("audit", "plan", "words.csv", "--station", "code", "--lists", "a,b", "--bound", "received", "--ahead", "a>b"),
        "C11", "Counts are whole numbers",
    ),
    "half an assertion": ((*AUDIT, "--ahead", "a>"), "C14", 'Write --ahead "a>b"'),
    "a word for a share": ((*AUDIT, "--valid", "received", "--above", "a:many"), "C14", "Write --above c:7"),
    "a share divided by zero": ((*AUDIT, "--valid", "received", "--above", "a:1/0"), "C14", "Write --above c:7"),
    "an unknown list": ((*AUDIT, "--ahead", "a>c"), "C14", "Lists: a, b."),
    "an assertion that is missing": (AUDIT, "C14", "--ahead, --above, --below or --seats"),
    "a table in place of a bundle": (("log", "consistency", "table.csv", "table.csv"), "Z03", "Name the bundle"),
}  # fmt: skip
# What a reader would have to know Python for.
PYTHON = re.compile(
    r"Errno|__init__|positional argument|Fraction|literal|NoneType|\bNone\b|KeyError|Traceback|object at"
)


@pytest.mark.parametrize("name", CASES)
def test_the_remedy_fits_the_fault(scrutator, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "double.csv").write_text(TABLE + "S1,1,1,9\n", encoding="utf-8")
    (tmp_path / "words.csv").write_text(TABLE + "S3,many,1,lots\n", encoding="utf-8")
    argv, code, remedy = CASES[name]
    done = scrutator(*argv)
    assert done.stderr.startswith(f"error {code}: ")
    assert remedy in done.stderr.splitlines()[-1]
    assert not PYTHON.search(done.stderr)
    assert done.returncode == CATALOGUE[code].exit_status


def test_a_duplicate_key_with_empty_cells_says_empty(scrutator, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert scrutator("case", "new", "k").returncode == 0
    table = tmp_path / "k" / "totals.csv"
    heading = table.read_text(encoding="utf-8").splitlines()[0]
    table.write_text("\n".join([heading, *["," * heading.count(",") + "A"] * 2]) + "\n", encoding="utf-8")
    done = scrutator("case", "check", "k")
    assert "(empty) / (empty)" in " ".join(done.stdout.split())
    assert not PYTHON.search(done.stdout + done.stderr)


def test_an_optional_part_that_is_missing_names_the_command_that_installs_it() -> None:
    error = missing_extra("setting a PDF", "report")
    assert error.exit_status == 3
    assert error.what == "setting a PDF needs the extra scrutator[report]"
    assert error.remedy == "Run `pip install 'scrutator[report]'`."


def test_every_such_error_is_made_in_one_place_and_names_an_extra_that_exists() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = project.split("[project.optional-dependencies]")[1].split("[")[0:]
    known = set(re.findall(r"^(\w+) = ", "[".join(extras).split("\n[project.scripts]")[0], re.M))
    named = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert path.name == "errors.py" or 'ScrutatorError("X02"' not in " ".join(text.split()), path
        named |= set(re.findall(r'missing_extra\([^()]*"(\w+)"\)', text))
    assert named <= known
    assert {"report", "data", "bayes", "cluster"} <= named


def test_no_code_stands_for_two_errors() -> None:
    text = (ROOT / "src" / "scrutator" / "errors.py").read_text(encoding="utf-8")
    codes = re.findall(r'Entry\(\s*"([A-Z]\d\d)"', text)
    assert len(codes) == len(set(codes)) == len(CATALOGUE)
