"""How long the seal takes: the tree, a signature, writing and verifying bundles, verify.pyz."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scrutator.seal import ed25519, merkle
from scrutator.seal.bundle import write_bundle
from scrutator.seal.pyz import verifier_bytes
from scrutator.seal.records import Record
from scrutator.seal.sign import key_from_seed
from scrutator.seal.verify import verify_bundle

KEY = key_from_seed("mission.example", bytes(range(32)))


def best_of(times: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def bundle_of(count: int) -> bytes:
    records = [Record(f"s-{n:05}", "protocol", {"station": n, "votes": [n, 2 * n]}) for n in range(count)]
    return write_bundle({"data/a.csv": b"a,b\n" * 1000}, records, KEY, "mission.example/bench")


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.1f} ms"


def verifier_rows() -> list[tuple[str, str, str]]:
    """verify.pyz as a whole process, on bundles of 700 and of 40,000 records."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "verify.pyz").write_bytes(verifier_bytes())
        for count, target in ((700, "1 s"), (40_000, "–")):
            (folder / "b.zip").write_bytes(bundle_of(count))
            command = [sys.executable, "-I", str(folder / "verify.pyz"), str(folder / "b.zip")]
            spent = best_of(
                3 if count < 1000 else 1,
                lambda command=command: subprocess.run(command, check=True, capture_output=True),
            )
            rows.append((f"verify.pyz, {count:,} records, whole process", seconds(spent), target))
    return rows


def rows() -> list[tuple[str, str, str]]:
    """What was measured, the measurement, the target."""
    leaves = [b"x" * 200 + n.to_bytes(4, "big") for n in range(100_000)]
    root = best_of(3, lambda: merkle.root_of([merkle.leaf_hash(leaf) for leaf in leaves]))
    message = b"a message"
    signature, public = KEY.sign(message), KEY.key.public
    one = best_of(20, lambda: ed25519.is_valid(public, message, signature))
    small = bundle_of(700)
    return [
        ("Merkle root over 100,000 leaves of 200 bytes", seconds(root), "1.17 s (draft)"),
        ("one Ed25519 verification, pure Python", seconds(one), "9–44 ms (draft)"),
        ("write a bundle of 700 records", seconds(best_of(3, lambda: bundle_of(700))), "–"),
        ("verify a bundle of 700 records", seconds(best_of(3, lambda: verify_bundle(small))), "–"),
        ("write a bundle of 40,000 records", seconds(best_of(1, lambda: bundle_of(40_000))), "–"),
        *verifier_rows(),
    ]
