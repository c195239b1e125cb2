"""Making the next version of a root document from what a person asks for, and a notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import refusals_mapped
from scrutator.seal.bundle import archive
from scrutator.seal.keys.notice import LONGEST_REASON, Notice, notice_text
from scrutator.seal.keys.root import DatedKey, Part, Revocation, Role, Root, Why, demand_sound
from scrutator.seal.log import records
from scrutator.seal.notes.note import VerifierKey, parse_key
from scrutator.seal.verifier.opened import Opened


@dataclass(frozen=True)
class Change:
    """What is asked for: keys of a role (none: they stay as they are), thresholds (None: as they are, or all
    of the new keys), the day of issue (empty: today) and the last day of validity; `valid`, the days on which
    a key may be used, as `KEYID=FROM..UNTIL`, either day left out for no limit."""

    root_keys: Sequence[str]
    root_threshold: int | None
    log_keys: Sequence[str]
    approvers: Sequence[str]
    approve_threshold: int | None
    issued: str
    expires: str
    valid: Sequence[str] = ()


def first_version(mission: str, change: Change) -> Root:
    """Version 1. Raises Z07 when it would contradict itself."""
    keys, roles = _keys_and_roles({}, change, "")
    return _sound(Root(mission, 1, "", *_days(change), with_days(keys, change.valid), roles))


def next_version(before: Root, change: Change, gone: Revocation | None = None) -> Root:
    """The version after `before`, without the key of the revocation."""
    keys, roles = _keys_and_roles(before.roles, change, gone.key_id if gone else "")
    dated = tuple(next((old for old in before.keys if old.key == new.key), new) for new in keys)
    revoked = (*before.revoked, gone) if gone else before.revoked
    following = before.version + 1, before.fingerprint
    keys = with_days(dated, change.valid)
    return _sound(Root(before.mission, *following, *_days(change), keys, roles, revoked))


def with_days(keys: Sequence[DatedKey], valid: Sequence[str]) -> tuple[DatedKey, ...]:
    """The keys with the days on which they may be used. Raises X03 for an id that is none of theirs, or
    given twice, and for days that are none or out of order."""
    by_id = {dated.key.key_id.hex(): dated for dated in keys}
    given: set[str] = set()
    for text in valid:
        key_id, _, days = text.partition("=")
        first, dots, last = days.partition("..")
        if key_id not in by_id or key_id in given or not dots:
            known = ", ".join(f"{name} ({dated.key.name})" for name, dated in by_id.items())
            remedy = f"Write KEYID=FROM..UNTIL, each key once. Its keys: {known}."
            raise ScrutatorError("X03", f"'{text}' gives no key its days", where="--valid", remedy=remedy)
        begin, end = (_day(day) if day else None for day in (first, last))
        if begin and end and end < begin:
            raise ScrutatorError("X03", f"{end} is before {begin}", where="--valid", remedy="Swap them.")
        given.add(key_id)
        by_id[key_id] = DatedKey(by_id[key_id].key, begin, end)
    return tuple(by_id.values())


def revocation(before: Root, key_id: str, since: str, why: str) -> Revocation:
    """The revocation of a key. Raises Z07 when there is none of that id, X03 for a wrong word."""
    if key_id not in {dated.key.key_id.hex() for dated in before.keys}:
        known = ", ".join(f"{dated.key.key_id.hex()} ({dated.key.name})" for dated in before.keys)
        what = f"version {before.version} has no key {key_id}"
        raise ScrutatorError("Z07", what, remedy=f"Its keys: {known}.")
    if why not in list(Why):
        raise ScrutatorError("X03", f"a key is not revoked for '{why}'", remedy="Write compromised or lost.")
    return Revocation(key_id, _day(since), Why(why))


def notice_of(root: Root, bundle: bytes, reason: str, day: str) -> bytes:
    """The text of a notice that withdraws a bundle. Raises X03 for a reason of several or long lines."""
    if not 0 < len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise ScrutatorError("X03", f"a reason is one line of 1 to {LONGEST_REASON} characters")
    with refusals_mapped("Z03", "the bundle"):
        digest = sha256(Opened(archive.read(bundle)).member(records.MANIFEST)).hexdigest()
    return notice_text(Notice(root.mission, digest, _day(day), reason)).encode()


def _keys_and_roles(
    before: Mapping[Part, Role], change: Change, without: str
) -> tuple[tuple[DatedKey, ...], dict[Part, Role]]:
    asked = {
        Part.ROOT: (change.root_keys, change.root_threshold),
        Part.APPROVE: (change.approvers, change.approve_threshold),
        Part.LOG: (change.log_keys, 1),
    }
    roles: dict[Part, Role] = {}
    for part, (texts, threshold) in asked.items():
        old = before.get(part)
        with refusals_mapped("Z07", f"the keys of the role {part}"):
            given = [parse_key(text) for text in texts] or list(old.keys if old else ())
        keys: tuple[VerifierKey, ...] = tuple(key for key in given if key.key_id.hex() != without)
        if keys:
            least = (
                threshold if threshold is not None else (old.threshold if old and not texts else len(keys))
            )
            roles[part] = Role(least, keys)
        elif part is Part.APPROVE and threshold is not None:
            raise ScrutatorError("X03", "--approve-threshold without approvers", remedy="Give --approver.")
    return tuple(DatedKey(key) for role in roles.values() for key in role.keys), roles


def _days(change: Change) -> tuple[date, date]:
    return _day(change.issued), _day(change.expires)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 (a day on a person's calendar)
    except ValueError:
        raise ScrutatorError("X03", f"'{text}' is not a day", remedy="Write it as 2027-01-31.") from None


def _sound(root: Root) -> Root:
    with refusals_mapped("Z07", f"version {root.version}"):
        demand_sound(root)
    return root
