"""From publish to a court: what opens a publication stands beside the key, is chosen, given, checked, destroyed."""

import json
from pathlib import Path

import pytest
from tests.publishing.withholding.cases import CELL, made
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.publishing.withholding.vault_file import vault_path
from support.needs import package

package("typst")
PLACE = "withheld/turnout/vote,south,20:00,preliminary,B/percent"


def run(*arguments: object, status: int = 0) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, a bundle that withholds a value, and the public key in a file."""
    folder = tmp_path_factory.mktemp("mission")
    made(folder / "case", CELL)
    key = run("key", "new", "-o", folder / "m.key", "--name", "m.example", "--no-passphrase")
    (folder / "public").write_text(key.strip())
    run("publish", folder / "case", "--key", folder / "m.key", "-o", folder / "bundle.zip")
    return folder


def test_the_vault_stands_beside_the_key_and_never_in_the_case(mission: Path) -> None:
    vault = vault_path(mission / "m.key")
    assert vault.exists()
    assert not [path for path in (mission / "case").rglob("*") if "vault" in path.name]
    assert b"40.5" not in vault.read_bytes()
    listed = json.loads(run("disclose", "list", mission / "bundle.zip", "--key", mission / "m.key", "--json"))
    assert listed == [{"place": PLACE, "value": "40.5"}]
    assert PLACE[:20] in run("disclose", "list", mission / "bundle.zip", "--key", mission / "m.key")


def test_what_is_opened_to_someone_they_check_with_one_command(mission: Path, tmp_path: Path) -> None:
    out, public = tmp_path / "court.json", (mission / "public").read_text()
    run("disclose", "open", mission / "bundle.zip", PLACE, "--key", mission / "m.key", "-o", out)
    said = run("verify", mission / "bundle.zip", "--key", public, "--openings", out, status=4)
    assert "1 opened to you alone" in said
    assert f"{PLACE}: 40.5" in said
    changed = tmp_path / "changed.json"
    changed.write_bytes(out.read_bytes().replace(b"40.5", b"41.5"))
    lied = run("verify", mission / "bundle.zip", "--key", public, "--openings", changed, status=1)
    assert "wrong_opening" in lied
    assert "41.5" not in lied.replace(str(changed), "")


def test_a_file_that_is_no_opening_is_an_error(mission: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(ScrutatorError, match="wrong_opening"):
        run("verify", mission / "bundle.zip", "--openings", tmp_path / "x.json")


def test_what_to_open_must_be_said_and_be_there(mission: Path, tmp_path: Path) -> None:
    bundle, key, out = mission / "bundle.zip", mission / "m.key", tmp_path / "o.json"
    with pytest.raises(ScrutatorError, match="X03"):
        run("disclose", "open", bundle, "--key", key, "-o", out)
    with pytest.raises(ScrutatorError, match="X03"):
        run("disclose", "open", bundle, PLACE, "--all", "--key", key, "-o", out)
    with pytest.raises(ScrutatorError, match="Z10"):
        run("disclose", "open", bundle, "withheld/turnout/x", "--key", key, "-o", out)
    assert not out.exists()
    run("disclose", "open", bundle, "--all", "--key", key, "-o", out, "--json")
    with pytest.raises(ScrutatorError, match="X04"):
        run("disclose", "open", bundle, "--all", "--key", key, "-o", out)


def test_another_key_does_not_open_the_vault(mission: Path, tmp_path: Path) -> None:
    run("key", "new", "-o", tmp_path / "m.key", "--name", "m.example", "--no-passphrase")
    vault_path(tmp_path / "m.key").write_bytes(vault_path(mission / "m.key").read_bytes())
    with pytest.raises(ScrutatorError, match="Z03"):
        run("disclose", "list", mission / "bundle.zip", "--key", tmp_path / "m.key")


def test_destroying_leaves_the_publication_valid_and_nothing_to_open(tmp_path: Path) -> None:
    made(tmp_path / "case", CELL)
    key, bundle = tmp_path / "m.key", tmp_path / "bundle.zip"
    public = run("key", "new", "-o", key, "--name", "m.example", "--no-passphrase").strip()
    run("publish", tmp_path / "case", "--key", key, "-o", bundle)
    before = bundle.read_bytes()
    assert "1 salts and values destroyed" in run("disclose", "destroy", bundle, PLACE, "--key", key, "--yes")
    assert json.loads(run("disclose", "list", bundle, "--key", key, "--json")) == []
    with pytest.raises(ScrutatorError, match="Z10"):
        run("disclose", "open", bundle, PLACE, "--key", key, "-o", tmp_path / "o.json")
    assert bundle.read_bytes() == before
    assert "PARTLY REBUILT: 1 of 1 findings" in run("verify", bundle, "--key", public, status=4)
    again = tmp_path / "next.zip"
    run("publish", tmp_path / "case", "--key", key, "-o", again, "--previous", bundle)
    assert "PARTLY REBUILT: 1 of 1 findings" in run("verify", again, "--key", public, status=4)


def test_a_dry_run_says_what_is_withheld(mission: Path) -> None:
    said = run("publish", mission / "case", "--dry-run")
    assert "1 values, rows or files are withheld, and 1 findings attested" in said
