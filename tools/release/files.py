"""The files of a release, from the last commit alone: the same commit gives the same bytes."""

import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bill import bill_bytes

PLACEHOLDER = re.compile(r"PLACEHOLDER-[A-Z]+")
FILLED = ("SECURITY.md", "README.md", "docs/how-to/check-a-release.md", "pyproject.toml")
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Source:
    """The last commit: its files as a tar archive, its time, its version."""

    archive: bytes
    epoch: int
    version: str

    def text(self, name: str) -> str:
        """A file of the commit."""
        with tarfile.open(fileobj=io.BytesIO(self.archive)) as tar:
            file = tar.extractfile(name)
            return file.read().decode("utf-8") if file else ""


def source_of(root: Path) -> Source:
    """The last commit of a repository; what is not committed is not part of it."""
    archive = _git(root, "archive", "--format=tar", "HEAD")
    epoch = int(_git(root, "log", "-1", "--format=%ct").decode())
    found = Source(archive, epoch, "")
    version = re.search(r'VERSION = "([^"]+)"', found.text("src/scrutator/version.py"))
    assert version is not None
    return Source(archive, epoch, version[1])


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True).stdout


def demand_filled(source: Source) -> list[str]:
    """The placeholders that are left: no release goes out without a contact and an address."""
    return [
        f"{name}: {mark}" for name in FILLED for mark in sorted(set(PLACEHOLDER.findall(source.text(name))))
    ]


def build(source: Source, out: Path) -> str:
    """Write every file of the release but the signatures into a folder; the text of SHA256SUMS."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if not old.name.startswith(SUMS):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(source.archive)) as tar:
            tar.extractall(folder, filter="data")
        _package(Path(folder), source.epoch, out)
        _verifiers(Path(folder), out)
        lock = (Path(folder) / "requirements.lock").read_text(encoding="utf-8")
    (out / "sbom.cdx.json").write_bytes(bill_bytes(lock, source.version, source.epoch))
    names = sorted(path.name for path in out.iterdir() if not path.name.startswith(SUMS))
    sums = "".join(f"{sha256((out / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    _forget_other_signatures(out, sums)
    (out / SUMS).write_text(sums, encoding="ascii", newline="\n")
    return sums


def _forget_other_signatures(out: Path, sums: str) -> None:
    """Signatures of other bytes are no signatures of this release."""
    before = out / SUMS
    if before.exists() and before.read_text(encoding="ascii") != sums:
        for path in out.glob(f"{SUMS}.*"):
            path.unlink()


def _package(folder: Path, epoch: int, out: Path) -> None:
    """The wheel and the sdist, by the backend that the lock pins; times are those of the commit."""
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "sdist",
        "-t",
        "wheel",
        "-d",
        str(out.resolve()),
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def _verifiers(folder: Path, out: Path) -> None:
    """verify.pyz and verify.html, made by the commit's own tools."""
    for tool, name in (("make_verifier.py", "verify.pyz"), ("make_verify_page.py", "verify.html")):
        subprocess.run([sys.executable, str(folder / "tools" / tool)], check=True, capture_output=True)
        (out / name).write_bytes((folder / "dist" / name).read_bytes())
