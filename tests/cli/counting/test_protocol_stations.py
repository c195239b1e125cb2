"""What `protocols check` and `reconcile` name, in which order, and how they end."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from scrutator.cli.main import app


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return table(tmp_path / "o.csv", "station,a,b", "A,500,300", "B,200,300", "C,250,250", "D,40,60")


def test_stations_that_differ_are_named_the_most_votes_at_stake_first(tmp_path: Path, official: Path) -> None:
    copies = table(tmp_path / "c.csv", "station,a,b", "A,490,300", "B,150,350", "C,250,250", "D,41,60")
    found = run("protocols", "reconcile", official, copies, "--lists", "a,b")
    assert found.exit_code == 1  # B is material
    shown = found.stdout[found.stdout.index("Stations that differ") :]
    assert [line.split()[:2] for line in shown.splitlines()[2:5]] == [["B", "100"], ["A", "10"], ["D", "1"]]
    body = json.loads(run("protocols", "reconcile", official, copies, "--lists", "a,b", "--json").stdout)
    assert [(one["station"], one["votes_at_stake"]) for one in body["stations"]] == [
        ("B", 100),
        ("A", 10),
        ("D", 1),
    ]


@pytest.mark.parametrize(("copy", "status"), [("B,174,300", 1), ("B,177,300", 0)])
def test_reconcile_ends_with_one_exactly_when_a_difference_is_material(
    tmp_path: Path, official: Path, copy: str, status: int
) -> None:
    """Five per cent of 500 votes are 25: 26 votes less are material, 23 are not."""
    copies = table(tmp_path / "c.csv", "station,a,b", "A,500,300", copy)
    assert run("protocols", "reconcile", official, copies, "--lists", "a,b").exit_code == status


@pytest.mark.parametrize(
    ("copy", "material", "status"),
    [
        ("north,200,300", 5, 0),  # an equal partner
        ("north,199,300", 5, 0),  # one vote: clerical
        ("north,150,300", 5, 1),  # fifty of five hundred votes
        ("north,150,300", 20, 0),  # the same under another limit, stated beforehand
        ("north,17,23", 5, 1),  # no partner at all
    ],
)
def test_with_groups_the_limits_decide_too(tmp_path: Path, copy: str, material: int, status: int) -> None:
    official = table(tmp_path / "o.csv", "region,a,b", "north,200,300", "north,900,100")
    copies = table(tmp_path / "c.csv", "region,a,b", copy)
    asked = ["--lists", "a,b", "--group", "region", "--material", material]
    found = run("protocols", "reconcile", official, copies, *asked)
    assert found.exit_code == status, found.stdout


@pytest.mark.parametrize("option", [("--station", "code"), ("--copy-station", "code")])
def test_a_station_column_has_no_effect_with_groups(
    tmp_path: Path, official: Path, option: tuple[str, str]
) -> None:
    found = run("protocols", "reconcile", official, official, "--lists", "a,b", "--group", "station", *option)
    assert f"{option[0]} has no effect with --group" in str(found.exception)


def test_codes_that_are_unique_only_inside_a_district_are_told_apart_by_both(tmp_path: Path) -> None:
    rows = ("district,code,a,b", "north,1,10,20", "south,1,30,40")
    official, copies = table(tmp_path / "o.csv", *rows), table(tmp_path / "c.csv", *rows[:2], "south,1,30,60")
    alone = run("protocols", "reconcile", official, copies, "--lists", "a,b", "--station", "code")
    assert "duplicate" in str(alone.exception)
    found = run(
        "protocols", "reconcile", official, copies, "--lists", "a,b", "--station", "district,code", "--json"
    )
    assert [one["station"] for one in json.loads(found.stdout)["stations"]] == ["south / 1"]


def test_an_empty_part_of_a_key_is_called_that_and_not_a_duplicate(tmp_path: Path) -> None:
    official = table(tmp_path / "o.csv", "district,code,a", "north,1,10", ",1,30")
    found = run("protocols", "reconcile", official, official, "--lists", "a", "--station", "district,code")
    assert "row 2 has no district" in str(found.exception)


def test_check_names_failing_stations_and_those_that_hold_only_zeros(tmp_path: Path) -> None:
    head = "station,registered,signatures,ballots,invalid,a,b"
    rows = (
        "good,100,80,80,1,50,29",
        "small,100,80,80,1,51,29",
        "large,100,80,80,1,20,29",
        "zero,0,0,0,0,0,0",
    )
    protocols = table(tmp_path / "p.csv", head, *rows)
    found = run("protocols", "check", protocols, "--type", "georgia-precinct")
    assert found.exit_code == 1
    shown = found.stdout[found.stdout.index("Stations") :].splitlines()
    assert [line.split()[:3] for line in shown[2:4]] == [
        ["large", "30", "balance"],
        ["small", "1", "balance"],
    ]
    assert "1 protocols hold only zeros, which pass every relation of sums: zero" in found.stdout
    body = json.loads(run("protocols", "check", protocols, "--type", "georgia-precinct", "--json").stdout)
    assert body["all_zero"] == ["zero"]
    assert [one["station"] for one in body["stations"]] == ["large", "small"]
