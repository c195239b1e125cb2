"""A record that states the position of a log is held to it: the log's own signature over that size."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.counting.night.release import canonical, release_text
from scrutator.errors import ScrutatorError
from scrutator.seal.keys.sign import new_key, sign_text
from scrutator.seal.log.checkpoint import checkpoint_text

LOG, OTHER = new_key("mission/field"), new_key("mission/field")
SIGNERS = [new_key("one.example"), new_key("two.example")]
NOTE = sign_text(checkpoint_text("mission/field", 17, bytes(32)), [LOG]).decode()

ELSEWHERE = sign_text(checkpoint_text("other/field", 17, bytes(32)), [LOG]).decode()


def checked(place: Path, log: object, *options: str) -> tuple[int, str]:
    """What the command says of a signed record with this position."""
    record = canonical({"released": True, "gates": [], "log": log} if log is not None else {"released": True})
    (place / "release.json").write_bytes(record)
    (place / "release.json.note").write_bytes(sign_text(release_text(record), SIGNERS))
    keys = [part for one in SIGNERS for part in ("--key", str(one.key))]
    said = CliRunner().invoke(
        app, ["quickcount", "check-release", str(place / "release.json"), *keys, *options]
    )
    return said.exit_code, said.output


def stated(**changed: object) -> dict[str, object]:
    return {"size": 17, "checkpoint": NOTE, "key": str(LOG.key)} | changed


def test_a_position_that_the_log_signed_is_said(tmp_path: Path) -> None:
    status, said = checked(tmp_path, stated())
    assert status == 0
    assert "entry 17 of the log mission/field" in said
    assert "the key that the record itself names" in said
    status, said = checked(tmp_path, stated(), "--log-key", str(LOG.key), "--json")
    assert (status, json.loads(said)["log"]) == (
        0, {"origin": "mission/field", "size": 17, "pinned": True, "problem": ""}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"size": 18}, "it is of 17 entries, and 18 are stated"),
        ({"size": 16}, "it is of 17 entries, and 16 are stated"),
        ({"key": str(OTHER.key)}, "no_known_signature"),
        ({"checkpoint": NOTE.replace("17", "16", 1)}, "invalid_signature"),
        ({"checkpoint": "none"}, "malformed_note"),
        ({"checkpoint": ELSEWHERE}, "its origin is other/field, and its key is mission/field"),
    ],
)
def test_one_that_it_did_not_sign_is_not_confirmed(
    tmp_path: Path, changed: dict[str, object], says: str
) -> None:
    status, said = checked(tmp_path, stated(**changed))
    assert status == 1
    assert says in said
    assert "is signed by two" not in said


def test_another_key_than_the_one_that_is_given_is_not_confirmed(tmp_path: Path) -> None:
    status, said = checked(tmp_path, stated(), "--log-key", str(OTHER.key))
    assert (status, "another key of the log" in said) == (1, True)


def test_a_key_of_a_log_is_refused_where_no_position_is_stated(tmp_path: Path) -> None:
    assert checked(tmp_path, None)[0] == 0
    assert checked(tmp_path, None, "--log-key", str(LOG.key))[0] != 0


@pytest.mark.parametrize(
    "log",
    [
        *([], "text", {"size": "x"}, {"size": 17, "checkpoint": NOTE}),
        *(stated(size=size) for size in (17.0, 17.2, "17", True, None)),
        *(stated(**{name: text}) for name in ("checkpoint", "key") for text in (17, None)),
    ],
)
def test_what_is_no_position_is_no_record(tmp_path: Path, log: object) -> None:
    status, said = checked(tmp_path, log)
    assert status != 0
    assert "is signed by two" not in said


@pytest.mark.parametrize(
    "record",
    [
        '{"log":{"size":1e999,"checkpoint":"x","key":"k"}}',
        '{"log":{"size":1,"checkpoint":"\\ud800","key":"k"}}',
        '{"log":{"size":1,"checkpoint":"x","key":"\\ud800"}}',
        "[" * 200_000,
    ],
    ids=["infinite", "letter of a checkpoint", "letter of a key", "deep"],
)
def test_what_someone_made_to_break_the_command_is_no_record(tmp_path: Path, record: str) -> None:
    content, path = record.encode(), tmp_path / "release.json"
    path.write_bytes(content)
    path.with_name("release.json.note").write_bytes(sign_text(release_text(content), SIGNERS))
    keys = [part for one in SIGNERS for part in ("--key", str(one.key))]
    said = CliRunner().invoke(app, ["quickcount", "check-release", str(path), *keys])
    assert isinstance(said.exception, ScrutatorError | SystemExit), said.exception
    assert said.exit_code != 0
