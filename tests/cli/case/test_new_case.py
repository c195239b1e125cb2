"""`case new --from`: a messy file becomes a case that checks, runs and is published; placeholders stop it."""

import shlex
import tomllib
from pathlib import Path

import pytest
from tests.cli.test_tables_in_commands import ROWS, csv_file, run
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.findings.plain import figure_id
from scrutator.findings.running import context_of
from scrutator.publishing.build import build_bundle
from scrutator.publishing.checks.placeholders import placeholders
from scrutator.publishing.sources import open_case
from scrutator.seal.keys.sign import key_from_seed
from scrutator.tables.mapping import TableMapping
from scrutator.tables.mapping_file import mapping_toml, read_mapping
from scrutator.tables.options import mapping_of
from support.needs import package
from support.workbooks import xlsx

ABOUT = ["--title", "An election", "--publisher", "A mission", "--source", "Results by station, the commission",
         "--date", "2012-01-16", "--election-day", "2012-01-15"]  # fmt: skip
MESSY = [
    ["Results of the election", None, None, None, None, None, None],
    ["Region", "Station", "Voters", None, "Ballots", "Votes for", None],
    [None, None, "On the list", "Issued", "Valid", "A", "B"],
    ["1", "2", "3", "4", "5", "6", "7"],
    *([*row[:2], *(f"{row[i]:,}".replace(",", " ") for i in (2, 3, 4)), *row[5:]] for row in ROWS),
    ["TOTAL", None, *(sum(int(str(row[i])) for row in ROWS) for i in range(2, 7))],
    ["Source: the commission", None, None, None, None, None, None],
]
MAPPED = ["--map", "registered=Voters / On the list", "--map", "ballots_cast=Voters / Issued",
          "--map", "valid=Ballots / Valid"]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    source = folder / "messy.xlsx"
    merged = {"Results": ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "F2:G2"]}
    source.write_bytes(xlsx({"Results": MESSY, "Notes": [["a"], ["b"]]}, merged))  # type: ignore[dict-item]
    case = folder / "case"
    status, output, error = run(
        "case", "new", case, "--from", source, "--sheet", "results", *MAPPED, "--threshold", "5", *ABOUT
    )
    assert status == 0, error
    assert "1 row of totals set aside: 405 (TOTAL)" in output
    assert "they add up to the valid votes" in output
    return case


def test_the_case_has_no_faults_and_its_figures_are_the_sums_of_the_file(made: Path) -> None:
    assert run("case", "check", made)[0] == 0
    case = open_case(str(made))
    findings = {run.id: context_of(case).finding(run.id) for run in case.runs}
    assert set(findings) == {
        "shares",
        "turnout",
        "margins",
        "levels",
        "battery",
        "peaks",
        "fingerprint",
        "named-stations",
    }
    figures = {
        figure_id(id, figure): figure.value for id, one in findings.items() for figure in one.outcome.figures
    }
    assert figures["shares/votes(list=A)"] == sum(int(str(row[5])) for row in ROWS)
    assert figures["shares/votes(list=B)"] == sum(int(str(row[6])) for row in ROWS)
    cast, registered = (sum(int(str(row[i])) for row in ROWS) for i in (3, 2))
    assert float(str(figures["turnout/turnout(region=All stations)"])) == round(100 * cast / registered, 2)
    # The file's own total is compared with the sum of its stations; no region's total is in the file.
    assert figures["levels/units_checked"] == 1
    assert (made / "levels.csv").read_text().splitlines()[
        1
    ] == f"all,{figures['shares/votes(list=A)']},{figures['shares/votes(list=B)']}"
    assert findings["shares"].outcome.title == "Shares computed from the counts; no share was published"


def test_it_is_published_as_it_is_and_its_mapping_reads_the_file_again(made: Path, tmp_path: Path) -> None:
    package("typst")
    assert len(build_bundle(str(made), key_from_seed("test.example", bytes(32))).bundle) > 100_000
    written = made / "mapping.toml"
    assert tomllib.loads(written.read_text())["sheet"] == "results"
    again = tmp_path / "again"
    assert (
        run(
            "case",
            "new",
            again,
            "--from",
            made.parent / "messy.xlsx",
            "--map",
            written,
            "--threshold",
            "5",
            *ABOUT,
        )[0]
        == 0
    )
    assert (again / "stations.csv").read_bytes() == (made / "stations.csv").read_bytes()


