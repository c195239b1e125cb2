"""The how-to on encoding a law: its files and its commands work as printed."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "encode-a-seat-law.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)


def test_the_printed_files_and_commands_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rules, step, statute = blocks("toml")
    (votes,) = blocks("csv")
    Path("votes.csv").write_text(votes, encoding="utf-8")
    first, rest = blocks("sh")
    Path("ruritania.toml").write_text(rules, encoding="utf-8")
    assert run_all(first) == 1
    Path("ruritania.toml").write_text(
        re.sub(r"(threshold|denominator) = .*\n", "", rules) + step, encoding="utf-8"
    )
    assert run_all(first) == 1
    Path("ruritania.toml").write_text(statute, encoding="utf-8")
    assert run_all(rest) == 3


def run_all(script: str) -> int:
    """Run every line of a block; all must succeed."""
    lines = [line.split() for line in script.strip().splitlines()]
    for words in lines:
        result = CliRunner().invoke(app, words[1:], catch_exceptions=False)
        assert result.exit_code == 0, (words, result.output)
    return len(lines)


def test_the_printed_program_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (PAGE.parent / "chance-of-an-outcome.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    exec(compile(program, "chance-of-an-outcome.md", "exec"), {})
    lines = capsys.readouterr().out.strip().splitlines()
    # The table names each of the four readings once; the loop prints a chance for each.
    assert len([line for line in lines if line.startswith("threshold")]) == 4 + 4


@pytest.mark.parametrize(
    ("page", "files"),
    [("districts-and-tiers", ["ruritania"]), ("an-alliance", ["sum", "pooled", "coalition"])],
)
def test_the_files_and_commands_of_a_chapter_work_as_printed(
    page: str, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (PAGE.parent / f"{page}.md").read_text(encoding="utf-8")
    found = {
        language: re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)
        for language in ("toml", "csv", "sh")
    }
    for name, rules in zip(files, found["toml"], strict=True):
        Path(f"{name}.toml").write_text(rules, encoding="utf-8")
    Path("votes.csv").write_text(found["csv"][0], encoding="utf-8")
    assert sum(run_all(script) for script in found["sh"]) >= 3


def test_the_chapter_on_alliances_says_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (PAGE.parent / "an-alliance.md").read_text(encoding="utf-8")
    rules = re.findall(r"```toml\n(.*?)```", text, flags=re.S)
    Path("votes.csv").write_text(re.findall(r"```csv\n(.*?)```", text, flags=re.S)[0], encoding="utf-8")
    seats = []
    for at, table in enumerate(rules):
        Path(f"{at}.toml").write_text(table, encoding="utf-8")
        words = ["seats", "votes.csv", "--rules", f"{at}.toml", "--json"]
        seats.append(json.loads(CliRunner().invoke(app, words, catch_exceptions=False).output))
    assert "Small" in seats[0]["admitted"]
    assert "Tiny" not in seats[0]["admitted"]
    assert {"Green", "Tiny", "Blue"} == set(seats[2]["admitted"])
