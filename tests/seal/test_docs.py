"""The pages about the seal: the reference is current, and the printed commands work as printed."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import lacking
from tests.seal.conftest import signer, small_bundle

from scrutator.seal.refusals import NAMES
from scrutator.statement.page.html import page_style

ROOT = Path(__file__).parent.parent.parent
HOW_TO = ROOT / "docs/how-to/verify-a-statement.md"
SOURCE = ROOT / "src/scrutator/seal"


def generated() -> dict[str, str]:
    path = ROOT / "tools/reference/bundle.py"
    spec = importlib.util.spec_from_file_location("bundle_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


def block(page: Path, mark: str) -> str:
    match = re.search(
        rf"<!-- tested: {mark} -->\n```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
    )
    assert match is not None
    return match[1]


def test_the_reference_page_is_current() -> None:
    for name, text in generated().items():
        committed = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
        assert committed == text, "run `make docs`"


def test_the_reference_names_every_class_that_the_style_hides() -> None:
    """A page may have any class, so a reader must know by which it can hide what no verifier asks."""
    said = (ROOT / "docs/reference/bundle.md").read_text(encoding="utf-8")
    hidden = set()
    for rule in re.finditer(r"([^{}]+)\{[^{}]*(?:display: none|clip-path: inset)[^{}]*\}", page_style()):
        hidden |= set(re.findall(r"\.([a-z]+-?)", rule[1]))
    assert {"card", "paper", "skip"} <= hidden
    assert [name for name in sorted(hidden - {"fig"}) if f"`{name}`" not in said] == []


def test_every_refusal_is_raised_somewhere_and_no_other_is() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    body = source.replace((SOURCE / "refusals.py").read_text(encoding="utf-8"), "")
    unused = [name for name in NAMES if f'"{name}"' not in body]
    raised = set(re.findall(r'Refusal\(\s*"(\w+)"', body))
    assert not unused
    assert raised <= set(NAMES)


def test_the_commands_by_hand_accept_a_bundle_and_notice_changes(tmp_path: Path) -> None:
    for tool in ("openssl", "unzip", "sha256sum"):
        if not shutil.which(tool):
            lacking(f"{tool} is not installed")
    script = "set -e\n" + block(HOW_TO, "by hand")
    (tmp_path / "bundle.zip").write_bytes(small_bundle(verifier=None))
    run = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "manifest logged\n" in run.stdout
    assert str(signer().key) in run.stdout
    assert run.stdout.endswith("Signature Verified Successfully\n")
    root = block(HOW_TO, "root")
    command = [sys.executable, "-I", "-W", "ignore", "-c", root]
    good = subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "the records have the signed root\n"), good.stderr
    log = tmp_path / "unpacked/log/entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"supported", b"different", 1))
    assert (
        subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, check=False).returncode == 1
    )