def test_without_a_terminal_what_is_missing_is_named_by_its_option(tmp_path: Path) -> None:
    source = csv_file(tmp_path / "r.csv", ROWS)
    status, _, error = run("case", "new", tmp_path / "case", "--from", source, "--title", "An election")
    assert status == 2
    assert "4 answers are missing" in error
    assert all(option in error for option in ("--publisher", "--source", "--date", "--election-day"))
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--date", "yesterday"], "is not a date"),
        (["--list", "nobody"], "no column matches “nobody”"),
        (["--law", "nowhere/elections@2012-01-15"], ""),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_is_written(
    tmp_path: Path, options: list[str], words: str
) -> None:
    source = csv_file(tmp_path / "r.csv", ROWS)
    status, _, error = run("case", "new", tmp_path / "case", "--from", source, *ABOUT, *options)
    assert status != 0
    assert words in error
    assert not (tmp_path / "case").exists()


def test_lists_that_are_not_clear_are_asked_for(tmp_path: Path) -> None:
    rows = [[*row, 5] for row in ROWS]
    source = csv_file(
        tmp_path / "r.csv",
        rows,
        ["region", "station", "registered", "ballots_cast", "valid", "A", "B", "notes"],
    )
    status, _, error = run("case", "new", tmp_path / "case", "--from", source, *ABOUT)
    assert status == 2
    assert "it is not clear which columns hold the votes of the lists" in error
    assert '--list "Party A"' in error
    status, output, error = run(
        "case", "new", tmp_path / "case", "--from", source, *ABOUT, "--list", "A", "--list", "B"
    )
    assert status == 0, error
    assert "columns not used: notes" in output


def test_votes_for_lists_that_are_not_named_are_a_list_of_their_own(tmp_path: Path) -> None:
    source = csv_file(tmp_path / "r.csv", ROWS)
    assert run("case", "new", tmp_path / "case", "--from", source, *ABOUT, "--list", "leader")[0] == 0
    case = open_case(str(tmp_path / "case"))
    assert [one.name for one in case.lists] == ["leader", "All others"]
    law = ["--law", "kazakhstan/elections@2012-01-15"]
    status, _, error = run(
        "case", "new", tmp_path / "other", "--from", source, *ABOUT, "--list", "leader", *law
    )
    assert status == 2
    assert "seats need every list" in error


