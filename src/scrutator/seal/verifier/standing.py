"""Checks C15 to C17: may this key sign for the mission, did enough people approve, is it still current?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timezone
from hashlib import sha256

from scrutator.seal.keys.notice import read_notice
from scrutator.seal.keys.root import Part, Revocation, Root, longer_chain, printed_fingerprint
from scrutator.seal.log import records
from scrutator.seal.notes.note import VerifierKey, verify_note
from scrutator.seal.notes.policy import quorum_time
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import NotDone, Opened, Question


def known_chain(bundle: Opened, question: Question) -> tuple[Root, ...]:
    """The longest chain of root documents that is known: the bundle's, or one the reader holds."""
    return longer_chain(bundle.chain, question.known)


def log_keys(bundle: Opened, question: Question) -> tuple[VerifierKey, ...]:
    """The keys that may have signed other checkpoints of this log: the bundle's own, and those that a version
    of the root documents lets sign, in the bundle or known to the reader; its own alone when those in the
    bundle are refused (C15)."""
    try:
        listed = [key for root in known_chain(bundle, question) for key in root.roles[Part.LOG].keys]
    except Refusal:
        listed = []
    return (bundle.key, *dict.fromkeys(key for key in listed if key != bundle.key))


def check_root(bundle: Opened, question: Question) -> str:
    """C15: the root documents are signed one by the other, and the newest in the bundle lets its key sign."""
    if not bundle.chain:
        if question.known or question.root:
            what = "the bundle holds no root document, and you know one of its mission"
            raise Refusal("unexpected_root", what)
        raise NotDone("the bundle holds no root document")
    newest, known, key = bundle.chain[-1], known_chain(bundle, question), bundle.key
    if key not in newest.roles[Part.LOG].keys:
        raise Refusal("unexpected_root", f"{key} may not sign the log by version {newest.version}")
    seconds = witnessed(bundle, question)
    _demand_in_its_days(newest, key, seconds)
    gone = [one for root in known for one in root.revoked if one.key_id == key.key_id.hex()]
    _demand_not_revoked(gone, seconds)
    when = "at a time that only the signer states" if seconds is None else f"witnessed {_day(seconds)}"
    return f"version {newest.version} of {newest.mission} ({printed_fingerprint(newest.fingerprint)}), {when}"


def _demand_in_its_days(root: Root, key: VerifierKey, seconds: int | None) -> None:
    dated = root.dated(key)
    if seconds is None or dated is None:
        return
    day = _day(seconds)
    if (dated.first and day < dated.first) or (dated.last and day > dated.last):
        raise Refusal("key_out_of_time", f"witnessed {day}; its line reads: {dated.line()}")


def _demand_not_revoked(gone: Sequence[Revocation], seconds: int | None) -> None:
    for one in gone:
        start = datetime.combine(one.since, time(), timezone.utc).timestamp()  # noqa: UP017 (Python 3.9)
        if seconds is None or seconds >= start:
            raise Refusal("revoked_key", f"{one.key_id} since {one.since}, {one.why}; not witnessed before")


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(min(seconds, 253_402_300_799), timezone.utc).date()  # noqa: UP017


def witnessed(bundle: Opened, question: Question) -> int | None:
    """When enough of the reader's witnesses had cosigned, in POSIX seconds; nothing without witnesses."""
    note = question.cosigned_note or bundle.checkpoint.note
    if question.policy is not None:
        return quorum_time(question.policy, note)
    if not question.witnesses:
        return None
    try:
        verified = verify_note(note, question.witnesses)
    except Refusal:
        return None
    times = sorted(one.time or 0 for one in verified)
    return times[question.threshold - 1] if len(times) >= question.threshold > 0 else None


def check_approvals(bundle: Opened, question: Question) -> str:
    """C16: as many of the approvers as the root document asks for have cosigned the checkpoint."""
    role = bundle.chain[-1].roles.get(Part.APPROVE) if bundle.chain else None
    if role is None:
        raise NotDone("no root document asks for approvals")
    try:
        found = verify_note(bundle.checkpoint.note, role.keys)
    except Refusal as refusal:
        if refusal.name != "no_known_signature":
            raise
        found = ()
    names = sorted({one.key.name for one in found})
    if len({one.key.public for one in found}) < role.threshold:
        raise Refusal("too_few_approvals", f"{len(names)} of the {role.threshold} approvals needed")
    return f"approved by {', '.join(names)}; {role.threshold} needed"


def check_current(bundle: Opened, question: Question) -> str:
    """C17: nothing the reader holds says that a later publication replaced it, or that it is withdrawn."""
    remembered = question.remembered
    if not question.notices and remembered is None:
        raise NotDone("no notice was given (--notice), and nothing is remembered")
    digest = sha256(bundle.member(records.MANIFEST)).hexdigest()
    chain = known_chain(bundle, question)
    if question.notices and not chain:
        raise Refusal("malformed_notice", "without a root document no one can say whose notice it is")
    others = 0
    for data in question.notices:
        notice = read_notice(data, chain[-1])
        if notice.withdraws == digest:
            raise Refusal("withdrawn", f"on {notice.day}: {notice.reason}")
        others += 1
    if remembered is not None and bundle.checkpoint.note.text in question.history:
        if remembered.size == bundle.checkpoint.size:
            return f"it is the newest you saw; {others} notices name other publications"
        raise Refusal("superseded", f"by the publication of {remembered.size} records that you saw")
    return f"nothing later is known; {others} notices name other publications"


def stale(bundle: Opened, question: Question) -> str:
    """What a reader is told when the newest known root document has expired; empty when it has not."""
    chain = known_chain(bundle, question) if bundle.chain else ()
    if not chain or question.today is None or chain[-1].expires >= question.today:
        return ""
    return f"Its root document expired on {chain[-1].expires}: ask for a newer one."
