"""No audit confirms what the cards or copies at hand rule out, and nothing drawn twice counts twice."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_audit_commands import SEED, copies, risk, sealed
from tests.cli.counting.test_counting_commands import run, write

ASKED = ["--ahead", "a>b", "--published", "a=60,b=40"]


def cards(folder: Path, shown: list[str], **columns: list[str]) -> Path:
    rows = [
        {"card": str(n), "vote": one} | {name: cells[n] for name, cells in columns.items()}
        for n, one in enumerate(shown)
    ]
    return write(folder / "cards.csv", list(rows))


@pytest.mark.parametrize(("winner", "status"), [(51, 0), (50, 1), (40, 1)])
@pytest.mark.parametrize("test", ["alpha", "kaplan-markov", "mixture"])
def test_when_all_cards_are_read_they_decide_and_not_the_test(
    tmp_path: Path, winner: int, status: int, test: str
) -> None:
    """The winner's cards come first, so that every test has met its limit before the last card."""
    table = cards(tmp_path, ["a"] * winner + ["b"] * (100 - winner))
    done = run("audit", "ballots", table, *ASKED, "--test", test)
    assert done.returncode == status
    assert ("rule out that a has more votes than b" in done.stdout) == bool(status)
    if not status:
        assert "All 100 cards were read: this is the count" in done.stdout


def test_cards_that_leave_no_way_to_win_end_the_audit_before_the_last(tmp_path: Path) -> None:
    asked = ["audit", "ballots", cards(tmp_path, ["a"] * 20 + ["b"] * 50), *ASKED]
    assert "rule out" in run(*asked).stdout
    assert "rule out" not in run(*asked, "--with-replacement").stdout
    assert "rule out" not in run("audit", "ballots", cards(tmp_path, ["a"] * 20 + ["b"] * 49), *ASKED).stdout


def test_a_card_not_found_may_still_be_found_until_all_are_read(tmp_path: Path) -> None:
    some = run("audit", "ballots", cards(tmp_path, ["not found"] * 60), *ASKED)
    assert "not confirmed: draw on" in some.stdout
    every = run("audit", "ballots", cards(tmp_path, ["a"] * 50 + ["b"] * 49 + ["not found"]), *ASKED)
    assert "rule out" in every.stdout


def test_cards_that_agree_with_their_records_are_held_against_the_statement_too(tmp_path: Path) -> None:
    shown = ["a"] * 20 + ["b"] * 50
    table = cards(tmp_path, shown, record=shown)
    assert "rule out" in run("audit", "ballots", table, *ASKED, "--recorded", "record").stdout


def test_a_card_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    twice = write(tmp_path / "cards.csv", [{"card": "1", "vote": "a"}] * 2)
    assert "card '1' is there twice" in run("audit", "ballots", twice, *ASKED).stderr
    again = run("audit", "ballots", twice, *ASKED, "--with-replacement")
    assert "not confirmed" in again.stdout
    changed = write(tmp_path / "cards.csv", [{"card": "1", "vote": one} for one in "ab"])
    assert "shows two votes" in run("audit", "ballots", changed, *ASKED, "--with-replacement").stderr
    unnumbered = write(tmp_path / "cards.csv", [{"number": "1", "vote": "a"}] * 40)
    assert "no column numbers them" in run("audit", "ballots", unnumbered, *ASKED).stdout
    assert "is there twice" in run("audit", "ballots", unnumbered, *ASKED, "--card", "number").stderr


@pytest.mark.parametrize(("hold", "drawn", "refused"), [(0, 1, True), (2, 3, True), (3, 3, False)])
def test_no_more_cards_are_drawn_of_a_station_than_its_totals_hold(
    tmp_path: Path, hold: int, drawn: int, refused: bool
) -> None:
    table = cards(tmp_path, ["a"] * drawn, record=[""] * drawn, station=["s"] * drawn)
    pools = write(tmp_path / "pools.csv", [{"station": "s", "a": hold, "b": 0}])
    done = run(
        "audit", "ballots", table, *ASKED, "--recorded", "record", "--pools", pools, "--station", "station"
    )
    assert (f"{drawn} cards were drawn of a station whose totals hold {hold}" in done.stderr) == refused


@pytest.mark.parametrize("lead", [2, 5, 20, 30])
def test_the_promised_number_of_agreeing_cards_meets_the_limit_by_the_default_test(
    tmp_path: Path, lead: int
) -> None:
    needed = json.loads(run("audit", "size", "--lead", lead, "--cards", "--json").stdout)["cards"]
    number = next(value for way, value in needed.items() if "none differs" in way)
    shown = (["a", "b"] * number)[:number]
    table = cards(tmp_path, shown, record=shown)
    votes = f"a={50_000 + 500 * lead},b={50_000 - 500 * lead}"
    done = run("audit", "ballots", table, "--ahead", "a>b", "--published", votes, "--recorded", "record")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("rounds", ["240,240", "200,100", "0,5", "x"])
def test_rounds_that_do_not_rise_are_refused(tmp_path: Path, rounds: str) -> None:
    table = cards(tmp_path, ["a", "b"])
    asked = ["--test", "minerva", "--rounds", rounds, "--with-replacement"]
    assert "at the end of each round, rising" in run("audit", "ballots", table, *ASKED, *asked).stderr


def test_copies_that_were_not_drawn_never_confirm_but_can_contradict(tmp_path: Path) -> None:
    table, plan, made, drawn = sealed(tmp_path)
    words = ["--plan", plan, "--draws", made["draws"]]
    status, body = risk(table, copies(tmp_path), *words)
    assert (status, body["confirmed"], body["seal"]) == (0, True, json.loads(plan.read_text())["seal"])
    rest = [f"s{n:03d}" for n in range(200) if f"s{n:03d}" not in drawn]
    few = {name: {"a": 0, "b": 370} for name in rest[:10]}
    status, body = risk(table, copies(tmp_path, **few), *words)
    assert (status, body["confirmed"]) == (0, True)
    assert body["shown_by_copies_not_drawn"] == {"a has more votes than b": 10 * 420}
    assert body["margin_lost"][0]["at_most"] >= 10 * 420
    many = {name: {"a": 0, "b": 370} for name in rest[:24]}
    status, body = risk(table, copies(tmp_path, **many), *words)
    assert (status, body["state"]) == (1, "contradicted")
    assert "The copies at hand, drawn or not" in body["verdict"]


def test_the_bound_of_what_was_lost_is_never_below_what_the_copies_show(tmp_path: Path) -> None:
    table, plan, _, _ = sealed(tmp_path, "--without-replacement")
    order = json.loads(
        run("audit", "draw", table, "--plan", plan, "--seed", SEED, "--draws", 200, "--json").stdout
    )["stations"]
    lost = {name: {"a": 0, "b": 370} for name in order[-15:]}
    _, body = risk(table, copies(tmp_path, **lost), "--plan", plan, "--draws", 200)
    assert body["margin_lost"][0]["at_most"] >= 15 * 420
