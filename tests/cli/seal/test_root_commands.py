"""From keys under a passphrase to a publication two people approved, and to its withdrawal, by commands."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.small_case import SMALL_CASE
from typer.testing import CliRunner

from scrutator.seal.keys.sign import read_key

WORDS = "correct horse battery staple"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder with a memory of its own; the status, and what it printed."""
    from scrutator.cli.main import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTATOR_MEMORY", str(tmp_path / "memory"))

    def call(command: str, *more: str, typed: str = "") -> tuple[int, str]:

        result = CliRunner().invoke(app, [*command.split(), *more], input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            return 2, str(result.exception)
        return result.exit_code, result.output

    return call


def make_keys(run: Run) -> dict[str, str]:
    """Two holders of root keys, one log key, two approvers: their public keys by file."""
    keys = {}
    for name, kind in (
        ("anna", ""),
        ("boris", ""),
        ("log", ""),
        ("dina", "--witness"),
        ("emil", "--witness"),
    ):
        title = "mission.example" if name == "log" else name
        status, out = run(f"key new -o {name}.key --name {title} --no-passphrase {kind}")
        assert status == 0, out
        keys[name] = out.strip()
    return keys


def make_root(run: Run) -> str:
    """A root document signed by Anna and Boris; its fingerprint."""
    k = make_keys(run)
    status, out = run(
        f"key root new roots --mission mission.example --root-key {k['anna']} --root-key {k['boris']} "
        f"--root-threshold 2 --log-key {k['log']} --approver {k['dina']} --approver {k['emil']} "
        "--approve-threshold 2 --issued 2026-11-01 --expires 2099-01-31"
    )
    assert status == 0, out
    for name in ("anna", "boris"):
        assert run(f"key root sign roots/1.root --key {name}.key")[0] == 0
    version = json.loads(run("key root show roots --json")[1])[0]
    assert version["complete"] is True
    return str(version["fingerprint"])


def small_case(folder: Path) -> None:
    for name, text in SMALL_CASE.items():
        path = folder / "case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def approved(run: Run, root: str, bundle: str, out: str) -> None:
    for name in ("dina", "emil"):
        status, said = run(f"approve {bundle} --root {root} --key {name}.key -o {name}.note --no-rebuild")
        assert status == 0, said
    assert run(f"log attach {bundle} dina.note emil.note -o {out}")[0] == 0


def test_a_publication_under_a_root_document_lives_its_whole_life(run: Run, tmp_path: Path) -> None:
    root = make_root(run)
    small_case(tmp_path)
    status, said = run("publish case --key log.key --root roots -o draft.zip")
    assert (status, "2 of dina, emil" in said) == (0, True)
    assert "".join(said.rpartition('--root "')[2].split('"')[0].split()) == root
    status, said = run(f"verify draft.zip --root {root} --no-rebuild")
    assert (status, "too_few_approvals" in said) == (1, True)
    approved(run, root, "draft.zip", "first.zip")

    assert run("verify first.zip --no-rebuild")[0] == 5  # nobody has said whose it should be
    status, said = run(f"verify first.zip --root {root}")
    assert status == 0, said
    assert "approved by dina, emil" in said
    assert run("verify first.zip")[0] == 0  # --root once is enough

    (tmp_path / "case" / "statement.en.md").write_text("# Second\n\nMore to come.\n")
    assert run("publish case --key log.key --root roots -o other.zip")[0] == 2
    status, said = run("publish case --key log.key --root roots --previous draft.zip -o second-draft.zip")
    assert status == 0, said
    approved(run, root, "second-draft.zip", "second.zip")
    assert run("verify second.zip --no-rebuild")[0] == 4
    status, said = run("verify first.zip --no-rebuild")
    assert (status, "SUPERSEDED" in said) == (6, True)

    assert run("key root notice roots --bundle second.zip -o n.notice --reason", "a wrong total")[0] == 0
    assert run("verify second.zip --no-rebuild --notice n.notice")[0] == 1  # not signed by enough yet
    for name in ("anna", "boris"):
        assert run(f"key root sign n.notice --key {name}.key")[0] == 0
    status, said = run("verify second.zip --no-rebuild --notice n.notice")
    assert (status, "WITHDRAWN" in said, "a wrong total" in said) == (6, True, True)
    assert run("verify second.zip --no-rebuild")[0] == 6  # remembered


def test_a_revoked_log_key_is_refused_by_who_has_seen_the_revocation(run: Run, tmp_path: Path) -> None:
    root = make_root(run)
    small_case(tmp_path)
    assert run("publish case --key log.key --root roots -o draft.zip")[0] == 0
    approved(run, root, "draft.zip", "first.zip")
    assert run(f"verify first.zip --root {root} --no-rebuild")[0] == 4

    new_log = run("key new -o log2.key --name mission.example --no-passphrase")[1].strip()
    old_id = run("key show log.key")[1].split("+")[1]
    change = f"--log-key {new_log} --expires 2099-12-31"
    assert run(f"key root revoke roots --id {old_id} --since 2027-02-03 {change}")[0] == 0
    assert run("key root sign roots/2.root --key anna.key")[0] == 0
    assert run("publish case --key log2.key --root roots -o later.zip")[0] == 2  # one signature is not two
    assert run("key root sign roots/2.root --key boris.key")[0] == 0
    assert run("publish case --key log.key --root roots --new-log -o later.zip")[0] == 2  # the revoked one
    (tmp_path / "case" / "case.toml").write_text(
        (tmp_path / "case" / "case.toml").read_text().replace('id = "', 'id = "next-', 1)
    )
    status, said = run("publish case --key log2.key --root roots -o later.zip")
    assert status == 0, said
    approved(run, root, "later.zip", "second.zip")
    assert run("verify second.zip --no-rebuild")[0] == 4
    status, said = run("verify first.zip --no-rebuild")
    assert (status, "revoked_key" in said) == (1, True)


def test_a_key_is_under_a_passphrase_unless_asked_otherwise_and_its_backup_is_proved(
    run: Run, tmp_path: Path
) -> None:
    status, out = run("key new -o k.key --name m.example", typed=f"{WORDS}\n{WORDS}\n")
    assert status == 0, out
    public = out.strip().splitlines()[-1]
    data = (tmp_path / "k.key").read_bytes()
    assert stat.S_IMODE(os.stat("k.key").st_mode) == 0o600
    assert b"PRIVATE KEY" not in data
    assert str(read_key(data, WORDS).key) == public
    assert run("key show k.key")[1].strip() == public  # no passphrase is asked
    assert run("key backup k.key -o b.key", typed=f"{WORDS}\n{WORDS}\n")[0] == 0
    assert (tmp_path / "b.key").read_bytes() == data
    assert run("key backup k.key -o c.key", typed="another long passphrase\n")[0] == 2
    assert not (tmp_path / "c.key").exists()
    assert "weak_passphrase" in run("key new -o s.key --name m", typed="eleven char\neleven char\n")[1]
    assert not (tmp_path / "s.key").exists()


def test_a_key_has_the_days_it_is_given_and_keeps_them_in_the_next_version(run: Run, tmp_path: Path) -> None:
    k = make_keys(run)
    log, anna = (k[name].split("+")[1] for name in ("log", "anna"))
    new = f"key root new roots --mission mission.example --root-key {k['anna']} --log-key {k['log']} --expires 2099-01-31"
    for wrong in (
        "00000000=2026-01-01..",
        f"{log}=2026-01-01",
        f"{log}=x..",
        f"{log}=2027-01-02..2027-01-01",
    ):
        assert "X03" in run(new, "--valid", wrong)[1], wrong
    assert "X03" in run(new, "--valid", f"{log}=..", "--valid", f"{log}=..")[1]
    status, out = run(new, "--valid", f"{log}=2026-11-01..2028-01-31", "--valid", f"{anna}=..2030-01-01")
    assert status == 0, out
    run("key root sign roots/1.root --key anna.key")
    text = (tmp_path / "roots" / "1.root").read_text()
    assert f"key {k['log']} from 2026-11-01 until 2028-01-31\n" in text
    assert f"key {k['anna']} until 2030-01-01\n" in text
    status, out = run("key root rotate roots --expires 2099-01-31", "--valid", f"{anna}=..")
    assert status == 0, out
    text = (tmp_path / "roots" / "2.root").read_text()
    assert f"key {k['log']} from 2026-11-01 until 2028-01-31\n" in text
    assert f"key {k['anna']}\n" in text
    assert "X03" in run(new.replace("roots", "others"), "--valid", f"{log}=2027-01-01..2027-01-01x")[1]
    assert run(new.replace("roots", "others"), "--valid", f"{log}=2027-01-01..2027-01-01")[0] == 0