def _case_of(tmp_path: Path, rows: list[list[str]], *more: str) -> tuple[Path, tuple[int, str, str]]:
    source, case = tmp_path / "r.csv", tmp_path / "case"
    heading = "region,station,registered,ballots_cast,valid,A,B"
    source.write_text("\n".join([heading, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return case, run("case", "new", case, "--from", source, "--list", "A", "--list", "B", *ABOUT, *more)


def test_votes_without_a_figure_are_not_given_to_other_lists(tmp_path: Path) -> None:
    rows = [["N", str(i), "100", "60", "50", "30", "" if i < 3 else "20"] for i in range(100)]
    case, (status, output, error) = _case_of(tmp_path, rows)
    assert status == 0, error
    assert "All others" not in (case / "lists.csv").read_text(encoding="utf-8")
    assert "sum of 97 of 100 rows" in (case / "results.csv").read_text(encoding="utf-8")
    assert "  -1" not in output


def test_seats_are_not_computed_from_votes_that_are_unknown(tmp_path: Path) -> None:
    rows = [["N", str(i), "100", "60", "50", "30", "" if i < 3 else "20"] for i in range(100)]
    law = ("--law", "kazakhstan/elections@2012-01-15")
    case, (status, _, error) = _case_of(tmp_path, rows, *law)
    assert status == 2
    assert "3 rows lack the votes of a list or the valid votes" in error
    assert not case.exists()


def test_a_column_without_any_figure_is_not_published_and_never_zero(tmp_path: Path) -> None:
    rows = [["N", str(i), "", str(60 + i), str(50 + i), str(30 + i), "20"] for i in range(120)]
    case, (status, output, error) = _case_of(tmp_path, rows)
    assert status == 0, error
    assert "unknown" in next(line for line in output.splitlines() if line.startswith("registered"))
    totals = (case / "totals.csv").read_text(encoding="utf-8")
    assert (
        "contest,all,final,registered,not published,S1,computed,none of the 120 rows has a figure" in totals
    )
    assert run("case", "check", case)[0] == 0
    assert build_bundle(str(case), key_from_seed("m.example", bytes(32))).bundle


@pytest.mark.parametrize("rows", [[], [["N", str(i), "", "", "", "", ""] for i in range(60)]])
def test_a_table_without_a_vote_makes_no_case(tmp_path: Path, rows: list[list[str]]) -> None:
    case, (status, _, error) = _case_of(tmp_path, rows)
    assert status == 2
    assert "no row has a vote in the columns A, B" in error
    assert not case.exists()


def test_an_empty_case_passes_the_check_and_is_not_published(tmp_path: Path) -> None:
    assert run("case", "new", tmp_path / "case")[0] == 0
    assert run("case", "check", tmp_path / "case")[0] == 0
    assert len(placeholders(open_case(str(tmp_path / "case")))) == 4
    with pytest.raises(ScrutatorError, match="4 parts are not written yet") as caught:
        build_bundle(str(tmp_path / "case"), key_from_seed("test.example", bytes(32)))
    assert caught.value.code == "T06"


@pytest.mark.parametrize(
    "options",
    [
        ["--title", "x"],
        ["--list", "A"],
        ["--map", "a=b"],
        ["--law", "x@2012-01-01"],
        ["--sheet", "1"],
        ["--accept-losses"],
        ["--seats", "98"],
        ["--threshold", "7"],
        ["--language", "kk"],
    ],
)
def test_an_option_for_a_file_without_a_file_is_refused(tmp_path: Path, options: list[str]) -> None:
    status, _, error = run("case", "new", tmp_path / "case", *options)
    assert status == 2
    assert f"{options[0]} has no effect without --from" in error


def test_a_mapping_file_reads_back_as_what_was_written(tmp_path: Path) -> None:
    mapping = TableMapping(
        {"registered": 'Voters "on" the list', "valid": "a + b"}, sheet="S", delimiter=";", encoding="cp1251", heading=4,
        heading_rows=2, thousands=".", fill_down=("region",), long=("party", "votes"), drop=(7, 9), keep=(3,), accept_losses=True,
    )  # fmt: skip
    path = tmp_path / "m.toml"
    path.write_text(mapping_toml(mapping), encoding="utf-8")
    assert read_mapping(path) == mapping
    joined = mapping_of([str(path), "valid=c"], sheet="T")
    assert (joined.columns["valid"], joined.sheet, joined.drop) == ("c", "T", (7, 9))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums = 1\n", "this key is not known"),
        ("heading = 0\n", "heading"),
        ("heading_rows = 3\n", "heading_rows"),
        ('thousands = ";"\n', "thousands"),
        ('delimiter = "ab"\n', "delimiter"),
        ('long = ["a"]\n', "long"),
        ("drop = [0]\n", "drop"),
        ("[columns]\na = 1\n", "columns"),
        ("not toml", "this is not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_names_the_key(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(ScrutatorError, match="B10") as caught:
        read_mapping(path)
    assert words in str(caught.value)


def test_the_how_to_runs_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package("typst")
    page = Path(__file__).parents[3] / "docs" / "how-to" / "from-a-file-to-a-statement.md"
    lines = [line.strip() for line in page.read_text(encoding="utf-8").splitlines()]
    commands = [line for line in lines if line.startswith("scrutator ")]
    assert len(commands) == 3
    monkeypatch.chdir(tmp_path)
    merged = {"Results": ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "F2:G2"]}
    Path("results.xlsx").write_bytes(xlsx({"Results": MESSY, "Notes": [["a"], ["b"]]}, merged))  # type: ignore[dict-item]
    for command in commands:
        status, _, error = run(*shlex.split(command)[1:])
        assert status == 0, (command, error)
    assert Path("statement.zip").stat().st_size > 100_000


def test_on_a_terminal_it_asks_for_what_the_file_cannot_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import scrutator.cli.case.new as command

    class Terminal:
        stdin = type("Stdin", (), {"isatty": staticmethod(lambda: True)})

    monkeypatch.setattr(command, "sys", Terminal)
    head = ["Oblast", "No", "Voters", "Cast", "Valid votes", "A", "B", "spoilt"]
    source = csv_file(tmp_path / "r.csv", [[*row, 5] for row in ROWS], head)
    answers = ["An election", "A mission", "The commission", "2012-01-16", "2012-01-15",
               "1", "", "No", "3", "Cast", "Valid votes", "A, B"]  # fmt: skip
    result = CliRunner().invoke(
        app, ["case", "new", str(tmp_path / "case"), "--from", str(source)], input="\n".join(answers) + "\n"
    )
    assert result.exit_code == 0, (result.output, result.exception)
    assert "it is not clear which columns hold the votes" in result.output
    case = open_case(str(tmp_path / "case"))
    assert (case.header.title, case.sources[0].title) == ("An election", "The commission")
    assert len([place for place in case.places if place.level == "region"]) == 4
    mapping = tomllib.loads((tmp_path / "case" / "mapping.toml").read_text())["columns"]
    assert mapping == {
        "region": "Oblast",
        "station": "No",
        "registered": "Voters",
        "ballots_cast": "Cast",
        "valid": "Valid votes",
    }
