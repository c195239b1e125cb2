"""The how-to on encoding a law: its files and its commands work as printed."""

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
    Path("ruritania.toml").write_text(re.sub(r"threshold = .*\n", "", rules) + step, encoding="utf-8")
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
