"""Whatever is asked of a law with parts left out, the answer says which they are, as text and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app

SAID = (
    "Not encoded: the stable majority and the second round between the two first lists",
    "Not encoded: which candidates take the minority seats",
)
DISTRICTS = "district,seats,list,votes\nN,3,A,60\nN,3,B,39\nS,2,A,20\nS,2,B,80\n"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    "words",
    [
        ("seats",),
        ("seats", "margin"),
        ("seats", "sweep", "--threshold", "4%..6%:1%"),
        ("seats", "compare", "--rules", "austria-nationalrat"),
    ],
)
def test_one_contest(words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("list,votes\nA,600\nB,300\nC,100\n", encoding="utf-8")
    asked = (*words[:2], str(path), *words[2:], "--law", "armenia/assembly@2021-06-20")
    text, plain = run(*asked), json.dumps(json.loads(run(*asked, "--json")))
    for part in SAID:
        assert part in text
        assert part in plain


@pytest.mark.parametrize("words", [("seats",), ("seats", "margin"), ("seats", "sweep", "--house", "8..9")])
def test_a_whole_system(words: tuple[str, ...], tmp_path: Path) -> None:
    path, rules = tmp_path / "districts.csv", tmp_path / "rules.toml"
    path.write_text(DISTRICTS, encoding="utf-8")
    rules.write_text(
        'not_encoded = ["the lot"]\n[[stage]]\ndo = "districts"\n[[stage]]\ndo = "national"\nlink = "kept"\n'
        '[[step]]\ntier = "district"\ndo = "highest_averages"\n'
        '[[step]]\ntier = "national"\ndo = "house"\nseats = 8\n'
        '[[step]]\ntier = "national"\ndo = "highest_averages"\n',
        encoding="utf-8",
    )
    asked = (*words[:2], str(path), *words[2:], "--rules", str(rules))
    assert "Not encoded: the lot" in run(*asked)
    assert "Not encoded: the lot" in json.dumps(json.loads(run(*asked, "--json")))
