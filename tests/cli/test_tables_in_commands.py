"""Every command reads tables in the same way: what a newcomer's file meets is the right answer or a remedy."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from support.workbooks import xlsx

HEAD = ["region", "station", "registered", "ballots_cast", "valid", "leader", "other"]
RULES = 'name = "plain"\nseats = 10\nmethod = "dhondt"\n'


def run(*words: object) -> tuple[int, str, str]:
    """Exit status, what was printed, and the error with its remedy."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    error = result.exception
    if isinstance(error, ScrutatorError):
        return error.exit_status, result.output, f"{error} {error.remedy}"
    assert error is None or isinstance(error, SystemExit), error
    return result.exit_code, result.output, result.stderr


def stations(count: int = 400) -> list[list[object]]:
    draw = np.random.default_rng(3)
    rows: list[list[object]] = []
    for number in range(count):
        registered = int(draw.integers(400, 2400))
        cast = int(draw.binomial(registered, draw.beta(12, 8)))
        leader = int(draw.binomial(cast, draw.beta(11, 9)))
        rows.append([f"Region {number % 4}", f"s{number}", registered, cast, cast, leader, cast - leader])
    return rows


ROWS = stations()


def csv_file(path: Path, rows: list[list[object]], head: list[str] = HEAD, by: str = ",") -> Path:
    path.write_text("\n".join(by.join(map(str, row)) for row in [head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What `forensics` says of the plain file."""
    path = csv_file(tmp_path_factory.mktemp("plain") / "results.csv", ROWS)
    status, output, _ = run("forensics", path, "--json")
    assert status == 0
    body: dict[str, object] = json.loads(output)
    return body


def examined(path: Path, *options: str) -> dict[str, object]:
    status, output, error = run("forensics", path, "--json", *options)
    assert status == 0, error
    body: dict[str, object] = json.loads(output)
    return body


def test_a_row_of_totals_is_set_aside_and_said(tmp_path: Path, plain: dict[str, object]) -> None:
    total = ["Total", "", *(sum(int(str(row[i])) for row in ROWS) for i in range(2, 7))]
    body = examined(csv_file(tmp_path / "results.csv", [*ROWS, total]))
    assert body["stations"] == plain["stations"] == len(ROWS)
    assert body["tests"] == plain["tests"]
    assert body["reading"] == [f"1 row of totals set aside: {len(ROWS) + 2} (Total)"]
    shown = run("forensics", tmp_path / "results.csv")[1]
    assert "1 row of totals set aside" in shown


def test_a_sum_that_does_not_say_so_is_asked_about_and_never_a_station(tmp_path: Path) -> None:
    total = ["", "", *(sum(int(str(row[i])) for row in ROWS) for i in range(2, 7))]
    path = csv_file(tmp_path / "results.csv", [*ROWS, total])
    status, _, error = run("forensics", path)
    assert status == 2
    assert "is the sum of all other rows" in error
    assert "drop = [402]" in error
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("drop = [402]\n")
    assert examined(path, "--map", str(mapping))["stations"] == 400


def test_swapped_columns_end_with_an_error_that_shows_rows(tmp_path: Path) -> None:
    swapped = [[*row[:2], row[3], row[2], *row[4:]] for row in ROWS]
    path = csv_file(tmp_path / "results.csv", swapped)
    status, _, error = run("forensics", path)
    assert status == 2
    assert "ballots_cast is larger than registered in 400 of 400 rows (row 2:" in error
    assert "--map" in error
    named = ["--map", "registered=ballots_cast", "--map", "ballots_cast=registered"]
    assert examined(path, *named)["usable_stations"] == 400


@pytest.mark.parametrize("mark", [",", " ", "'", "\u202f", "\u00a0"])
def test_thousands_lose_no_station(tmp_path: Path, plain: dict[str, object], mark: str) -> None:
    rows = [[*row[:2], *(f"{row[i]:,}".replace(",", mark) for i in range(2, 7))] for row in ROWS]
    body = examined(csv_file(tmp_path / "results.csv", rows, by=";"))
    assert body["tests"] == plain["tests"]


def test_capital_headings_and_a_workbook_read_the_same(tmp_path: Path, plain: dict[str, object]) -> None:
    head = ["Region", "STATION", "Registered", "Ballots Cast", "Valid", "Leader", "Other"]
    path = tmp_path / "results.xlsx"
    path.write_bytes(xlsx({"S": [["Results"], head, *ROWS]}))  # type: ignore[list-item]
    assert examined(path)["tests"] == plain["tests"]


@pytest.mark.parametrize(("broken", "status"), [(20, 0), (21, 2)])
def test_one_row_in_twenty_may_be_unusable_and_no_more(tmp_path: Path, broken: int, status: int) -> None:
    rows = [[*row[:5], "x", row[6]] if i < broken else row for i, row in enumerate(ROWS)]
    path = csv_file(tmp_path / "results.csv", rows)
    got, _, error = run("forensics", path)
    assert got == status
    if status:
        assert "21 of 400 rows cannot be used" in error
        assert error.count("is not a whole number") == 5
        assert "--accept-losses" in error
        assert run("forensics", path, "--accept-losses")[0] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--list", "registered"], "leader is larger than valid"),
        (["--list", "nobody"], "there is no column “nobody”"),
        (["--flag", "nothing"], "there is no column “nothing”"),
        (["--map", "valid=votes"], "there is no column “votes”"),
        (["--sheet", "Results"], "a text has no sheets"),
        (["--map", "none.toml"], "cannot read the file"),
    ],
)
def test_a_name_that_leads_nowhere_is_an_error(tmp_path: Path, options: list[str], words: str) -> None:
    path = csv_file(tmp_path / "results.csv", ROWS)
    status, _, error = run("forensics", path, *options)
    assert status == 2
    assert words in error


def test_a_long_table_names_the_remedy_and_is_read_with_it(tmp_path: Path, plain: dict[str, object]) -> None:
    head = ["region", "station", "registered", "ballots_cast", "valid", "party", "votes"]
    rows = [[*row[:5], name, row[i]] for row in ROWS for name, i in (("leader", 5), ("other", 6))]
    path = csv_file(tmp_path / "results.csv", rows, head)
    status, _, error = run("forensics", path)
    assert status == 2
    assert "leader" in error
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('long = ["party", "votes"]\n')
    assert examined(path, "--map", str(mapping))["tests"] == plain["tests"]


VOTES = "list,votes\nA,1200\nB,950\nC,40\n"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (VOTES, []),
        (VOTES + "Total,2190\n", []),
        ("Results\n\n" + VOTES.replace(",", ";"), []),
        ("Party,Stimmen\n" + VOTES.partition("\n")[2], ["--map", "list=Party", "--map", "votes=stimmen"]),
        ("list,post,day\nA,200,1000\nB,50,900\nC,10,30\n", ["--map", "votes=post + day"]),
    ],
)
def test_seats_are_the_same_from_any_table(tmp_path: Path, text: str, options: list[str]) -> None:
    (tmp_path / "rules.toml").write_text(RULES)
    votes = tmp_path / "votes.csv"
    votes.write_text(text)
    status, output, error = run("seats", votes, "--rules", tmp_path / "rules.toml", "--json", *options)
    assert status == 0, error
    (reading,) = json.loads(output[output.index("{") :])["readings"]
    assert reading["seats"] == {"A": 6, "B": 4, "C": 0}


def test_a_mapped_column_that_no_table_has_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES)
    votes = tmp_path / "votes.csv"
    votes.write_text(VOTES)
    status, _, error = run("seats", votes, "--rules", tmp_path / "rules.toml", "--map", "x=y")
    assert status == 2
    assert "--map x: this command read no table with such a column" in error


def test_a_total_in_a_station_list_is_not_drawn(tmp_path: Path) -> None:
    frame = csv_file(
        tmp_path / "frame.csv",
        [["N", f"s{i}", 300 + i] for i in range(9)],
        ["region", "station", "registered"],
    )
    with_total = tmp_path / "total.csv"
    with_total.write_text(frame.read_text() + f"Total,,{sum(300 + i for i in range(9))}\n")
    hashes = [
        json.loads(
            run("sample", "check", path, "--size", "registered", "--strata", "region", "--json")[1].split(
                "\n", skip
            )[skip]
        )
        for path, skip in ((frame, 0), (with_total, 1))
    ]
    assert hashes[0]["frame_sha256"] == hashes[1]["frame_sha256"]


@pytest.mark.parametrize("command", ["sample check", "sample draw", "sample verify", "sample plan", "sample monitor",
    "sample rate", "audit ballots",
    "audit plan", "audit risk", "audit next", "protocols check", "protocols reconcile", "protocols levels", "protocols keying",
    "protocols versions", "seats allocate", "seats margin", "seats compare", "seats sweep", "registration check",
    "ledger import", "ledger media alpha", "ledger media shares", "forensics examine", "case new"])  # fmt: skip
def test_every_command_that_reads_a_table_takes_the_same_options(command: str) -> None:
    output = run(*command.split(), "--help")[1]
    assert all(option in output for option in ("--map", "--sheet", "--accept-losses"))


def test_a_draw_in_json_is_verified_while_json_called_a_table_is_refused(tmp_path: Path) -> None:
    frame, draw = csv_file(tmp_path / "frame.csv", ROWS), tmp_path / "draw.json"
    seed = "4" * 30
    assert (
        run("sample", "draw", frame, "--stations", 40, "--strata", "region", "--seed", seed, "--out", draw)[0]
        == 0
    )
    assert run("sample", "verify", frame, draw)[0] == 0
    status, _, error = run("sample", "verify", draw, draw)
    assert status == 2
    assert "JSON, not a table" in error


@pytest.mark.parametrize(
    "command", [["check"], ["draw", "--stations", "2", "--seed", "31415926535897932384"]]
)
@pytest.mark.parametrize("total", ["Total", "ΣΥΝΟΛΟ", "T O T A L"])
def test_a_total_in_a_frame_is_asked_about_without_a_column_of_sizes(
    tmp_path: Path, command: list[str], total: str
) -> None:
    path = csv_file(
        tmp_path / "frame.csv", [["1", "N"], ["2", "N"], ["3", "S"], [total, ""]], ["station", "region"]
    )
    status, _, error = run("sample", command[0], path, *command[1:])
    assert status == 2 and "B08" in error, error
    assert f"row 5, station: “{total}” says that it is a total" in error and "drop = [5]" in error
    mapping = tmp_path / "m.toml"
    mapping.write_text("drop = [5]\n", encoding="utf-8")
    status, output, error = run("sample", command[0], path, *command[1:], "--map", mapping)
    assert status == 0, error
    assert total not in output
