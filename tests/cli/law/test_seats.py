"""`scrutator seats`: what a user types, reads and pipes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError

VOTES_2012 = """list,votes
Nur Otan,5621436
Ak Zhol,518405
KNPK,498788
OSDP,116534
Auyl,82623
Patriots,57732
Adilet,45702
"""


@pytest.fixture
def votes(tmp_path: Path) -> str:
    path = tmp_path / "votes.csv"
    path.write_text(VOTES_2012, encoding="utf-8")
    return str(path)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_seats_of_2012_under_the_law_of_2012(votes: str) -> None:
    answer = json.loads(run("seats", votes, "--law", "kazakhstan/elections@2012-01-15", "--json"))
    assert [answer["seats"][name] for name in ("Nur Otan", "Ak Zhol", "KNPK", "OSDP")] == [83, 8, 7, 0]
    assert (answer["outcome"], answer["ties"]) == ("settled_where_computed", [])
    assert (len(answer["readings"]), answer["readings_computed"], answer["readings_of_the_law"]) == (1, 2, 4)
    assert {step["article"] for step in answer["steps"]} == {"art. 97-1", "art. 93 and Constitution art. 51"}
    assert "7,125,542" in answer["readings_not_computable"]["threshold: cast"]


def test_the_table_for_people_names_every_step_and_article(votes: str) -> None:
    text = run("seats", "--law", "kazakhstan/elections@2012-01-15", votes)
    for words in (
        "art. 97-1",
        "hare quota",
        "not triggered",
        "Outcome: settled only under the readings that could be computed (2 of 4 readings of the law).",
    ):
        assert words in text


def test_the_shortest_rules_file_works(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('seats = 150\nmethod = "dhondt"\nthreshold = "4%"\ndenominator = "valid"\n')
    answer = json.loads(run("seats", votes, "--rules", str(rules), "--json"))
    assert sum(answer["seats"].values()) == 150
    answer = json.loads(run("seats", votes, "--rules", str(rules), "--seats", "10", "--json"))
    assert sum(answer["seats"].values()) == 10


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "X03"),
        (["--law", "kazakhstan/elections"], "X03"),
        (["--law", "kazakhstan/elections@15.1.2012"], "X03"),
        (["--law", "narnia/elections@2012-01-15"], "L30"),
        (["--law", "kazakhstan/elections@1980-01-15"], "L33"),
        (["--rules", "/no/such/file.toml"], "X01"),
        (["--law", "kazakhstan/elections@2012-01-15", "--seats", "0"], "L10"),
    ],
)
def test_a_mistake_is_answered_with_its_code(votes: str, words: list[str], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        CliRunner().invoke(app, ["seats", votes, *words], catch_exceptions=False)
    assert caught.value.code == code


def test_a_bad_cell_is_answered_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("list,votes\nA,10\nB,-4\n")
    with pytest.raises(ScrutatorError, match="line 3"):
        CliRunner().invoke(
            app, ["seats", str(path), "--law", "kazakhstan/elections@2012-01-15"], catch_exceptions=False
        )


def test_the_same_votes_under_two_laws(tmp_path: Path) -> None:
    path = tmp_path / "2007.csv"
    path.write_text(
        "list,votes\nNur Otan,5247720\nOSDP,269310\nAk Zhol,183346\nAuyl,89855\nKNPK,76799\nPatriots,46436\nRukhaniyat,22159\n"
    )
    laws = ["--law", "kazakhstan/elections@2007-08-18", "--law", "kazakhstan/elections@2012-01-15"]
    answer = json.loads(run("seats", "compare", str(path), *laws, "--json"))
    assert [column["seats"]["Nur Otan"] for column in answer["columns"]] == [98, 94, 95]
    assert round(answer["columns"][1]["indices"]["gallagher"], 2) == 5.95
    assert "otherwise" in answer["caveat"]
    assert "otherwise" in run("seats", "compare", str(path), *laws)


def test_margins_have_certificates_and_a_reading_whose_least_is_not_proved_stands_apart(votes: str) -> None:
    words = ("seats", "margin", votes, "--law", "kazakhstan/elections@2012-01-15", "--stations", "9764")
    answer = json.loads(run(*words, "--json"))
    numbers = [
        [{name: value for name, value in one.items() if name != "proved_least"} for one in reading["margins"]]
        for reading in answer["readings"]
    ]
    assert numbers[1:] == numbers[:-1], "the readings agree in every number"
    assert [one["margins"][0]["proved_least"] for one in answer["readings"]] == [True, False]
    margins = {item["what"]: item for item in answer["readings"][0]["margins"]}
    assert margins["any seat"]["votes"] == 9809
    assert margins["admission of KNPK"]["certificate"]["KNPK"] == 498788 - 12903
    assert round(margins["admission of KNPK"]["votes_per_station"]["decimal"], 1) == 1.3
    assert "12,903" in run(*words)


def test_a_sweep_shows_where_seats_turn(votes: str) -> None:
    words = ("seats", "sweep", votes, "--law", "kazakhstan/elections@2012-01-15", "--threshold", "0..10%")
    assert len(json.loads(run(*words, "--json"))["points"]) == 101
    assert "7.2 %" in run(*words)
    sizes = json.loads(
        run("seats", "sweep", votes, "--rules", "austria-nationalrat", "--house", "10..12", "--json")
    )
    assert [sum(point["seats"].values()) for point in sizes["points"]] == [10, 11, 12]


def test_a_sweep_says_what_of_the_law_s_threshold_it_sets_aside(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'seats = 10\nmethod = "dhondt"\n[[step]]\ndo = "threshold"\nshare = "5%"\n'
        'coalition = { 2 = "8%" }\nby_contender = { bloc = "11%" }\n'
    )
    said = [
        "Other shares for coalitions (2 parties 8%) are set aside: all lists need one share.",
        "Other shares for kinds of contenders (bloc 11%) stay as in the law.",
    ]
    words = ("seats", "sweep", votes, "--rules", str(rules), "--threshold", "0..10%:1%")
    assert json.loads(run(*words, "--json"))["remarks"] == said
    assert all(one in run(*words) for one in said)
    kept = ("seats", "sweep", votes, "--rules", str(rules), "--house", "10..11", "--json")
    assert json.loads(run(*kept))["remarks"] == []


def test_a_house_too_small_for_its_guarantees_is_one_row_that_says_why(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('seats = 10\nmethod = "adams"\n', encoding="utf-8")  # every list has a first seat
    words = ("seats", "sweep", votes, "--rules", str(rules), "--house", "5..9")
    answer = json.loads(run(*words, "--json"))
    assert [bool(point["why"]) for point in answer["points"]] == [True, True, False, False, False]
    assert [sum(point["seats"].values()) for point in answer["points"]] == [0, 0, 7, 8, 9]
    assert "At 2 of 5 values the law gives no seats." in answer["remarks"]
    text = run(*words)
    assert "no seats, see below" in text
    assert "No seats at 6: adams: 7 seats are owed before 6 are distributed." in text
    assert "At 2 of 5 values the law gives no seats." in text


def test_a_sweep_in_which_no_house_is_possible_is_an_error(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('seats = 10\nmethod = "adams"\n', encoding="utf-8")
    with pytest.raises(ScrutatorError, match="L12"):
        run("seats", "sweep", votes, "--rules", str(rules), "--house", "5..6")


def test_margins_name_the_lists_of_the_seats_then_and_what_was_not_computed(votes: str) -> None:
    words = ("seats", "margin", votes, "--law", "kazakhstan/elections@2012-01-15")
    text = run(*words)
    assert "Nur Otan 83 Ak Zhol 7 KNPK 8" in text
    assert "2 of 4 readings of the law were computed." in text
    assert "Not computable (threshold: cast)" in text
    assert any("7,125,542" in one for one in json.loads(run(*words, "--json"))["remarks"])


def test_a_comparison_says_of_each_law_what_its_column_leaves_out(votes: str) -> None:
    laws = ("--law", "kazakhstan/elections@2012-01-15", "--rules", "austria-nationalrat")
    answer = json.loads(run("seats", "compare", votes, *laws, "--json"))
    assert [column["outcome"] for column in answer["columns"]] == ["settled_where_computed", "settled"]
    text = run("seats", "compare", votes, *laws)
    assert "kazakhstan/elections@2012-01-15: 2 of 4 readings of the law were computed." in text
    assert "settled_where_computed" in text


def test_a_whole_system_over_districts(tmp_path: Path) -> None:
    path = tmp_path / "districts.csv"
    path.write_text(
        "district,seats,list,votes,kind\nN,3,A,60,\nN,3,B,39,\nN,3,,1,blank\nS,2,A,20,\nS,2,B,80,\n"
    )
    answer = json.loads(run("seats", str(path), "--rules", "spain-congress", "--json"))
    assert answer["seats"] == {"A": 2, "B": 3}
    assert answer["districts"]["S"] == {"A": 0, "B": 2}
    text = run("seats", str(path), "--rules", "spain-congress")
    assert "House of 5" in text
    assert "Steps: N, the first of 2 districts" in text
    searched = run("seats", "margin", str(path), "--rules", "spain-congress")
    assert "Proof: least, every smaller number tried for all 4 pairs of lists of one district." in searched
    assert "11 votes moved from A to B in N" in searched  # 49 to 50: the third seat of N is B's
    assert "Seats of districts that change: N: A 2 → 1; N: B 1 → 2." in searched
    with pytest.raises(ScrutatorError, match="only votes moved"):
        run("seats", "margin", str(path), "--rules", "spain-congress", "--change", "added")
    with pytest.raises(ScrutatorError, match="no number of national seats"):
        run("seats", str(path), "--rules", "spain-congress", "--seats", "4")


def test_rules_that_give_out_no_seats_are_refused(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('seats = 150\nthreshold = "4%"\n', encoding="utf-8")
    with pytest.raises(ScrutatorError, match="no step allocates seats"):
        run("seats", votes, "--rules", str(rules))


def test_the_rules_of_the_manual_work_as_printed(votes: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'seats = 150\nmethod = "dhondt"\nthreshold = "4%"\ndenominator = "valid"\n', encoding="utf-8"
    )
    answer = json.loads(run("seats", votes, "--rules", str(rules), "--json"))
    assert {"seats", "steps", "ties", "readings"} <= set(answer)
    assert sum(answer["seats"].values()) == 150
    assert answer["seats"]["OSDP"] == 0


def test_an_open_tie_says_which_recorded_fact_decides(tmp_path: Path) -> None:
    table, rules = tmp_path / "votes.csv", tmp_path / "rules.toml"
    rules.write_text('seats = 3\nmethod = "dhondt"\nties = ["lot"]\n', encoding="utf-8")
    table.write_text("list,votes\nA,100\nB,100\n", encoding="utf-8")
    assert "Tie: A and B for 1 seat(s); decided by lot" in run("seats", str(table), "--rules", str(rules))
    table.write_text("list,votes,lot\nA,100,2\nB,100,1\n", encoding="utf-8")
    assert "drawn first by lot" in run("seats", str(table), "--rules", str(rules))


def test_a_column_that_no_rule_reads_is_said(tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    path.write_text("list,votes,regstered_order\nA,100,1\nB,50,2\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["seats", str(path), "--rules", "spain-europe", "--seats", "3"])
    assert result.exit_code == 0
    assert "typed.csv: no rule reads the column regstered_order" in result.stderr
    path.write_text("list,votes,registered_order\nA,100,1\nB,50,2\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["seats", str(path), "--rules", "spain-europe", "--seats", "3"])
    assert "no rule reads" not in result.stderr
