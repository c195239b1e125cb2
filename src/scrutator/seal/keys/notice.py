"""A notice: the mission withdraws a publication, in a small file that readers pass on.

A signed note, signed by the threshold of the role `root` of the mission's newest root document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scrutator.seal.keys.root import Part, Root, signers
from scrutator.seal.notes.note import parse_note
from scrutator.seal.refusals import Refusal

FORMAT = "scrutator-notice/v1"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Notice:
    """What is withdrawn: a publication, by the SHA-256 of its manifest; when and why."""

    mission: str
    withdraws: str
    day: date
    reason: str


def notice_text(notice: Notice) -> str:
    """The text that is signed."""
    return (
        f"{FORMAT}\nmission {notice.mission}\nwithdraws {notice.withdraws}\n"
        f"date {notice.day}\nreason {notice.reason}\n"
    )


def read_notice(data: bytes, root: Root) -> Notice:
    """The notice, when enough keys of this root document have signed it; refused otherwise."""
    note = parse_note(data)
    found = re.fullmatch(
        rf"{FORMAT}\nmission (\S+)\nwithdraws ([0-9a-f]{{64}})\ndate (\d{{4}}-\d\d-\d\d)\n"
        rf"reason ([^\n]{{1,{LONGEST_REASON}}})\n",
        note.text,
    )
    if found is None:
        raise Refusal("malformed_notice", "its lines are not those of a notice")
    try:
        notice = Notice(found[1], found[2], date.fromisoformat(found[3]), found[4])
    except ValueError:
        raise Refusal("malformed_notice", f"{found[3]} is not a day") from None
    if notice.mission != root.mission:
        raise Refusal("malformed_notice", f"it is of {notice.mission}, not of {root.mission}")
    count, needed = signers(note, root.roles[Part.ROOT]), root.roles[Part.ROOT].threshold
    if count < needed:
        raise Refusal("malformed_notice", f"{count} of the {needed} signatures needed")
    return notice
