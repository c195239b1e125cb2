"""Bundles of earlier releases stay readable: each stays in released/ as it was written, and is never made anew."""

import lzma
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from scrutator.publishing.rebuild import compared, declared_release
from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing.pyz import verifier_bytes
from scrutator.version import VERSION

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "released"
KEY = str(key_from_seed("mission.example", bytes([1]) * 32).key)
# What was written once: a bundle that is replaced is no bundle of that release.
WRITTEN = {
    "0.0.1": "45bee3043f35a2d8d0f9a53fec29a2a53be0e0a953abd1dd5049a7bd7c3fc178",
}
"""0.0.1 was never released: it is the format of the first release under a number of its own, so that there is
one bundle that another release made."""


@pytest.mark.parametrize("release", WRITTEN)
def test_a_bundle_of_an_earlier_release_is_read_and_its_release_named(release: str) -> None:
    bundle = lzma.decompress((FOLDER / f"{release}.zip.xz").read_bytes())
    assert sha256(bundle).hexdigest() == WRITTEN[release]
    assert declared_release({n: bytes(v) for n, v in archive.read(bundle).items()}) == f"scrutator {release}"
    report = verify_bundle(bundle, key=KEY, rebuild=compared)
    assert report.failed == ()
    assert report.word == ("VERIFIED" if release == VERSION else "CANNOT REBUILD")
    assert release in report["C13"].detail


@pytest.mark.parametrize("release", WRITTEN)
def test_verify_pyz_reads_the_bundle_of_an_earlier_release_and_that_release_read_it(
    release: str, tmp_path: Path
) -> None:
    (tmp_path / "b.zip").write_bytes(lzma.decompress((FOLDER / f"{release}.zip.xz").read_bytes()))
    inside = archive.read((tmp_path / "b.zip").read_bytes())["verify.pyz"]
    for name, program in (("now.pyz", verifier_bytes()), ("then.pyz", bytes(inside))):
        (tmp_path / name).write_bytes(program)
        command = [sys.executable, str(tmp_path / name), str(tmp_path / "b.zip"), "--key", KEY]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, "SIGNED, NOT REBUILT" in done.stdout) == (4, True), done.stdout


def test_every_release_of_the_changelog_has_its_bundle_and_none_is_missing() -> None:
    """`python tools/released_bundle.py` writes that of a new release, before its tag."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = set(re.findall(r"^## \[?(\d+\.\d+\.\d+)", text, re.M))
    assert released <= set(WRITTEN)
    assert {path.name.removesuffix(".zip.xz") for path in FOLDER.iterdir()} == set(WRITTEN)
