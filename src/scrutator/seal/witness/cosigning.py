"""Witnesses: another organisation vouches that it saw this log, and only ever saw it grow.

A mission that holds its own log key could show one history to the press and another to a court.
It cannot once a rival keeps the last checkpoint it saw and cosigns only what continues it
(c2sp.org/tlog-cosignature, Ed25519, type 0x04).
"""

from collections.abc import Sequence

from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import Signer, cosignature_line
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_proof, proof_bytes
from scrutator.seal.notes.note import COSIGNATURE, parse_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.verifier.verify import verify_bundle


def cosign(bundle: bytes, log_key: str, witness: Signer, time: int, remembered: bytes | None) -> bytes:
    """The bundle's checkpoint with the witness's signature line added.

    `log_key` is the log's verifier key as the witness obtained it, `time` POSIX seconds,
    `remembered` the checkpoint the witness saw last (None only the first time). Refused with the
    first check that fails: a witness signs nothing it has not verified whole.
    """
    if witness.key.kind != COSIGNATURE:
        raise Refusal("unknown_algorithm", "a witness needs a key made with --witness")
    if not 0 < time < 2**63:
        raise Refusal("invalid_signature", f"{time} is not a time in seconds since 1970")
    report = verify_bundle(bundle, key=log_key, remembered=remembered)
    if report.failed:
        worst = report.failed[0]
        raise Refusal(worst.refusal, f"{worst.id} failed: {worst.detail}")
    text = parse_note(report.checkpoint).text
    return report.checkpoint + cosignature_line(witness, text, time).encode()


def attach(bundle: bytes, cosigned: Sequence[bytes]) -> bytes:
    """The bundle with the signature lines of these cosigned checkpoints in its checkpoint and proofs.

    Needs no key: the records and everything signed stay as they are. Refused if a cosigned
    checkpoint is not the bundle's.
    """
    # Approvals are what is being attached; every other check must pass.
    failed = [check for check in verify_bundle(bundle).failed if check.refusal != "too_few_approvals"]
    if failed:
        raise Refusal(failed[0].refusal, failed[0].detail)
    opened = Opened(archive.read(bundle))
    checkpoint = opened.member(records.CHECKPOINT)
    for each in cosigned:
        if parse_note(each).text != opened.checkpoint.note.text:
            raise Refusal("fork", "a cosigned checkpoint is not the bundle's")
        present = checkpoint.splitlines()
        lines = each.rpartition(b"\n\n")[2].splitlines()
        checkpoint += b"".join(line + b"\n" for line in lines if line not in present)
    parse_note(checkpoint)
    members = {name: bytes(view) for name, view in opened.members.items()}
    for name in members:
        if name.startswith(records.PROOFS):
            proof = parse_proof(members[name])
            members[name] = proof_bytes(proof.index, proof.path, checkpoint)
    return archive.write(members | {records.CHECKPOINT: checkpoint})
