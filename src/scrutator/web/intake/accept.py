"""What becomes of a report in the one transaction that stores it: rows, flags, leaves, a receipt.

Nothing that a phone sent is refused for what it says: a differing copy, an unknown form, a revoked token
are stored, flagged and set aside. The same bytes again change nothing but a count.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F, Q

from scrutator.field.submission import Submission as Parsed
from scrutator.web.audit.covered import SUBMISSION, cells_of, plain
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import note, written_among
from scrutator.web.intake.edits import Edit, about_edit, replaced_already
from scrutator.web.intake.hiding import hide_along
from scrutator.web.intake.log import GrowingLog, Name, new_salt
from scrutator.web.intake.models import Attachment, Flag, Job, Leaf, Received, Submission
from scrutator.web.missions.models import Device
from scrutator.web.receipts import receipt

OPENROSA, BY_PHONE = "openrosa", "(a phone)"
SET_ASIDE = {
    Flag.Kind.REVOKED,
    Flag.Kind.SECOND_DEVICE,
    Flag.Kind.FORM_NOT_ALLOWED,
    Flag.Kind.UNASKED,
}
# What does not count cannot stand in the place of what does.
REPLACES_NOTHING = SET_ASIDE | {Flag.Kind.UNKNOWN_FORM, Flag.Kind.SIBLING}


@dataclass(frozen=True)
class StoredFile:
    """An attachment whose sealed bytes are on the disk: its name, and `copy`: it has a working copy."""

    name: str
    sha256: str
    size: int
    copy: bool


@dataclass(frozen=True)
class Incoming:
    """A report as it came in: from which device, its XML with its hash, what it says, its files, when.

    `form` is the published version it is of, None when unknown; `fingerprint` the phone's keyed hash;
    `revoked` whether its token had ended; `unasked` whether it answers what its form does not ask; `place`
    the row of its place, None without one; `unsafe` whether it says that its observer is not safe; `channel`
    the way it came.
    """

    mission: int
    device: Device
    fingerprint: str
    revoked: bool
    xml: bytes
    sha256: str
    parsed: Parsed
    form: int | None
    files: tuple[StoredFile, ...]
    unasked: bool
    place: int | None
    unknown_place: bool
    unsafe: bool
    at: datetime
    channel: str = OPENROSA

    @property
    def name(self) -> Name:
        """What other copies of this report are found by."""
        return self.mission, self.parsed.instance_id


@dataclass(frozen=True)
class Kept:
    """What the observer is told: the receipt, whether it was here already, whether it differs from a copy."""

    receipt: str
    repeated: bool
    sibling: bool


def accept(incoming: Incoming, log: GrowingLog) -> Kept:
    """Store a report, once; add the files that are new."""
    others = _others(incoming, log) if log.may_hold(incoming.name) else []
    same = next((one for one in others if one.sha256 == incoming.sha256), None)
    if same is not None:
        Received.objects.filter(pk=same.pk).update(repeats=F("repeats") + 1)
        leaf = same.leaf
        if incoming.files or incoming.parsed.attachments:
            _add_files(incoming, same.submission, log)
    else:
        submission, leaf = _new(incoming, others, log)
        _stage_files(incoming, submission, log)
    return Kept(receipt(leaf.index, bytes(leaf.hash)), same is not None, bool(others) and same is None)


def _others(incoming: Incoming, log: GrowingLog) -> list[Received]:
    """The reports that are here under the same id."""
    log.flush()  # what came a moment ago is looked at, too
    found = Received.objects.filter(
        mission_id=incoming.mission, instance_id=incoming.parsed.instance_id, submission__isnull=False
    )
    return list(found.select_related("leaf", "submission"))


def _is_theirs(incoming: Incoming, others: list[Received]) -> bool:
    """Whether a report under this id came from another observer: then this one is no copy of it."""
    devices = {one.device_id for one in others} - {incoming.device.pk}
    theirs = Device.objects.filter(pk__in=devices).exclude(observer=incoming.device.observer_id)
    return bool(devices) and theirs.exists()


def _new(incoming: Incoming, others: list[Received], log: GrowingLog) -> tuple[Submission, Leaf]:
    parsed = incoming.parsed
    replaced = log.may_be_replaced(incoming.name)
    if parsed.deprecated_id or replaced:
        log.flush()  # it may replace what came a moment ago, or be replaced by it
    received = _received(incoming, incoming.sha256, incoming.xml)
    kinds: set[str] = {Flag.Kind.SIBLING} if others else set()
    kinds |= {Flag.Kind.UNKNOWN_FORM} if incoming.form is None else set()
    kinds |= {Flag.Kind.UNKNOWN_PLACE} if incoming.unknown_place else set()
    kinds |= {Flag.Kind.UNASKED} if incoming.unasked else set()
    kinds |= _about_device(incoming)
    edit = Edit(
        incoming.mission, parsed.form_id, parsed.instance_id, parsed.deprecated_id, incoming.device.pk
    )
    marked, over = (set[str](), list[int]()) if kinds & REPLACES_NOTHING else about_edit(edit)
    kinds |= marked
    state = Submission.State.DUPLICATE if others else Submission.State.NEW
    if kinds & SET_ASIDE or _is_theirs(incoming, others):
        state = Submission.State.QUARANTINED
    submission = Submission(
        received=received,
        mission_id=incoming.mission,
        published_id=incoming.form,
        form_id=parsed.form_id,
        version=parsed.version,
        instance_id=parsed.instance_id,
        replaces=parsed.deprecated_id or "",
        place_id=incoming.place,
        state=state,
        unsafe=incoming.unsafe or _is_hidden(incoming, others, edited=bool(parsed.deprecated_id) or replaced),
        superseded=replaced and not kinds & SET_ASIDE and replaced_already(edit),
    )
    received.facts = facts(
        received, {"report": cells_of(SUBMISSION, submission), "unasked": incoming.unasked}
    )
    leaf = log.append(received)
    if parsed.deprecated_id:
        log.replacing.add((incoming.mission, parsed.deprecated_id))
    log.stage(submission, Job(submission=submission))
    log.stage(*(Flag(submission=submission, kind=kind) for kind in sorted(kinds)))
    if over:
        note(log, incoming.mission, What.EDITED, BY_PHONE, rows=written_among(SUBMISSION, over))
    if submission.unsafe and (others or parsed.deprecated_id or replaced):
        log.flush()
        hide_along(log, submission, BY_PHONE)
    return submission, leaf


def facts(received: Received, more: Mapping[str, Any]) -> bytes:
    """How something came, as the leaf commits to it: when, by which token and channel, and what it was."""
    said = {"at": plain(received.at), "channel": received.channel, "device": received.device_id}
    return msgspec.json.encode({**said, **more}, order="deterministic")


def _is_hidden(incoming: Incoming, others: list[Received], *, edited: bool) -> bool:
    """Whether another version of this report is hidden from the desk: then this one is, until the coordinator
    releases it."""
    if any(one.submission.unsafe for one in others):
        return True
    if not edited:
        return False
    parsed = incoming.parsed
    versions = Q(replaces=parsed.instance_id)
    versions |= Q(instance_id=parsed.deprecated_id) if parsed.deprecated_id else Q()
    found = Submission.objects.filter(
        versions,
        mission_id=incoming.mission,
        unsafe=True,
        received__device__observer_id=incoming.device.observer_id,
    )
    return found.exists()


def _received(incoming: Incoming, sha256: str, content: bytes) -> Received:
    return Received(
        mission_id=incoming.mission,
        record=uuid.uuid4().hex,
        salt=new_salt(),
        sha256=sha256,
        instance_id=incoming.parsed.instance_id,
        content=content,
        channel=incoming.channel,
        device=incoming.device,
        at=incoming.at,
    )


def _received_file(incoming: Incoming, submission: Submission, file: StoredFile) -> Received:
    received = _received(incoming, file.sha256, b"")
    received.facts = facts(received, {"of": submission.received.record, "name": file.name})
    return received


def _about_device(incoming: Incoming) -> set[str]:
    """What is wrong with the token; the first phone that uses it is the one it belongs to. One that does not
    say which it is, is not that one."""
    device, kinds = incoming.device, set[str]()
    if device.fingerprint != incoming.fingerprint or not incoming.fingerprint:
        unused = Device.objects.filter(pk=device.pk, fingerprint="")
        if not (incoming.fingerprint and unused.update(fingerprint=incoming.fingerprint)):
            device.refresh_from_db(fields=["fingerprint"])
            kinds |= {Flag.Kind.SECOND_DEVICE} if device.fingerprint != incoming.fingerprint else set()
    kinds |= {Flag.Kind.REVOKED} if incoming.revoked else set()
    if device.forms and incoming.parsed.form_id not in device.forms:
        kinds.add(Flag.Kind.FORM_NOT_ALLOWED)
    return kinds


def _stage_files(incoming: Incoming, submission: Submission, log: GrowingLog) -> None:
    """Write the attachments of a new report with it; two of one name are flagged."""
    files = tuple(dict.fromkeys(incoming.files))
    for file in files:
        received = _received_file(incoming, submission, file)
        log.append(received)
        log.stage(_attachment(submission, received, file))
    names = [file.name for file in files]
    if len(set(names)) < len(names):
        log.stage(Flag(submission=submission, kind=Flag.Kind.SECOND_FILE))
    if set(incoming.parsed.attachments) - set(names):
        log.stage(Flag(submission=submission, kind=Flag.Kind.MISSING_FILE))


def _attachment(submission: Submission, received: Received, file: StoredFile) -> Attachment:
    return Attachment(
        submission=submission,
        received=received,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        copy=file.copy,
    )


def _add_files(incoming: Incoming, submission: Submission, log: GrowingLog) -> None:
    """Store the attachments that are not here yet; another file of the same name is kept and flagged."""
    here = {(one.name, one.sha256) for one in submission.attachments.all()}
    for file in incoming.files:
        if (file.name, file.sha256) in here:
            continue
        if file.name in {name for name, _ in here}:
            Flag.objects.get_or_create(submission=submission, kind=Flag.Kind.SECOND_FILE)
        received = _received_file(incoming, submission, file)
        log.append(received)
        log.flush()
        _attachment(submission, received, file).save()
        here.add((file.name, file.sha256))
    missing = set(incoming.parsed.attachments) - {name for name, _ in here}
    marked = Flag.objects.filter(submission=submission, kind=Flag.Kind.MISSING_FILE)
    if missing and not marked.exists():
        Flag.objects.create(submission=submission, kind=Flag.Kind.MISSING_FILE)
    elif not missing:
        marked.delete()
