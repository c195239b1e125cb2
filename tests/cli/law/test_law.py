"""`scrutator law` and `scrutator registration`: reading a statute, and a party's file against it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError


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
