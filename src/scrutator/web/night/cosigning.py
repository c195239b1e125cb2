"""Two people sign a release offline; here their signatures are held against the keys they registered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from scrutator.counting.night.release import SIGNERS, release_text
from scrutator.errors import ScrutatorError
from scrutator.seal.notes.note import PLAIN, VerifierKey, parse_key, parse_note, signature_line, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.web.accounts.models import Membership
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, name_of, note, write, written
from scrutator.web.clock import now
from scrutator.web.intake.models import Decision
from scrutator.web.missions.models import Mission
from scrutator.web.night.keeping import keep
from scrutator.web.night.models import ApproverKey, Cosignature, NightRules, Release
from scrutator.web.night.record import stands_now
from scrutator.web.roles import Role

LARGEST_NOTE = 20_000


def register_key(mission: Mission, user: Any, text: str) -> ApproverKey:
    """Keep the public key of an approver. Raises C15 for what is no such key, for a second key of one person
    and for a key that was registered before, by whomever and under whatever name."""
    try:
        key = parse_key(text.strip())
    except Refusal as error:
        raise ScrutatorError("C15", f"this is no public key: {error}", remedy=_SHOW) from error
    if key.kind != PLAIN:
        raise ScrutatorError("C15", "a witness's key does not sign releases", remedy=_SHOW)
    if mission.approver_keys.filter(user=user, revoked=None).exists():
        what = "a person has one key; revoke the other first"
        raise ScrutatorError("C15", what, remedy="Two people sign, each with their own key.")
    if mission.approver_keys.filter(public=key.public.hex()).exists():
        raise ScrutatorError("C15", "this key was registered before", remedy="Make a key of your own.")
    row = ApproverKey(mission=mission, user=user, key=str(key), public=key.public.hex(), at=now())
    return keep(mission, row, What.KEY, key=row.key)


def revoke_key(found: ApproverKey, user: Any) -> None:
    """End a key: what it signs from now on counts no more."""

    def end(log: Log) -> None:
        ApproverKey.objects.filter(pk=found.pk, revoked=None).update(revoked=now())
        note(log, found.mission_id, What.KEY_REVOKED, name_of(user), {"key": found.key}, written(found))

    write(end)


_SHOW = "Make a key with `scrutator key new`, and give what `scrutator key show` prints."


def take_note(release: Release, content: bytes) -> int:
    """Keep the valid signatures of a note beside a release; how many of its lines were no registered key's.

    Raises C15 for a note over other bytes, for a wrong signature, and when no line is of a key that counts.
    """
    if len(content) > LARGEST_NOTE:
        raise ScrutatorError("C15", f"a note of signatures has at most {LARGEST_NOTE:,} bytes")
    keys = {parse_key(one.key): one for one in _keys_that_count(release)}
    try:
        given = parse_note(content)
        if given.text != release_text(bytes(release.record)):
            raise ScrutatorError("C15", "the signatures are for another record", remedy=_AGAIN)
        valid = {one.key for one in verify_note(given, keys)}
    except Refusal as error:
        raise ScrutatorError("C15", f"the signatures do not hold: {error}", remedy=_AGAIN) from error
    texts = {
        keys[key]: signature_line(line.name, line.key_id, line.signature)
        for line in given.signatures
        for key in valid
        if (line.name, line.key_id) == (key.name, key.key_id)
    }
    write(lambda log: _signed(log, release, texts))
    return len(given.signatures) - len(valid)


def _signed(log: Log, release: Release, texts: Mapping[ApproverKey, str]) -> None:
    for key, text in texts.items():
        row, is_new = Cosignature.objects.get_or_create(
            release=release, key=key, defaults={"line": text, "at": now()}
        )
        if is_new:
            about = {"number": str(release.number), "key": key.key}
            note(log, release.mission_id, What.SIGNED, name_of(key.user), about, written(row))


_AGAIN = "Take the record from this page, sign it with `scrutator quickcount sign`, and give its .note."


def _keys_that_count(release: Release) -> list[ApproverKey]:
    """Keys of approvers, not revoked, registered before the record was written."""
    approvers = Membership.objects.filter(mission=release.mission, role=Role.APPROVER.value)
    listed = ApproverKey.objects.filter(mission=release.mission, revoked=None, at__lte=release.at)
    return list(listed.filter(user__in=approvers.values("user")).order_by("pk"))


def signers_of(release: Release) -> list[Cosignature]:
    """The signatures that count now: one a person, of keys that count, valid over the record's own bytes."""
    known = {one.pk: one for one in _keys_that_count(release)}
    found: dict[int, Cosignature] = {}
    for one in release.signatures.select_related("key").order_by("pk"):
        if one.key_id in known and _holds(release, one, parse_key(one.key.key)):
            found.setdefault(one.key.user_id, one)
    return list(found.values())


def _holds(release: Release, one: Cosignature, key: VerifierKey) -> bool:
    text = release_text(bytes(release.record))
    try:
        return bool(verify_note(parse_note(f"{text}\n{one.line}".encode()), [key]))
    except Refusal:
        return False


def complete(release: Release, at: datetime) -> str:
    """Release what two different people signed; why it is not released, "" when it is.

    Raises nothing for what is still lacking: that is an answer.
    """
    if release.released is not None:
        return ""
    people = signers_of(release)
    if len(people) < SIGNERS:
        return f"{len(people)} of {SIGNERS} different people have signed"
    acts = _acts(release)
    found = stands_now(release)
    because = found.because or write(lambda log: _released(log, release, at, acts, found.size))
    release.refresh_from_db()
    return because


def _acts(release: Release) -> tuple[int | None, ...]:
    """The newest decision, registration of rules and end of a key: while they are the same, what the gates
    and signatures rest on is, too."""
    mission = release.mission_id
    decisions = Decision.objects.filter(Q(submission__mission=mission) | Q(place__mission=mission))
    nights, ended = NightRules.objects.filter(mission=mission), ApproverKey.objects.filter(mission=mission)
    return (
        decisions.aggregate(last=Max("pk"))["last"],
        nights.aggregate(last=Max("pk"))["last"],
        ended.exclude(revoked=None).count(),
    )


def _released(log: Log, release: Release, at: datetime, acts: tuple[int | None, ...], size: int) -> str:
    """Write that it is released, unless something was decided since the gates were looked at, at this size
    of the log."""
    if _acts(release) != acts:
        return "something was decided at the desk at this moment; give the signatures again"
    unreleased = Release.objects.filter(pk=release.pk, released=None)
    if unreleased.update(released=at, released_size=size):
        about = {"number": str(release.number), "sha256": release.sha256, "size": str(size)}
        note(log, release.mission_id, What.RELEASED, COMPUTER, about, written(release))
    return ""


def signatures_shown(release: Release) -> list[Cosignature]:
    """The signatures of a release: those it was released with, or those that count so far."""
    if release.released is None:
        return signers_of(release)
    before = release.signatures.filter(at__lte=release.released).select_related("key").order_by("pk")
    return [one for one in before if one.key.revoked is None or one.key.revoked > release.released]


def note_of(release: Release) -> bytes:
    """The record's signatures as `scrutator quickcount check-release` reads them, beside the record."""
    lines = "".join(one.line for one in signatures_shown(release))
    return f"{release_text(bytes(release.record))}\n{lines}".encode()
