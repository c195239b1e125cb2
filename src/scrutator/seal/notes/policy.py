"""Policies (c2sp.org/tlog-policy): which logs a reader accepts, and which witnesses make a quorum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutator.seal.notes.note import Note, Verified, VerifierKey, parse_key, verify_note
from scrutator.seal.refusals import Refusal

LONGEST_POLICY = 65_536
MOST_NAMES = 256
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True)
class Group:
    """A name for some witnesses and groups of which `threshold` must agree."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """The logs, the witnesses and groups by name, and the name that must agree; None: no witness need."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, Group]
    quorum: str | None


def parse_policy(data: bytes) -> Policy:
    """Read a policy; refused wherever the specification says it must be.

    Comments are whole lines. A name is defined once and before it is used, and is a member at most once over
    all groups; no two logs and no two witnesses have the same key bytes; there is exactly one quorum line.
    """
    if len(data) > LONGEST_POLICY or any(byte < 0x20 and byte not in (0x09, 0x0A) for byte in data):
        raise Refusal("malformed_policy", "it is too long, or holds control characters")
    try:
        lines = [line.split() for line in data.decode("utf-8").split("\n")]
    except UnicodeDecodeError:
        raise Refusal("malformed_policy", "it is not UTF-8") from None
    logs: list[VerifierKey] = []
    witnesses: dict[str, VerifierKey] = {}
    groups: dict[str, Group] = {}
    quorums: list[str | None] = []
    for number, words in enumerate(lines, 1):
        if not words or words[0].startswith("#"):
            continue
        where = f"line {number}"
        if words[0] == "log" and len(words) in (2, 3):
            logs.append(_fresh_key(words[1], logs, where))
        elif words[0] == "witness" and len(words) in (3, 4):
            _demand_free(words[1], witnesses, groups, where)
            witnesses[words[1]] = _fresh_key(words[2], witnesses.values(), where)
        elif words[0] == "group" and len(words) > 3:
            _demand_free(words[1], witnesses, groups, where)
            groups[words[1]] = _group(words[2], words[3:], witnesses, groups, where)
        elif words[0] == "quorum" and len(words) == 2:
            quorums.append(_quorum(words[1], witnesses, groups, where))
        else:
            raise Refusal("malformed_policy", f"{where} is no line of a policy")
    if len(quorums) != 1:
        raise Refusal("malformed_policy", f"it has {len(quorums)} quorum lines, and needs one")
    return Policy(tuple(logs), witnesses, groups, quorums[0])


def _fresh_key(text: str, known: Iterable[VerifierKey], where: str) -> VerifierKey:
    key = parse_key(text)
    if key.public in {other.public for other in known}:
        raise Refusal("malformed_policy", f"{where}: the key stands in an earlier line")
    return key


def _demand_free(
    name: str, witnesses: Mapping[str, VerifierKey], groups: Mapping[str, Group], where: str
) -> None:
    if name == "none" or name in witnesses or name in groups or len(witnesses) + len(groups) >= MOST_NAMES:
        raise Refusal("malformed_policy", f"{where}: the name {name} is taken, reserved, or one too many")


def _group(
    rule: str,
    members: list[str],
    witnesses: Mapping[str, VerifierKey],
    groups: Mapping[str, Group],
    where: str,
) -> Group:
    used = {member for group in groups.values() for member in group.members}
    for place, member in enumerate(members):
        if member not in witnesses and member not in groups:
            raise Refusal("malformed_policy", f"{where}: {member} is not defined above")
        if member in used or member in members[:place]:
            raise Refusal("malformed_policy", f"{where}: {member} is a member already")
    if rule in ("any", "all"):
        return Group(1 if rule == "any" else len(members), tuple(members))
    if not _NUMBER.fullmatch(rule) or int(rule) > len(members):
        raise Refusal("malformed_policy", f"{where}: {rule} of {len(members)} is no threshold")
    return Group(int(rule), tuple(members))


def _quorum(
    name: str, witnesses: Mapping[str, VerifierKey], groups: Mapping[str, Group], where: str
) -> str | None:
    if name != "none" and name not in witnesses and name not in groups:
        raise Refusal("malformed_policy", f"{where}: {name} is not defined above")
    return None if name == "none" else name


def agrees(policy: Policy, cosigned: Iterable[str]) -> bool:
    """Whether these witnesses, by their names in the policy, make the quorum."""
    agreeing = set(cosigned) & set(policy.witnesses)
    for name, group in policy.groups.items():  # members stand above their group
        if len(agreeing & set(group.members)) >= group.threshold:
            agreeing.add(name)
    return policy.quorum is None or policy.quorum in agreeing


def quorum_time(policy: Policy, note: Note) -> int | None:
    """When the quorum was reached by the cosignatures of a checkpoint, in POSIX seconds; nothing if it was
    not, or if the policy asks for no witness. Refused: a wrong signature by one of its witnesses."""
    times = sorted((one.time or 0, name) for name, one in cosigners(policy, note).items())
    for place, (time, _) in enumerate(times, 1):
        if policy.quorum is not None and agrees(policy, [name for _, name in times[:place]]):
            return time
    return None


def cosigners(policy: Policy, note: Note) -> dict[str, Verified]:
    """The witnesses of the policy that have cosigned, by their names in it."""
    names = {key: name for name, key in policy.witnesses.items()}
    if not names:
        return {}
    try:
        return {names[one.key]: one for one in verify_note(note, names)}
    except Refusal as refusal:
        if refusal.name != "no_known_signature":
            raise
        return {}
