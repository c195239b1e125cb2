"""The manifest: one line `<sha256>  <name>` for each member, as `sha256sum -c` reads it.

It lists every member but itself and those that can only be written after it, because they commit
to it: the file of records, the checkpoint and the proofs. Those are bound by the signed root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from scrutator.seal.log.records import CHECKPOINT, ENTRIES, MANIFEST, PROOFS
from scrutator.seal.refusals import Refusal

Bytes = bytes | memoryview
_KNOWN = re.compile(
    r"log/(?:key|checkpoint|entries\.jsonl|openings\.json|(?:history|proofs)/.*)|keys/[1-9][0-9]*\.root"
)
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


def is_listed(name: str) -> bool:
    """Whether the manifest lists a member of this name."""
    return name not in (MANIFEST, ENTRIES, CHECKPOINT) and not name.startswith(PROOFS)


def manifest_bytes(members: Mapping[str, Bytes]) -> bytes:
    """The manifest of these members, sorted by name."""
    lines = [f"{sha256(members[name]).hexdigest()}  {name}\n" for name in sorted(members) if is_listed(name)]
    return "".join(lines).encode()


def check_known(names: Iterable[str]) -> None:
    """Refuse a member below `log/` or `keys/` that no part of this format names."""
    for name in names:
        if name.startswith(("log/", "keys/")) and not _KNOWN.fullmatch(name):
            raise Refusal("manifest_mismatch", f"{name} is no member of a bundle")


def check_manifest(data: bytes, members: Mapping[str, Bytes]) -> int:
    """How many members the manifest covers; refused if one is missing, extra or different."""
    listed = _parse(data)
    present = {name for name in members if is_listed(name)}
    if missing := sorted(set(listed) - present):
        raise Refusal("manifest_mismatch", f"listed but not there: {', '.join(missing[:5])}")
    if extra := sorted(present - set(listed)):
        raise Refusal("manifest_mismatch", f"there but not listed: {', '.join(extra[:5])}")
    wrong = [name for name, digest in listed.items() if sha256(members[name]).hexdigest() != digest]
    if wrong:
        raise Refusal("manifest_mismatch", f"changed: {', '.join(sorted(wrong)[:5])}")
    return len(listed)


def _parse(data: bytes) -> dict[str, str]:
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise Refusal("malformed_manifest", "it is not ASCII") from None
    matches = [_LINE.fullmatch(line) for line in text.split("\n")[:-1]]
    listed = {match[2]: match[1] for match in matches if match}
    names = [match[2] for match in matches if match]
    if not text.endswith("\n") or len(names) != len(matches) or names != sorted(listed):
        raise Refusal("malformed_manifest", "its lines are not sorted pairs of hash and name")
    return listed
