"""Checkpoints (c2sp.org/tlog-checkpoint) and proofs of one record (c2sp.org/tlog-proof@v1).

A checkpoint is a signed note that states the log's origin, its number of records and its Merkle
root. A proof is a small text file that shows offline that one record stands in that log.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrutator.seal.log import merkle
from scrutator.seal.notes.note import Note, parse_note, strict_base64
from scrutator.seal.refusals import Refusal

PROOF_TITLE = "c2sp.org/tlog-proof@v1"
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """What a log states about itself: origin, number of records, Merkle root; and the note that says so."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]
    note: Note


@dataclass(frozen=True)
class Proof:
    """The place of one record in the log: its index, the path to the root, the checkpoint verbatim."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The three lines that are signed."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def parse_checkpoint(data: bytes) -> Checkpoint:
    """Read a checkpoint; signatures are not verified here. An empty log has no checkpoint."""
    note = parse_note(data)
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise Refusal("malformed_checkpoint", "fewer than three lines, or an empty one")
    root = strict_base64(lines[2])
    if not _DECIMAL.fullmatch(lines[1]) or not 0 < int(lines[1]) < 2**63:
        raise Refusal("malformed_checkpoint", "the second line is not a number of records")
    if root is None or len(root) != 32:
        raise Refusal("malformed_checkpoint", "the third line is not a SHA-256 root in base64")
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]), note)


def proof_bytes(index: int, path: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The proof file of the record at `index`, without the unauthenticated `extra` line."""
    hashes = "".join(_hash_line(hash_) for hash_ in path)
    return f"{PROOF_TITLE}\nindex {index}\n{hashes}\n".encode() + checkpoint


@lru_cache(maxsize=2**15)
def _hash_line(hash_: bytes) -> str:
    """A hash in base64 and a newline; the upper nodes of a tree stand in many proofs."""
    return b64encode(hash_).decode() + "\n"


def parse_proof(data: bytes) -> Proof:
    """Read a proof file; the optional `extra` line is skipped, since nothing authenticates it."""
    head, blank, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Refusal("malformed_proof", "it is not ASCII") from None
    if not blank or lines.pop(0) != PROOF_TITLE:
        raise Refusal("malformed_proof", f"it does not begin with {PROOF_TITLE}")
    extra = lines.pop(0).removeprefix("extra ") if lines and lines[0].startswith("extra ") else ""
    if strict_base64(extra) is None:
        raise Refusal("malformed_proof", "its extra line is not base64")
    index = lines.pop(0).removeprefix("index ") if lines and lines[0].startswith("index ") else ""
    if not _DECIMAL.fullmatch(index) or len(lines) > 63:
        raise Refusal("malformed_proof", "no index, or a path longer than any log is deep")
    path = [strict_base64(line) for line in lines]
    if any(hash_ is None or len(hash_) != 32 for hash_ in path):
        raise Refusal("malformed_proof", "a line of the path is not a SHA-256 hash in base64")
    return Proof(int(index), tuple(hash_ for hash_ in path if hash_ is not None), checkpoint)


def check_proof(proof: Proof, leaf: bytes, checkpoint: Checkpoint) -> None:
    """Refuse unless the proof binds the leaf hash to the checkpoint's root.

    The caller has verified the checkpoint's signatures and that it is the one in the proof.
    """
    if not merkle.includes(checkpoint.root, checkpoint.size, proof.index, leaf, proof.path):
        raise Refusal("wrong_proof", f"index {proof.index}")
