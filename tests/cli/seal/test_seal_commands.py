"""key, verify, witness and log on the command line: files, exit statuses, and what they print."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scrutator.cli.main import app, main
from scrutator.seal.bundle import archive
from scrutator.seal.canonical import encode
from scrutator.seal.keys.sign import read_key
from scrutator.seal.log.records import Record
from scrutator.seal.writing.bundle import write_bundle

Run = Callable[..., tuple[int, str, str]]


def members_of(bundle: bytes) -> dict[str, bytes]:
    return {name: bytes(view) for name, view in archive.read(bundle).items()}


MEMBERS = {
    "statement.en.html": b'<p><b data-figure="f">7</b></p>',
    "figures.json": encode({"f": {"text": {"en": "7"}}}),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `scrutator …` in this process: the exit status, the output, the errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["scrutator", *map(str, arguments)])
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    assert app
    return call


@pytest.fixture
def key(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "mission.key"
    assert run("key", "new", "--no-passphrase", "-o", path, "--name", "mission.example")[0] == 0
    return path


def publish(key: Path, target: Path, records: list[Record], previous: Path | None = None) -> str:
    signer = read_key(key.read_bytes())
    before = previous.read_bytes() if previous else None
    target.write_bytes(write_bundle(MEMBERS, records, signer, "mission.example", previous=before))
    return str(signer.key)


@pytest.fixture
def bundle(key: Path, tmp_path: Path) -> Path:
    publish(key, tmp_path / "bundle.zip", [Record("c-1", "claim", {"text": "x"})])
    return tmp_path / "bundle.zip"


def test_a_new_key_is_for_its_owner_alone_and_shows_its_public_half(key: Path, run: Run) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    status, shown, _ = run("key", "show", key)
    assert status == 0
    assert shown.startswith("mission.example+")
    status, as_json, _ = run("key", "show", key, "--json")
    assert json.loads(as_json) == {"key": shown.strip()}


def test_a_key_is_never_written_over_another(key: Path, run: Run) -> None:
    before = key.read_bytes()
    status, _, errors = run("key", "new", "--no-passphrase", "-o", key)
    assert status == 2
    assert "X04" in errors
    assert key.read_bytes() == before


def test_a_key_open_to_others_a_bad_name_and_a_file_that_is_no_key_are_refused(
    key: Path, tmp_path: Path, run: Run
) -> None:
    os.chmod(key, 0o644)
    assert "Z02" in run("key", "show", key)[2]
    assert "Z01" in run("key", "new", "--no-passphrase", "-o", tmp_path / "k", "--name", "two words")[2]
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"nonsense")
    nonsense.chmod(0o600)
    assert "Z01" in run("key", "show", nonsense)[2]
    assert "X01" in run("key", "show", tmp_path / "none")[2]


def test_verify_prints_one_line_for_each_check_and_a_verdict_last(bundle: Path, run: Run) -> None:
    status, out, _ = run("verify", bundle, "--no-rebuild")
    lines = out.splitlines()
    assert status == 5
    assert [line.split()[0] for line in lines] == [*(f"C{n}" for n in range(1, 18)), "VERDICT"]
    assert lines[-1].startswith("VERDICT  SIGNER UNKNOWN: the signer calls itself")
    status, out, _ = run("verify", bundle, "--no-rebuild", "--json")
    assert (json.loads(out)["word"], json.loads(out)["status"]) == ("SIGNER UNKNOWN", 5)


def test_a_bundle_without_a_case_is_signed_and_not_rebuilt(bundle: Path, key: Path, run: Run) -> None:
    public = run("key", "show", key)[1].strip()
    status, out, _ = run("verify", bundle, "--key", public)
    assert status == 4
    assert "the bundle holds no case to rebuild it from" in out


def test_verify_exits_with_1_on_one_changed_byte_and_names_the_check(bundle: Path, run: Run) -> None:
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(bytes(data))
    status, out, _ = run("verify", bundle, "--no-rebuild")
    assert status == 1
    assert "FAIL" in out.splitlines()[0]
    assert out.splitlines()[-1].startswith("VERDICT  NOT VERIFIED: C1 failed")


def test_verify_with_the_right_and_the_wrong_key(bundle: Path, key: Path, tmp_path: Path, run: Run) -> None:
    public = run("key", "show", key)[1].strip()
    assert run("verify", bundle, "--no-rebuild", "--key", public)[0] == 4
    other = (
        run("key", "new", "--no-passphrase", "-o", tmp_path / "o.key", "--name", "other.example")[1]
        .strip()
        .splitlines()[0]
    )
    assert run("verify", bundle, "--no-rebuild", "--key", other)[0] == 1
    said = run("verify", bundle, "--no-rebuild", "--key", "nonsense")[2]
    assert "X03" in said
    assert "--key" in said
    assert str(bundle) not in said
    assert "X03" in run("verify", bundle, "--no-rebuild", "--root", "nonsense")[2]
    assert "X03" in run("verify", bundle, "--no-rebuild", "--witness", "nonsense")[2]


def test_verify_of_what_is_not_there_or_not_a_bundle(tmp_path: Path, run: Run) -> None:
    assert run("verify", tmp_path / "none.zip")[0] == 2
    (tmp_path / "empty.zip").write_bytes(b"")
    assert run("verify", tmp_path / "empty.zip")[0] == 2


def test_the_state_file_remembers_and_a_rollback_is_noticed(
    bundle: Path, key: Path, tmp_path: Path, run: Run
) -> None:
    state, second = tmp_path / "state", tmp_path / "second.zip"
    publish(key, second, [Record("c-1", "claim", {"text": "y"})], previous=bundle)
    assert run("verify", bundle, "--no-rebuild", "--state", state)[0] == 5
    assert run("verify", second, "--no-rebuild", "--state", state)[0] == 5
    status, out, _ = run("verify", bundle, "--no-rebuild", "--state", state)
    assert status == 1
    assert "[rollback]" in out
    state.write_bytes(b"nonsense")
    assert "Z03" in run("verify", bundle, "--no-rebuild", "--state", state)[2]


def test_a_witness_cosigns_and_the_owner_attaches(bundle: Path, key: Path, tmp_path: Path, run: Run) -> None:
    log_key = run("key", "show", key)[1].strip()
    wkey, note, state = tmp_path / "w.key", tmp_path / "w.note", tmp_path / "w.state"
    run("key", "new", "--no-passphrase", "-o", wkey, "--name", "university.example", "--witness")
    public = run("key", "show", wkey)[1].strip()
    sign = ("witness", bundle, "--log-key", log_key, "--key", wkey, "--state", state, "-o", note)
    # A mistyped memory must not make a witness forget: the first time is said.
    status, _, errors = run(*sign)
    assert (status, "X03" in errors, note.exists()) == (2, True, False)
    status, out, _ = run(*sign, "--first")
    assert status == 0
    assert "2 records, 0 when you saw it last" in out
    assert "X03" in run(*sign, "--first")[2]
    kept = state.read_bytes()
    attached = tmp_path / "attached.zip"
    assert run("log", "attach", bundle, note, "-o", attached)[0] == 0
    assert run("verify", attached, "--no-rebuild", "--witness", public)[0] == 5
    assert run("verify", bundle, "--no-rebuild", "--witness", public)[0] == 1
    assert run("verify", bundle, "--no-rebuild", "--witness", public, "--cosigned", note)[0] == 5
    publish(key, bundle, [Record("other", "claim", n) for n in range(1)])
    status, _, errors = run(*sign)
    assert status == 1
    assert "[fork]" in errors
    assert state.read_bytes() == kept


def test_the_log_is_compared_between_publications_and_between_checkpoints(
    bundle: Path, key: Path, tmp_path: Path, run: Run
) -> None:
    second, proof = tmp_path / "second.zip", tmp_path / "proof"
    log_key = publish(key, second, [Record("c-2", "claim", {"text": "y"})], previous=bundle)
    status, out, _ = run("log", "consistency", bundle, second, "--write-proof", proof)
    assert status == 0
    assert "2 records are unchanged, 3 were added" in out
    assert run("log", "consistency", bundle, second, "--proof", proof)[0] == 0
    assert run("log", "consistency", second, bundle)[0] == 1
    status, out, _ = run("log", "consistency", bundle, second, "--json", "--key", log_key)
    assert json.loads(out) == {"added": 3, "new": 5, "old": 2, "origin": "mission.example"}
    proof.write_bytes(b"")
    assert "[fork]" in run("log", "consistency", bundle, second, "--proof", proof)[2]


def test_a_folder_that_is_not_there_is_an_error_without_a_traceback(
    bundle: Path, key: Path, tmp_path: Path, run: Run
) -> None:
    none = tmp_path / "none" / "file"
    assert "X04" in run("verify", bundle, "--no-rebuild", "--state", none)[2]
    (tmp_path / "note").write_bytes(members_of(bundle.read_bytes())["log/checkpoint"])
    assert "X04" in run("log", "attach", bundle, tmp_path / "note", "-o", none)[2]
    second = tmp_path / "second.zip"
    publish(key, second, [], previous=bundle)
    assert "X04" in run("log", "consistency", bundle, second, "--write-proof", none)[2]
    assert "X01" in run("log", "consistency", bundle, none)[2]
    assert "X01" in run("witness", none, "--log-key", "k", "--key", key, "--state", none, "-o", none)[2]


def test_publishing_refuses_a_key_that_others_can_read(key: Path, tmp_path: Path, run: Run) -> None:
    os.chmod(key, 0o640)
    status, _, errors = run("publish", "kazakhstan-2012", "--key", key, "-o", tmp_path / "b.zip")
    assert status == 2
    assert "Z02" in errors


def test_a_key_that_cannot_be_read_is_unusable_input_and_no_evidence(
    bundle: Path, key: Path, tmp_path: Path, run: Run
) -> None:
    rest = ("--key", key, "--state", tmp_path / "state", "-o", tmp_path / "note")
    for words in (
        ("witness", bundle, "--log-key", "junk", *rest),
        ("witness", bundle, "--log-key", run("key", "show", key)[1].strip(), *rest),
        ("log", "consistency", bundle, bundle, "--key", "junk"),
        ("log", "consistency", bundle, key),
    ):
        status, _, error = run(*words)
        assert status == 2
        assert "evidence" not in error
