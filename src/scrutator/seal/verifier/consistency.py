"""Two states of one log: was the earlier one only added to?"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.seal.bundle import archive
from scrutator.seal.log import merkle
from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.notes.note import VerifierKey, strict_base64, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.history import check_grown
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.verifier.verify import verify_bundle


@dataclass(frozen=True)
class Continuation:
    """A log that only grew: its two checkpoints, and the proof anyone can check with them alone."""

    old: Checkpoint
    new: Checkpoint
    path: tuple[bytes, ...]


def checkpoint_of(data: bytes) -> bytes:
    """The checkpoint in a bundle, or the bytes themselves when they are a checkpoint."""
    if not data.startswith(b"PK"):
        return data
    return Opened(archive.read(data)).member("log/checkpoint")


def compare_with_bundle(old: bytes, new_bundle: bytes, key: VerifierKey) -> Continuation:
    """The continuation from an earlier checkpoint (or bundle) to a later bundle.

    The later bundle holds all records, so the earlier root is computed from them. Refused: `fork`
    if its first records are not those signed before, `rollback` if it is shorter, `foreign_origin`
    if it is another log, and whatever makes the later bundle fail its own checks.
    """
    report = verify_bundle(new_bundle, key=str(key))
    if report.failed:
        worst = report.failed[0]
        raise Refusal(worst.refusal, f"the later bundle fails {worst.id}: {worst.detail}")
    earlier = _signed(old, key)
    bundle = Opened(archive.read(new_bundle))
    check_grown(bundle, earlier)
    path = merkle.consistency_path(merkle.build_levels(bundle.leaf_hashes), earlier.size)
    return Continuation(earlier, bundle.checkpoint, tuple(path))


def compare_with_proof(old: bytes, new: bytes, proof: bytes, key: VerifierKey) -> Continuation:
    """The continuation between two checkpoints, shown by a consistency proof and nothing else."""
    earlier, later, path = _signed(old, key), _signed(new, key), parse_path(proof)
    if earlier.origin != later.origin:
        raise Refusal("foreign_origin", f"{earlier.origin} and {later.origin}")
    if earlier.size > later.size:
        raise Refusal("rollback", f"{later.size} records, {earlier.size} before")
    if not merkle.is_consistent(earlier.size, later.size, earlier.root, later.root, path):
        raise Refusal("fork", "the proof does not join the two checkpoints")
    return Continuation(earlier, later, tuple(path))


def _signed(data: bytes, key: VerifierKey) -> Checkpoint:
    checkpoint = parse_checkpoint(checkpoint_of(data))
    verify_note(checkpoint.note, [key])
    return checkpoint


def path_bytes(path: Sequence[bytes]) -> bytes:
    """A consistency proof as text: one base64 hash a line (RFC 6962 section 2.1.2)."""
    return "".join(b64encode(hash_).decode() + "\n" for hash_ in path).encode()


def parse_path(data: bytes) -> list[bytes]:
    """The hashes of a consistency proof."""
    text = data.decode("ascii", "replace")
    hashes = [strict_base64(line) for line in text.split("\n")[:-1]]
    good = [hash_ for hash_ in hashes if hash_ is not None and len(hash_) == 32]
    if len(good) != len(hashes) or len(good) > 64 or (text and not text.endswith("\n")):
        raise Refusal("malformed_proof", "a consistency proof is one base64 hash a line")
    return good
