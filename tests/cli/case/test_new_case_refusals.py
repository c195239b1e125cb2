"""`case new --from`: what would make a false case is refused before a file is written, and what is missing said."""

from pathlib import Path

import pytest
from tests.cli.test_tables_in_commands import run

from scrutator.findings.running import context_of
from scrutator.publishing.sources import open_case

ABOUT = ("--title", "An election", "--publisher", "A mission", "--source", "Results by station")
DAYS = ("--date", "2012-01-16", "--election-day", "2012-01-15")
HEADING = "region,station,registered,ballots_cast,valid,A,B"
ROWS = ["North,1,900,500,490,290,200", "North,2,700,400,395,200,195",
        "South,3,800,300,300,100,200", "South,4,850,450,440,240,200"]  # fmt: skip


def made(
    folder: Path, rows: list[str], *more: str, days: tuple[str, ...] = DAYS
) -> tuple[Path, int, str, str]:
    source = folder / "results.csv"
    source.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    options = ("--list", "A", "--list", "B") if "--list" not in more else ()
    return folder / "case", *run(
        "case", "new", folder / "case", "--from", source, *ABOUT, *days, *options, *more
    )


def share_of(case: Path, name: str) -> object:
    outcome = context_of(open_case(str(case))).finding("shares").outcome
    return next(one.value for one in outcome.figures if one.name == "share" and one.at.get("list") == name)


@pytest.mark.parametrize(
    ("row", "share"),
    [
        # Without the station: A has 630 of 1,190 valid votes. The votes of others are not lost.
        ("South,3,800,300,,100,200", 100 * 730 / 1325),
        ("South,3,800,300,300,,200", None),
    ],
)
def test_a_share_is_of_stations_that_have_every_figure(tmp_path: Path, row: str, share: float | None) -> None:
    case, status, _, error = made(tmp_path, [ROWS[0], ROWS[1], row, ROWS[3]])
    assert status == 0, error
    results = (case / "results.csv").read_text(encoding="utf-8")
    assert "730" in results
    assert "sum of 3 of 4 rows: the others lack a figure" in results
    assert "Votes and shares are of the stations that have a figure" in (case / "statement.en.md").read_text()
    if share is not None:
        assert share_of(case, "A") == pytest.approx(share, abs=0.05)


def test_a_list_without_a_figure_had_no_votes_where_the_others_are_all_valid_ones(tmp_path: Path) -> None:
    case, status, _, error = made(tmp_path, [*ROWS[:3], "South,4,850,450,440,440,"])
    assert status == 0, error
    assert "rows: the others" not in (case / "results.csv").read_text(encoding="utf-8")
    assert share_of(case, "A") == pytest.approx(100 * 1030 / 1625, abs=0.05)


def test_a_station_named_twice_in_its_region_makes_no_case(tmp_path: Path) -> None:
    case, status, _, error = made(tmp_path, [*ROWS, ROWS[0]])
    assert status == 2
    assert "rows 2 and 6 are one station: North, 1" in error
    assert not case.exists()


def test_regions_that_differ_in_a_slash_only_keep_their_own_totals(tmp_path: Path) -> None:
    rows = ["N/E,1,900,500,490,290,200", "N/E,2,700,400,395,200,195", "N/E,Total,1600,900,885,490,395",
            "N-E,3,800,300,300,100,200", "N-E,4,850,450,440,240,200", "N-E,Total,1650,750,740,340,400"]  # fmt: skip
    case, status, _, error = made(tmp_path, rows)
    assert status == 0, error
    outcome = context_of(open_case(str(case))).finding("levels").outcome
    assert "differ" not in outcome.title


def test_a_region_called_all_stations_is_another_place_than_all_of_them(tmp_path: Path) -> None:
    case, status, _, error = made(tmp_path, [row.replace("South", "All stations") for row in ROWS])
    assert status == 0, error
    key = tmp_path / "m.key"
    assert run("key", "new", "-o", key, "--no-passphrase")[0] == 0
    assert run("publish", case, "--key", key, "-o", tmp_path / "b.zip")[0] == 0


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (("--language", "EN"), "'EN' is not the code of a language"),
        (("--language", "en GB"), "'en GB' is not the code of a language"),
        (("--language", "x/y"), "'x/y' is not the code of a language"),
        (("--map", "foo=A"), "--map foo=… has no effect"),
        (("--map", "A=B"), "--map A=… has no effect"),
        (("--seats", "5"), "--seats has no effect without --law"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    tmp_path: Path, more: tuple[str, ...], named: str
) -> None:
    case, status, _, error = made(tmp_path, ROWS, *more)
    assert status == 2
    assert named in error
    assert [path.name for path in tmp_path.iterdir()] == ["results.csv"]
    assert not case.exists()


def test_results_of_an_election_after_the_statement_are_refused(tmp_path: Path) -> None:
    days = ("--date", "2012-01-14", "--election-day", "2012-01-15")
    _, status, _, error = made(tmp_path, ROWS, days=days)
    assert status == 2
    assert "2012-01-15 is after the date of the statement, 2012-01-14" in error


def test_a_statement_of_another_language_is_said_to_be_written_in_english(tmp_path: Path) -> None:
    _, status, output, error = made(tmp_path, ROWS, "--language", "ru")
    assert status == 0, error
    assert "statement.ru.md is written in English: translate it" in output


def test_a_statement_that_is_missing_or_empty_stops_publish(tmp_path: Path) -> None:
    case, status, _, error = made(tmp_path, ROWS)
    assert status == 0, error
    key = tmp_path / "m.key"
    assert run("key", "new", "-o", key, "--no-passphrase")[0] == 0
    (case / "statement.en.md").write_text("\n", encoding="utf-8")
    status, _, error = run("publish", case, "--key", key, "-o", tmp_path / "b.zip")
    assert (status, "the statement is empty" in error) == (1, True)
    (case / "statement.en.md").rename(case / "statement.ru.md")
    status, _, error = run("publish", case, "--key", key, "-o", tmp_path / "b.zip")
    assert "the case has no statement in its own language" in error
    (case / "statement.ru.md").rename(case / "statement.EN.md")
    assert run("case", "check", case)[0] == 1


def test_a_row_that_contradicts_itself_is_named_and_said_in_the_statement(tmp_path: Path) -> None:
    # 100 stations, since one row in twenty may contradict itself before the columns seem to be swapped.
    rows = [f"North,{n},900,500,490,290,200" for n in range(100)] + ["South,900,900,5000,4900,2900,2000"]
    case, status, output, error = made(tmp_path, rows)
    assert status == 0, error
    named = "row 102 contradicts itself and is counted as published: 5,000 ballots cast, more than 900"
    assert named in output
    assert named in (case / "README.md").read_text(encoding="utf-8")
    assert "contradict each other" in (case / "statement.en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("registered", "status"), [(10_000_000, 0), (10_000_001, 2)])
def test_no_station_has_more_than_ten_million_voters(tmp_path: Path, registered: int, status: int) -> None:
    _, ended, _, error = made(tmp_path, [*ROWS[:3], f"South,4,{registered},450,440,240,200"])
    assert ended == status, error
    assert ("more than any station has" in error) == (status == 2)


def test_a_case_without_the_results_that_a_finding_reads_has_a_fault(tmp_path: Path) -> None:
    case, status, _, error = made(tmp_path, ROWS)
    assert status == 0, error
    (case / "results.csv").unlink()
    status, output, _ = run("case", "check", case)
    assert status == 1
    assert "N03 official.shares" in output
