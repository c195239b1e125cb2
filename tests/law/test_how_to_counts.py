"""The how-tos on preferences and on run-offs: their files, commands and programs work as printed."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError

HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def run(line: str) -> str:
    result = CliRunner().invoke(app, line.split()[1:], catch_exceptions=False)
    assert result.exit_code == 0, (line, result.output)
    return result.output


def test_the_commands_on_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (ward,), (rules,), (lots,) = (blocks("preferences.md", kind) for kind in ("blt", "toml", "csv"))
    Path("ward.blt").write_text(ward, encoding="utf-8")
    Path("society.toml").write_text(rules, encoding="utf-8")
    Path("lots.csv").write_text(lots, encoding="utf-8")
    shown = [run(line) for block in blocks("preferences.md", "sh") for line in block.strip().splitlines()]
    assert len(shown) == 5
    assert "rule 49" in shown[0]
    assert "searched" in shown[2]
    with pytest.raises(ScrutatorError, match="settles no tie"):
        run("scrutator law count ward.blt --rules scotland-2011 --lots lots.csv")
    (program,) = blocks("preferences.md", "python")
    exec(compile(program, "preferences.md", "exec"), {})
    assert "settled" in capsys.readouterr().out


def test_the_commands_on_a_run_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    president, districts = blocks("a-run-off.md", "csv")
    (rules,) = blocks("a-run-off.md", "toml")
    Path("president.csv").write_text(president, encoding="utf-8")
    Path("districts.csv").write_text(districts, encoding="utf-8")
    Path("village.csv").write_text("candidate,votes\nAda,9\nBen,8\nCora,7\nDan,2\n", encoding="utf-8")
    Path("village.toml").write_text(rules, encoding="utf-8")
    shown = [run(line) for block in blocks("a-run-off.md", "sh") for line in block.strip().splitlines()]
    assert len(shown) == 4
    assert "second round required" in shown[0]
    assert "61 votes that move change the result" in shown[0]
    assert "elected: Ada" in shown[1]
    assert "elected: 1; second round: 1" in shown[2]
    assert "elected: Ada, Ben, Cora" in shown[3]
    (program,) = blocks("a-run-off.md", "python")
    exec(compile(program, "a-run-off.md", "exec"), {})
    assert "second_round ('Ada', 'Ben') 61" in capsys.readouterr().out
