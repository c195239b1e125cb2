"""The position of a log that another paper states for its moment: a size, its checkpoint, the log's key."""

from __future__ import annotations

from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal


def signed_checkpoint(checkpoint: bytes, key: str) -> Checkpoint:
    """The checkpoint, once its signature was verified. Refuses one that this key did not sign, or of another
    log than the one that the key is named after."""
    found, by = parse_checkpoint(checkpoint), parse_key(key)
    verify_note(found.note, [by])
    if found.origin != by.name:
        raise Refusal("malformed_checkpoint", f"its origin is {found.origin}, and its key is {by.name}")
    return found


def held_position(size: int, checkpoint: bytes, key: str) -> Checkpoint:
    """Answer: did the log with this key sign a checkpoint of exactly this size? Refuses what it did not.

    That the key is the mission's own, and that the log went on from there, is for others to say.
    """
    found = signed_checkpoint(checkpoint, key)
    if found.size != size:
        raise Refusal("malformed_checkpoint", f"it is of {found.size} entries, and {size} are stated")
    return found
