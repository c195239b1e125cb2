"""Approving a publication, and witnessing it: the bundle is verified, then its checkpoint is cosigned."""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_state, refusals_mapped
from scrutator.publishing.rebuild_bounded import compared_bounded
from scrutator.publishing.whole_files import locked, replace_whole
from scrutator.seal.bundle import archive
from scrutator.seal.keys.root import Part
from scrutator.seal.keys.sign import Signer, cosignature_line
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.verifier.attested import attested_remark
from scrutator.seal.verifier.opened import NotRebuilt, Opened
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.witness.cosigning import cosign


@dataclass(frozen=True)
class Approval:
    """What was approved: the log, the title of the case, the hash of the manifest, what is attested and not
    rebuilt; and the cosigned note."""

    origin: str
    title: str
    manifest: str
    note: bytes
    attested: str = ""


def approve_bundle(bundle: bytes, root: str, approver: Signer, time: int, rebuild: bool) -> Approval:
    """The checkpoint with the approver's line, at a POSIX time in seconds.

    Raises Z05 when a check other than that of the approvals does not pass, or the bundle is not what its case
    gives; Z07 when the root document does not name the approver."""
    with refusals_mapped("X03", "--root"):
        report = verify_bundle(bundle, root=root)
    for check in report.failed:
        if check.refusal != "too_few_approvals":
            raise ScrutatorError("Z05", f"{check.id} failed: {check.detail}")
    opened = Opened(archive.read(bundle))
    if rebuild:
        demand_rebuilt(bundle, "approve what you have not rebuilt, with --no-rebuild")
    role = opened.chain[-1].roles.get(Part.APPROVE)
    if role is None or approver.key not in role.keys:
        raise ScrutatorError("Z07", f"the root document does not name {approver.key} as an approver")
    note = opened.member(records.CHECKPOINT)
    line = cosignature_line(approver, opened.checkpoint.note.text, time)
    digest = sha256(opened.member(records.MANIFEST)).hexdigest()
    return Approval(
        opened.checkpoint.origin, _title(opened), digest, note + line.encode(), attested_remark(opened)
    )


def demand_rebuilt(bundle: bytes, otherwise: str) -> None:
    """Raise Z05 unless every member of a bundle is what its own case gives; `otherwise` is what to do when it
    cannot be rebuilt here."""
    try:
        found = compared_bounded({name: bytes(view) for name, view in archive.read(bundle).items()})
    except NotRebuilt as reason:
        remedy = f"Install what it names; or {otherwise}."
        raise ScrutatorError("Z05", f"not rebuilt: {reason}", remedy=remedy) from None
    if found.differences:
        what = f"{len(found.differences)} members differ from what the case gives: {found.differences[0]}"
        raise ScrutatorError("Z05", what)


def cosign_remembered(
    bundle: bytes, log_key: str, signer: Signer, time: int, state: Path, rebuild: bool
) -> tuple[bytes, int, Checkpoint]:
    """A bundle's checkpoint with a witness's line, how many records they knew before, and what is known now.
    Raises Z05 when a check does not pass, the log does not continue what `state` remembers, or, with
    `rebuild`, a member is not what the case gives."""
    with locked(state):
        remembered = read_state(state)
        with refusals_mapped("Z05", "the bundle"):
            cosigned = cosign(bundle, log_key, signer, time, remembered)
            checkpoint = parse_checkpoint(cosigned)
        if rebuild:  # last, and of nothing that failed a check
            demand_rebuilt(bundle, "leave --rebuild out")
        replace_whole(state, cosigned)  # before the signature leaves: never sign what is not remembered
    return cosigned, parse_checkpoint(remembered).size if remembered else 0, checkpoint


def _title(bundle: Opened) -> str:
    try:
        return str(tomllib.loads(bundle.member("case/case.toml").decode())["title"])
    except (KeyError, ValueError):
        return "a publication without a title"
