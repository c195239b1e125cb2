"""A bundle without a key is a draft: rebuilt when asked, never verified."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_unsigned_bundle
from scrutator.publishing.rebuild import compared
from scrutator.seal.bundle import archive
from scrutator.seal.verifier.report import Outcome
from scrutator.seal.verifier.verify import verify_bundle
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("case")
    for name, text in SMALL_CASE.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def draft(folder: Path) -> bytes:
    return build_unsigned_bundle(str(folder))


def test_a_draft_is_unsigned_whatever_else_holds(draft: bytes) -> None:
    report = verify_bundle(draft)
    assert (report.word, report.status) == ("UNSIGNED", 9)
    assert report["C2"].outcome is Outcome.PASS
    rebuilt = verify_bundle(draft, rebuild=compared, rebuild_untrusted=True)
    assert rebuilt["C13"].outcome is Outcome.PASS
    assert rebuilt.word == "UNSIGNED"
    assert not rebuilt.checkpoint


def test_an_altered_draft_is_noticed_when_it_is_rebuilt(draft: bytes) -> None:
    from scrutator.seal.bundle.manifest import manifest_bytes
    from scrutator.seal.log import records

    members = {n: bytes(v) for n, v in archive.read(draft).items() if n != records.MANIFEST}
    members["statement.en.html"] += b"<!-- x -->"
    forged = archive.write(members | {records.MANIFEST: manifest_bytes(members)})
    report = verify_bundle(forged, rebuild=compared, rebuild_untrusted=True)
    assert (report.word, report.status) == ("NOT VERIFIED", 1)


def test_a_signed_bundle_without_its_signature_is_not_a_draft_with_a_key(draft: bytes) -> None:
    from scrutator.seal.keys.sign import key_from_seed

    key = str(key_from_seed("mission.example", bytes(32)).key)
    report = verify_bundle(draft, key=key)
    assert report.word == "UNSIGNED"
    assert report["C14"].outcome is Outcome.NOT_CHECKED


def test_the_command_says_unsigned_and_refuses_options_without_effect(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.zip"
    made = CliRunner().invoke(app, ["publish", str(folder), "-o", str(out)], catch_exceptions=False)
    assert made.exit_code == 0
    assert "UNSIGNED" in made.output
    command = ["publish", str(folder), "-o", str(tmp_path / "x.zip"), "--previous", str(out)]
    with pytest.raises(ScrutatorError, match="no log and no signer"):
        CliRunner().invoke(app, command, catch_exceptions=False)
