"""The bundled case, published: random flipped bytes of the real file are all detected."""

import random
from pathlib import Path

import pytest

from scrutator.seal.bundle import archive
from scrutator.seal.log import records
from scrutator.seal.verifier.verify import verify_bundle


@pytest.mark.parametrize("flips", [100, pytest.param(2000, marks=[pytest.mark.slow, pytest.mark.system])])
def test_random_flipped_bytes_of_the_published_case_are_detected(
    kazakhstan_bundle: bytes, flips: int
) -> None:
    assert verify_bundle(kazakhstan_bundle).passed
    draw = random.Random(2012)
    for _ in range(flips):
        changed = bytearray(kazakhstan_bundle)
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        assert verify_bundle(bytes(changed)).failed


@pytest.mark.slow
def test_a_flipped_byte_in_any_member_is_detected_behind_the_archives_checksums(
    kazakhstan_bundle: bytes,
) -> None:
    members = {name: bytes(view) for name, view in archive.read(kazakhstan_bundle).items()}
    draw = random.Random(15)
    names = [name for name in members if not name.startswith(records.PROOFS) and members[name]]
    proofs = sorted(set(members) - set(names))
    for name in [*draw.sample(names, 25), records.CHECKPOINT, records.ENTRIES, *draw.sample(proofs, 5)]:
        body = bytearray(members[name])
        body[draw.randrange(len(body))] ^= 1
        report = verify_bundle(archive.write(members | {name: bytes(body)}))
        assert report.failed, name
        assert "verifier_fault" not in {check.refusal for check in report.checks}


def test_the_published_case_is_a_file_of_safe_names(kazakhstan_bundle: bytes, tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(kazakhstan_bundle)
    assert verify_bundle(tmp_path / "bundle.zip")["C12"].outcome.value == "PASS"
