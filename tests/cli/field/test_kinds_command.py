"""`scrutator forms kinds`: the table as people read, change and look at it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app


def kinds(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["forms", "kinds", *arguments])
    return done.exit_code, done.output or str(getattr(done.exception, "code", ""))


def test_the_table_is_written_changed_and_looked_at(tmp_path: Path) -> None:
    status, table = kinds("--csv")
    own = tmp_path / "kinds.csv"
    own.write_text(
        table.replace("secrecy,copenhagen-7.4 code-I.4 gc25-20", "secrecy,kz-41"), encoding="utf-8"
    )
    status, said = kinds("--table", str(own), "--json")
    assert status == 0
    norms = {one["kind"]: one["norms"] for one in json.loads(said)}
    assert (norms["secrecy"], norms["other"]) == (["kz-41"], [])
    assert "copenhagen-7.4, code-I.4, gc25-20" in kinds()[1]


@pytest.mark.parametrize("content", [b"kind,norms\n", b"\xff", b"kind,norms,event\nviolence,no-such,other\n"])
def test_a_table_that_cannot_be_used_is_refused_with_its_code(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "kinds.csv"
    own.write_bytes(content)
    status, said = kinds("--table", str(own))
    assert status != 0
    assert "D61" in said


def test_what_would_have_no_effect_is_refused(tmp_path: Path) -> None:
    status, said = kinds("--csv", "--table", str(tmp_path / "kinds.csv"))
    assert status != 0
    assert "X03" in said
    assert kinds("--table", str(tmp_path / "none.csv"))[0] != 0
