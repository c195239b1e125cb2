"""`scrutator law` and `scrutator registration`: reading a statute, and a party's file against it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.law.statutes.files import bundled


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


def test_the_list_names_statutes_and_rule_files() -> None:
    answer = json.loads(run("law", "list", "--json"))
    assert "kazakhstan/elections" in answer["statutes"]
    assert "netherlands-tweede-kamer" in answer["rules"]
    assert "kazakhstan/parties" in run("law", "list")


def test_a_statute_at_a_date_with_articles_sources_and_readings() -> None:
    answer = json.loads(run("law", "show", "kazakhstan/elections", "--at", "2012-01-15", "--json"))
    provisions = {entry["id"]: entry for entry in answer["provisions"]}
    assert provisions["correction index"]["article"] == "art. 97-1"
    assert [reading["id"] for reading in provisions["leftovers"]["readings"]] == ["A", "B"]
    assert provisions["leftovers"]["certainty"] == "unverified"
    text = run("law", "show", "kazakhstan/elections", "--at", "2012-01-15")
    assert "Reading B" in text
    assert "transcribed" in text
    assert "All versions" in run("law", "show", "kazakhstan/parties")


def test_what_changed_between_two_elections() -> None:
    words = ("law", "diff", "kazakhstan/elections", "--from", "2012-01-15", "--to", "2023-03-19")
    answer = json.loads(run(*words, "--json"))
    assert [change["id"] for change in answer["changes"]] == ["seats", "threshold"]
    assert "five per cent" in run(*words)
    same = run("law", "diff", "kazakhstan/elections", "--from", "2012-01-15", "--to", "2012-01-16")
    assert "Nothing changed" in same


def test_a_partys_file_under_two_laws(tmp_path: Path) -> None:
    path = tmp_path / "party.csv"
    rows = "".join(f"members,region {number},{2820 if number == 1 else 2812}\n" for number in range(1, 17))
    path.write_text("fact,region,value\nfounders,,1000\nmembers,,45000\n" + rows)
    laws = ("--law", "kazakhstan/parties@2005-09-22", "--law", "kazakhstan/parties@2012-01-15")
    answer = json.loads(run("registration", "check", str(path), *laws, "--json", status=1))
    assert [law["verdict"] for law in answer["laws"]] == ["failed", "not determined"]
    members = answer["laws"][0]["checks"][0]
    assert (members["verdict"], members["short"], members["article"]) == ("failed", 5000, "art. 10")
    assert "Verdict: failed" in run("registration", "check", str(path), *laws, status=1)
    run("registration", "check", str(path), "--law", "kazakhstan/parties@2012-01-15")


def test_a_party_file_of_another_form_is_refused_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "party.csv"
    path.write_text("name,number\nmembers,7\n")
    with pytest.raises(ScrutatorError, match=r"party\.csv"):
        run("registration", "check", str(path), "--law", "kazakhstan/parties@2012-01-15")


def test_a_statute_at_a_date_in_one_word_shows_address_and_what_is_not_encoded() -> None:
    text = run("law", "show", "germany/bundestag@2021-09-26")
    assert "In force on 2021-09-26" in text
    assert "https://www.bundeswahlleiterin.de" in text
    assert "Not encoded: the majority clause" in text
    assert "Checked by: Germany, Bundestag 2021" in text
    answer = json.loads(run("law", "show", "netherlands/second-chamber@2023-11-22", "--json"))
    assert answer["at"] == "2023-11-22"
    assert answer["provisions"][0]["address"].endswith("ArtikelP5")
    quoted = run("law", "show", "kazakhstan/elections@2012-01-15")
    assert "“multiplied by a correction index of 0.7”" in quoted
    with pytest.raises(ScrutatorError, match="two days"):
        run("law", "show", "kazakhstan/elections@2012-01-15", "--at", "2007-08-18")
    with pytest.raises(ScrutatorError, match="is not a date"):
        run("law", "show", "kazakhstan/elections@tomorrow")


def test_a_new_statute_loads_and_its_gaps_are_named(tmp_path: Path) -> None:
    path = str(tmp_path / "ruritania.toml")
    run("law", "new", path, "--title", 'The "Act"')
    answer = json.loads(run("law", "check", path, "--json"))
    missing = [(item["where"], item["missing"]) for item in answer["missing"]]
    assert ("seats, from 2000-01-01", "no article") in missing
    for what in ("no source", "no amending act", "the date is not sure", "no quoted words"):
        assert ("method, from 2000-01-01", what) in missing
    assert any("no test" in what for where, what in missing if where == "the statute")
    votes = tmp_path / "votes.csv"
    votes.write_text("list,votes\nA,60\nB,40\n")
    text = run("seats", str(votes), "--law", f"{path}@2030-01-01")
    assert "that it was still in force on 2030-01-01 is assumed" in text
    assert "assumed" not in run("seats", str(votes), "--law", f"{path}@2000-01-01")
    with pytest.raises(ScrutatorError, match="cannot write"):
        run("law", "new", path)
    with pytest.raises(ScrutatorError, match=r"does not end in \.toml"):
        run("law", "new", str(tmp_path / "law.txt"))


def test_a_statute_with_everything_misses_nothing(tmp_path: Path) -> None:
    whole = tmp_path / "whole.toml"
    head = '[statute]\ntitle = "T"\nscope = "All."\ntests = ["the election of 2000"]\nchecked = 2020-01-01\n'
    provision = (
        '[[provision]]\nid = "seats"\narticle = "s. 1"\nparaphrase = "Ten."\nfrom = 2000-01-01\nact = "Act 1"\n'
        'source = "Gazette"\ncertainty = "high"\nquote = "ten members"\nrule = { do = "house", seats = 10 }\n'
    )
    method = provision.replace('"seats"', '"method"').replace('"house", seats = 10', '"highest_averages"')
    whole.write_text(head + provision + method)
    assert json.loads(run("law", "check", str(whole), "--json"))["missing"] == []
    whole.write_text(head + provision + provision.replace('"seats"', '"more"'))
    with pytest.raises(ScrutatorError, match="two steps house"):
        run("law", "check", str(whole))
    for change in ("checkd = 2020-01-01\n", "[extra]\nx = 1\n"):
        whole.write_text(head + change + provision)
        with pytest.raises(ScrutatorError, match="L31"):
            run("law", "check", str(whole))


@pytest.mark.parametrize(
    "count",
    [
        '{ system = "stv" }',  # which papers of a surplus move is not said
        '{ system = "candidates", rest = "votes", minimum = "some" }',
        '{ system = "majority", entry = 3 }',
        '{ system = "majority", round = 3 }',
        '{ system = "majority", seat = 3 }',
    ],
)
def test_rules_of_a_count_that_cannot_be_used_are_an_error_of_the_check(tmp_path: Path, count: str) -> None:
    path = tmp_path / "counts.toml"
    provision = (
        '[[provision]]\nid = "count"\narticle = "s. 1"\nparaphrase = "So."\nfrom = 2000-01-01\nact = "Act 1"\n'
        f'source = "Gazette"\ncertainty = "high"\ncount = {count}\n'
    )
    path.write_text('[statute]\ntitle = "T"\n' + provision)
    with pytest.raises(ScrutatorError, match=r"L72|L10"):
        run("law", "check", str(path))


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_statute_can_be_used_on_every_day_it_changes(name: str) -> None:
    assert "things missing" in run("law", "check", name)


def test_a_title_of_several_lines_still_makes_a_file_that_loads(tmp_path: Path) -> None:
    path = str(tmp_path / "ruritania.toml")
    run("law", "new", path, "--title", 'The "Act"\nof \\ 1998\t')
    assert "things missing" in run("law", "check", path)
