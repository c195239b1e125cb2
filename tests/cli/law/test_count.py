"""`scrutator law count`: ballots and votes from files, options that would do nothing, lots."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError

BLT = '3 1\n3 1 0\n2 2 3 0\n2 3 2 0\n0\n"Ada"\n"Ben"\n"Cora"\n"Ward 4"\n'
LOTS = "purpose,between,drawn,source\nexclusion,Ben|Cora,Ben,minutes p. 3\n"
VOTES = "candidate,votes,kind\nAda,45,\nBen,37,\nCora,18,\n,150,registered\n"


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    path = tmp_path / "ward.blt"
    path.write_text(BLT, encoding="utf-8")
    return path


def test_a_tie_is_undecided_until_the_lot_is_recorded(ward: Path) -> None:
    text = run("law", "count", ward, "--rules", "scotland-2007")
    assert "undecided" in text
    assert "equal votes of Ben, Cora" in text
    lots = ward.with_name("lots.csv")
    lots.write_text(LOTS, encoding="utf-8")
    made = json.loads(run("law", "count", ward, "--rules", "scotland-2007", "--lots", lots, "--json"))
    assert (made["outcome"], made["elected"]) == ("settled", ["Cora"])
    assert made["stages"][1]["article"] == "rule 50"


def test_another_number_of_seats_than_the_files_is_said(ward: Path) -> None:
    text = run("law", "count", ward, "--rules", "scotland-2007", "--seats", 2)
    assert "The file says 1 vacancies; 2 seats were asked for" in text
    assert "vacancies" not in run("law", "count", ward, "--rules", "scotland-2007", "--seats", 1)


def test_a_table_of_ballots_with_its_candidates(tmp_path: Path) -> None:
    ballots, names = tmp_path / "b.csv", tmp_path / "c.csv"
    ballots.write_text("papers,preferences\n5,1|2\n4,2\n3,3|2\n", encoding="utf-8")
    names.write_text("number,name\n1,Ada\n2,Ben\n3,Cora\n", encoding="utf-8")
    words = ("law", "count", ballots, "--candidates", names, "--law", "scotland/councils@2022-05-05")
    assert "elected to 1 seats: Ben" in run(*words, "--seats", 1)
    with pytest.raises(ScrutatorError, match="how many seats"):
        run(*words)


def test_exact_votes_are_in_the_json(ward: Path) -> None:
    ward.write_text('3 2\n6 1 2 0\n1 1 3 0\n2 2 0\n2 3 0\n0\n"A" "B" "C"\n', encoding="utf-8")
    made = json.loads(run("law", "count", ward, "--rules", "scotland-2007", "--json"))
    assert made["stages"][1]["votes"]["B"] == "4.57142"  # 6 · 0.42857 + 2, cut


def test_rounds_of_a_majority_with_every_condition_and_article(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(VOTES, encoding="utf-8")
    text = run("law", "count", path, "--rules", "france-assembly")
    assert "second round required; may stand in it: Ada, Ben" in text
    assert "art. L126" in text
    assert [line.split()[:3] for line in text.splitlines()[2:5]] == [
        ["Ada", "45", "second"], ["Ben", "37", "second"], ["Cora", "18", "–"],
    ]  # fmt: skip
    made = json.loads(run("law", "count", path, "--rules", "france-assembly", "--json"))
    (district,) = made["districts"]
    assert (district["outcome"], district["entrants"]) == ("second_round", ["Ada", "Ben"])
    second = json.loads(run("law", "count", path, "--rules", "france-assembly", "--round", 2, "--json"))
    assert second["districts"][0]["elected"] == ["Ada"]


def test_several_districts_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    rows = ["district,candidate,votes,kind"]
    for district, count in (("North", 60), ("South", 40)):
        rows += [f"{district},Ada,{count},", f"{district},Ben,40,", f"{district},,110,registered"]
    path.write_text("\n".join(rows), encoding="utf-8")
    text = run("law", "count", path, "--rules", "france-assembly")
    assert "elected: 1; second round: 1" in text


def test_the_margin_is_printed_with_its_proof(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("candidate,votes\nAda,45\nBen,35\n", encoding="utf-8")
    rules = tmp_path / "rules.toml"
    rules.write_text('system = "majority"\n', encoding="utf-8")
    text = run("law", "count", path, "--rules", rules, "--margin")
    assert "5 votes that move change the result; no fewer do" in text
    made = json.loads(run("law", "count", path, "--rules", rules, "--margin", "--json"))
    assert made["districts"][0]["margin"]["votes"] == 5


def test_the_margin_of_ranked_ballots_says_that_it_was_searched_and_how_far(ward: Path) -> None:
    ward.write_text('2 1\n9 1 0\n4 2 0\n0\n"A" "B"\n', encoding="utf-8")
    text = run("law", "count", ward, "--rules", "scotland-2007", "--margin")
    assert "3 papers from A to B change the result" in text
    assert "2 of 2 pairs" in text
    assert "fewer papers changed in other ways may do" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "X03"),
        (("--rules", "scotland-2007", "--law", "scotland/councils@2022-05-05"), "X03"),
        (("--rules", "atlantis"), "L30"),
        (("--rules", "scotland-2007", "--round", "2"), "L72"),
        (("--rules", "scotland-2007", "--candidates", "ward.blt"), "X03"),
        (("--law", "scotland/councils@1999-05-05"), "L33"),
        (("--rules", "australia-house", "--seats", "2"), "L72"),
    ],
)
def test_options_that_contradict_or_do_nothing_are_refused(
    ward: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(ward.parent)
    with pytest.raises(ScrutatorError) as caught:
        run("law", "count", ward.name, *words)
    assert caught.value.code == code


@pytest.mark.parametrize("option", ["--candidates=c.csv", "--whole-sheet"])
def test_options_of_ranked_ballots_do_nothing_for_votes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("votes.csv").write_text(VOTES, encoding="utf-8")
    with pytest.raises(ScrutatorError, match="has no effect"):
        run("law", "count", "votes.csv", "--rules", "france-assembly", option)


def test_a_lot_that_settles_nothing_is_refused_with_the_files_name(ward: Path) -> None:
    lots = ward.with_name("lots.csv")
    lots.write_text(LOTS.replace("Ben|Cora", "Ada|Ben"), encoding="utf-8")
    blt = BLT.replace("2 3 2 0", "1 3 2 0")
    ward.write_text(blt, encoding="utf-8")
    with pytest.raises(ScrutatorError, match="settles no tie"):
        run("law", "count", ward, "--rules", "scotland-2007", "--lots", lots)


def test_a_faulty_file_is_refused_with_its_path_and_row(ward: Path) -> None:
    ward.write_text(BLT.replace("2 3 2 0", "2 3 9 0"), encoding="utf-8")
    with pytest.raises(ScrutatorError) as caught:
        run("law", "count", ward, "--rules", "scotland-2007")
    assert caught.value.where.endswith("ward.blt, row 4")
    ward.write_bytes(b'1 1\n1 1 0\n0\n"\xff"\n')
    with pytest.raises(ScrutatorError, match="not UTF-8"):
        run("law", "count", ward, "--rules", "scotland-2007")


CANDIDATES = "list,candidate,position,votes,seats,kind\nL,Ada,1,30,2,\nL,Ben,2,60,2,\nL,Cora,3,5,2,\n,,,2000,,valid\n,,,20,,house\n"


def test_the_candidates_of_lists_with_reason_and_article(tmp_path: Path) -> None:
    path = tmp_path / "candidates.csv"
    path.write_text(CANDIDATES, encoding="utf-8")
    text = run("law", "count", path, "--rules", "netherlands-candidates")
    assert "preference threshold" in text
    made = json.loads(run("law", "count", path, "--rules", "netherlands-candidates", "--json"))
    assert [who["name"] for who in made["lists"][0]["elected"]] == ["Ben", "Ada"]
    for option in ("--margin", "--seats=2", "--whole-sheet"):
        with pytest.raises(ScrutatorError, match="has no effect"):
            run("law", "count", path, "--rules", "netherlands-candidates", option)


def test_the_keys_of_a_count_are_shown_with_their_provision() -> None:
    answer = json.loads(run("law", "show", "scotland/councils", "--at", "2022-05-05", "--json"))
    counts = {entry["article"]: entry["count"] for entry in answer["provisions"]}
    assert counts["rule 49"] == {"transfer": "weighted_inclusive", "decimals": 5}


def test_the_list_names_the_laws_of_counts() -> None:
    assert (
        json.loads(run("law", "list", "--json"))["counts"]["scotland-2011"] == "scotland/councils@2012-05-03"
    )
    assert "ireland-2001" in run("law", "list")
