"""verify.pyz: one file, the same bytes every time, on bare Python; and openssl without any of our code."""

import ast
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.conftest import lacking
from tests.seal.conftest import members_of, signer, small_bundle

from scrutator.seal.verifier.main import main
from scrutator.seal.writing.guide import guide_bytes
from scrutator.seal.writing.pyz import verifier_bytes


def run_pyz(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run verify.pyz in an empty folder, isolated from this environment's packages."""
    (folder / "verify.pyz").write_bytes(verifier_bytes())
    command = [sys.executable, "-I", "-S", "verify.pyz", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_it_is_the_same_file_every_time_and_holds_no_signing_code() -> None:
    data = verifier_bytes()
    assert data == verifier_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        text = b"".join(file.read(name) for name in names)
    assert "__main__.py" in names
    assert "scrutator/seal/keys/sign.py" not in names
    assert b"cryptography" not in text


def test_it_verifies_a_bundle_on_bare_python_and_says_what_it_did_not_do(
    tmp_path: Path, bundle: bytes
) -> None:
    (tmp_path / "bundle.zip").write_bytes(bundle)
    run = run_pyz(tmp_path, "bundle.zip", "--key", str(signer().key))
    assert run.returncode == 4, run.stderr
    lines = run.stdout.splitlines()
    assert len(lines) == 18
    assert lines[-1].startswith("VERDICT  SIGNED, NOT REBUILT")
    (tmp_path / "bundle.zip").write_bytes(bundle[:-30] + b"x" + bundle[-29:])
    assert run_pyz(tmp_path, "bundle.zip").returncode == 1


def test_the_verifier_in_a_bundle_is_the_one_this_version_makes() -> None:
    assert members_of(small_bundle(verifier=None))["verify.pyz"] == verifier_bytes()


def test_its_command_line_has_the_same_answers_in_process(
    tmp_path: Path, bundle: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path, state = tmp_path / "bundle.zip", tmp_path / "state"
    path.write_bytes(bundle)
    assert main([str(path), "--state", str(state), "--json"]) == 5
    assert json.loads(capsys.readouterr().out)["word"] == "SIGNER UNKNOWN"
    assert state.read_bytes() == members_of(bundle)["log/checkpoint"]
    assert main([str(path), "--key", "nonsense"]) == 2
    assert "malformed_key" in capsys.readouterr().err
    assert main([str(path), "--key", str(signer(2).key), "--state", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()


def commands_of(guide: str) -> str:
    """The shell commands that VERIFY.md prints for the signature."""
    lines = guide.splitlines()
    return "\n".join(line.strip() for line in lines if line.startswith("       "))


@pytest.mark.parametrize("seed", range(8))
def test_openssl_alone_verifies_the_checkpoint_with_the_printed_commands(tmp_path: Path, seed: int) -> None:
    # Several keys, because the base64 of some of them holds plus signs and slashes.
    if not shutil.which("openssl"):
        lacking("openssl is not installed")
    key = signer(seed + 1)
    members = members_of(small_bundle(signer=key))
    for name, body in members.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    script = commands_of(members["VERIFY.md"].decode())
    assert "openssl pkeyutl" in script
    good = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "Signature Verified Successfully\n"), good.stderr
    (tmp_path / "log/checkpoint").write_bytes(members["log/checkpoint"].replace(b"\n4\n", b"\n5\n"))
    bad = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0


def test_sha256sum_alone_checks_the_files(tmp_path: Path, bundle: bytes) -> None:
    if not shutil.which("sha256sum"):
        lacking("sha256sum is not installed")
    for name, body in members_of(bundle).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    command = ["sha256sum", "-c", "--strict", "manifest-sha256.txt"]
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0
    assert good.stdout.count(": OK") == 6
    (tmp_path / "data/turnout.csv").write_bytes(b"changed")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_guide_names_every_check_once() -> None:
    guide = guide_bytes(signer().key, "mission.example/2012").decode()
    assert [line[4:].partition("*")[0] for line in guide.splitlines() if line.startswith("- **C")] == [
        f"C{number}" for number in range(1, 18)
    ]


@pytest.mark.parametrize(("version", "status"), [((2, 7, 18), 3), ((3, 8, 20), 3), ((3, 9, 0), 2)])
def test_an_older_python_gets_a_sentence_before_anything_is_imported(
    tmp_path: Path, version: tuple[int, ...], status: int
) -> None:
    (tmp_path / "verify.pyz").write_bytes(verifier_bytes())
    code = (
        f"import runpy, sys; sys.version_info = {version}; sys.argv = ['verify.pyz', 'absent.zip']; "
        "runpy.run_path('verify.pyz', run_name='__main__')"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert ("needs Python 3.9 or newer, this is " in done.stderr) == (status == 3)
    assert "Traceback" not in done.stderr


# What came after Python 3.9, as modules have or name it; ruff finds the syntax.
NEWER = {
    "StrEnum", "UTC", "pairwise", "batched", "bit_count", "TypeAlias", "Self", "assert_never", "tomllib", "ExceptionGroup",
    "ParamSpec", "slots", "kw_only", "strict", "walk_up", "add_note", "override", "chdir", "Required", "reveal_type",
    "file_digest", "cbrt", "exp2", "EnumType", "aclosing", "is_junction", "from_exception", "dataclass_transform",
}  # fmt: skip


def unpacked(folder: Path) -> list[Path]:
    with zipfile.ZipFile(io.BytesIO(verifier_bytes())) as file:
        file.extractall(folder)
    return sorted(folder.rglob("*.py"))


def test_its_sources_are_python_3_9_as_ruff_reads_it(tmp_path: Path) -> None:
    files = unpacked(tmp_path)
    assert len(files) > 25
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        lacking("ruff is not installed")
    rules = ["--isolated", "--target-version", "py39", "--select", "E9,F,FA102", "--no-cache"]
    done = subprocess.run([ruff, "check", *rules, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_its_sources_name_nothing_that_came_after_python_3_9(tmp_path: Path) -> None:
    for path in unpacked(tmp_path):
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source, feature_version=(3, 9))
        only_types = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If)
                      and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
                      for inner in ast.walk(node)}  # fmt: skip
        for node in ast.walk(tree):
            names = [
                *([node.attr] if isinstance(node, ast.Attribute) else []),
                *([one.name for one in node.names] if isinstance(node, ast.ImportFrom | ast.Import) else []),
                *([str(node.arg)] if isinstance(node, ast.keyword) else []),
            ]
            if id(node) not in only_types:
                assert not NEWER & set(names), (path.name, names)
        patterns = [
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str | bytes)
        ]
        marks = ("*+", "++", "?+", "(?>")  # possessive and atomic: Python 3.11
        called = [p for p in patterns if "(?:" in str(p)]
        assert not [p for p in called if any(mark in str(p) for mark in marks)], path.name


def test_every_annotation_is_left_unread(tmp_path: Path) -> None:
    """A union written with | is an error on Python 3.9 when it is read."""
    for path in unpacked(tmp_path):
        source = path.read_text(encoding="utf-8")
        if " | None" in source.split('"""', 2)[-1]:
            assert "from __future__ import annotations" in source, path.name
