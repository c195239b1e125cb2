"""The witness protocol (c2sp.org/tlog-witness): what a request says, and what a witness answers to it.

Pure: a server takes the checkpoint seen last, asks `judge`, and stores the new checkpoint in the same step,
before the answer leaves.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from scrutator.seal.keys.sign import Signer, cosignature_line
from scrutator.seal.log import merkle
from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.notes.note import VerifierKey, strict_base64, verify_note
from scrutator.seal.refusals import Refusal

LONGEST_REQUEST = 65_536
MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Request:
    """What a log asks a witness to cosign: the size the witness saw, the proof since, the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: bytes


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its text, and the type of the text."""

    status: HTTPStatus
    text: str
    type: str = "text/plain; charset=utf-8"


def request_bytes(old: int, proof: Sequence[bytes], note: bytes) -> bytes:
    """The body of a request."""
    hashes = "".join(b64encode(hash_).decode() + "\n" for hash_ in proof)
    return f"old {old}\n{hashes}\n".encode() + note


def parse_request(body: bytes) -> Request:
    """Read a request; refused when it is not one. Signatures are not verified here."""
    if len(body) > LONGEST_REQUEST:
        raise Refusal("malformed_request", f"longer than {LONGEST_REQUEST} bytes")
    head, blank, note = body.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    old = lines[0].removeprefix("old ")
    hashes = [strict_base64(line) for line in lines[1:]]
    good = tuple(hash_ for hash_ in hashes if hash_ is not None and len(hash_) == 32)
    if not blank or not lines[0].startswith("old ") or not old.isdecimal() or len(old) > 19:
        raise Refusal("malformed_request", "it does not begin with the old size")
    if old != str(int(old)) or len(good) != len(hashes) or len(good) > MOST_HASHES:
        raise Refusal("malformed_request", "the proof is not at most 63 hashes in base64")
    return Request(int(old), good, parse_checkpoint(note), note)


def judge(
    request: Request, logs: Mapping[str, Sequence[VerifierKey]], seen: Checkpoint | None
) -> Answer | None:
    """Why a witness that saw `seen` last must not cosign; None when it may.

    `logs` are the keys by origin. The order of the answers is the specification's.
    """
    new, size = request.checkpoint, seen.size if seen else 0
    if new.origin not in logs:
        return Answer(HTTPStatus.NOT_FOUND, "unknown log\n")
    try:
        verify_note(new.note, logs[new.origin])
    except Refusal:
        return Answer(HTTPStatus.FORBIDDEN, "no valid signature by a key of this log\n")
    if request.old > new.size:
        return Answer(HTTPStatus.BAD_REQUEST, "the old size is beyond the checkpoint's\n")
    if request.old != size:
        return Answer(HTTPStatus.CONFLICT, f"{size}\n", SIZE_TYPE)
    if not _follows(request, seen):
        return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "the consistency proof does not hold\n")
    return None


def _follows(request: Request, seen: Checkpoint | None) -> bool:
    new = request.checkpoint
    if seen is None:
        return not request.proof
    return merkle.is_consistent(seen.size, new.size, seen.root, new.root, request.proof)


def cosigned_answer(request: Request, witness: Signer, time: int) -> Answer:
    """The witness's line over the checkpoint, at a POSIX time in seconds."""
    return Answer(HTTPStatus.OK, cosignature_line(witness, request.checkpoint.note.text, time))
