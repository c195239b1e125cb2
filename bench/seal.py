"""How long the seal takes: the tree, a signature, writing and verifying bundles, verify.pyz."""

import hashlib
import io
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.measure import Row, beside, peer, process, seconds
from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.log import merkle
from scrutator.seal.log.records import Record
from scrutator.seal.notes import ed25519
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing.bundle import write_bundle
from scrutator.seal.writing.pyz import verifier_bytes

HASHED = (
    "import hashlib, sys, zipfile; archive = zipfile.ZipFile(sys.argv[1]); "
    "[hashlib.sha256(archive.read(name)).digest() for name in archive.namelist()]"
)
SIGNER_UNKNOWN = 5  # exit status, docs/reference/bundle.md
KEY = key_from_seed("mission.example", bytes(range(32)))


def bundle_of(count: int) -> bytes:
    records = [Record(f"s-{n:05}", "protocol", {"station": n, "votes": [n, 2 * n]}) for n in range(count)]
    return write_bundle({"data/a.csv": b"a,b\n" * 1000}, records, KEY, "mission.example/bench")


def verifier_rows() -> list[Row]:
    """verify.pyz as a whole process, on bundles of 700 and of 40,000 records."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "verify.pyz").write_bytes(verifier_bytes())
        for count, target in ((700, "1 s"), (40_000, "")):
            (folder / "b.zip").write_bytes(bundle_of(count))
            command = [sys.executable, "-I", str(folder / "verify.pyz"), str(folder / "b.zip")]
            bare = peer(
                "Python alone, hashing the members",
                process(sys.executable, "-I", "-c", HASHED, str(folder / "b.zip")),
            )
            what = f"verify.pyz, {count:,} records, whole process"
            # Without a pinned key the best word is SIGNER UNKNOWN.
            found += beside(what, seconds(process(*command, status=SIGNER_UNKNOWN)), [bare], target)
    return found


def hashed(data: bytes) -> None:
    """A floor: every member read by the standard library and hashed, nothing checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            hashlib.sha256(archive.read(name)).digest()


def zipped(data: bytes) -> None:
    """A floor: the same members written by the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(io.BytesIO(), "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name))


def rows() -> list[Row]:
    """The tree, a signature, writing and verifying bundles, the verifier of one file."""
    leaves = [b"x" * 200 + n.to_bytes(4, "big") for n in range(100_000)]
    message = b"a message"
    signature, public = KEY.sign(message), KEY.key.public
    small, large = bundle_of(700), bundle_of(40_000)

    def openssl() -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)

    tree = seconds(lambda: merkle.root_of([merkle.leaf_hash(leaf) for leaf in leaves]))
    floor = peer(
        "hashlib, twice as many hashes", lambda: [hashlib.sha256(leaf).digest() for leaf in leaves * 2]
    )
    one = seconds(lambda: ed25519.is_valid(public, message, signature))
    return [
        *beside("Merkle root over 100,000 leaves of 200 bytes", tree, [floor]),
        *beside("one Ed25519 verification, pure Python", one, [peer("cryptography, in C", openssl)]),
        *beside(
            "write a bundle of 700 records",
            seconds(lambda: bundle_of(700)),
            [peer("zipfile, its members only", lambda: zipped(small))],
        ),
        *beside(
            "verify a bundle of 700 records",
            seconds(lambda: verify_bundle(small)),
            [peer("hashlib, its members only", lambda: hashed(small))],
        ),
        *beside(
            "write a bundle of 40,000 records",
            seconds(lambda: bundle_of(40_000), 3),
            [peer("zipfile, its members only", lambda: zipped(large), 3)],
        ),
        *verifier_rows(),
    ]
