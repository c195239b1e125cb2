"""`scrutator ledger reply`: a checked row more, and nothing else changes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.ledger.ledger import app
from scrutator.errors import ScrutatorError
from scrutator.publishing.sources import case_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in case_files("kazakhstan-2012").items():
        (tmp_path / "case" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "case" / path).write_bytes(content)
    return tmp_path / "case"


def file_reply(folder: Path, *changes: str, subject: str = "claim", entry: str = "C07") -> str:
    given = ["--by", "weitz", "--date", "2012-02-01", "--text", "I said, “no”.", *changes]
    result = CliRunner().invoke(app, ["reply", str(folder), subject, entry, *given])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_a_filed_reply_is_a_row_more_and_what_will_be_shown_is_printed(folder: Path) -> None:
    assert "replies to claim C07 (2012-02-01): “I said, “no”.”" in file_reply(folder)
    before = (folder / "replies.csv").read_bytes()
    body = json.loads(file_reply(folder, "--text", "And again.", "--json"))
    assert (body["id"], body["state"]) == ("R2", "published")
    assert (folder / "replies.csv").read_bytes().startswith(before)


def test_a_reply_kept_out_is_filed_with_the_reason_and_its_words_are_not_shown(folder: Path) -> None:
    shown = file_reply(folder, "--keep-out", "insult to a person; the editors decided")
    assert "kept out: insult to a person" in shown
    assert "I said" not in shown


@pytest.mark.parametrize(
    ("changes", "subject", "entry", "reason"),
    [
        ((), "claim", "C99", "no claim 'C99'"),
        ((), "rumour", "C07", "rumour"),
        (("--by", "nobody"), "claim", "C07", "nobody"),
        (("--date", "soon"), "claim", "C07", "soon"),
        (("--source", "S999#1"), "claim", "C07", "S999"),
        (("--text", "hid\u202eden"), "claim", "C07", "U\\+202E"),
    ],
)
def test_a_reply_that_is_not_right_is_refused_and_nothing_is_written(
    folder: Path, changes: tuple[str, ...], subject: str, entry: str, reason: str
) -> None:
    before = (folder / "replies.csv").read_bytes()
    with pytest.raises(ScrutatorError, match=f"G25.*{reason}"):
        file_reply(folder, *changes, subject=subject, entry=entry)
    assert (folder / "replies.csv").read_bytes() == before


def test_the_same_words_are_filed_once(folder: Path) -> None:
    file_reply(folder)
    with pytest.raises(ScrutatorError, match="G25"):
        file_reply(folder)


def test_a_reply_is_not_filed_into_a_bundled_case() -> None:
    with pytest.raises(ScrutatorError, match=r"G25.*folder"):
        file_reply(Path("kazakhstan-2012"))


def test_a_last_line_without_an_end_and_columns_in_another_order_are_kept(folder: Path) -> None:
    old = "by,id,subject,entry,date,text,state\nweitz,A,claim,C07,2012-01-30,Old.,published"
    (folder / "replies.csv").write_text(old, encoding="utf-8")
    file_reply(folder)
    new = (folder / "replies.csv").read_text(encoding="utf-8")
    assert new.startswith(old + "\nweitz,R2,claim,C07,")
    with pytest.raises(ScrutatorError, match="no column reason"):
        file_reply(folder, "--text", "x", "--keep-out", "insult; editors")
