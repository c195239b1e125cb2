"""A bundle that is being checked, and what its reader brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scrutator.seal.keys.root import MOST_VERSIONS, Root, read_chain
from scrutator.seal.log import merkle, records
from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.log.records import Entry
from scrutator.seal.notes.note import PLAIN, Note, VerifierKey, parse_key, parse_note
from scrutator.seal.notes.policy import Policy
from scrutator.seal.refusals import Refusal


@dataclass(frozen=True)
class Rebuilt:
    """What rebuilding found: where the bundle differs from what its case gives, in words, and which of the
    attested findings were rebuilt all the same, from files outside the bundle."""

    differences: tuple[str, ...] = ()
    backed: frozenset[str] = frozenset()


Rebuild = Callable[[Mapping[str, bytes]], Rebuilt]
"""Rebuild the publication from the bundle's own case. Raises `NotRebuilt` when it cannot be done here."""


class NotDone(Exception):  # noqa: N818 (not an error)
    """A check that does not apply to this bundle, or for which the reader supplied nothing."""


class NotRebuilt(NotDone):
    """The publication could not be rebuilt: `word` names why (another release, a limit, not installed)."""

    def __init__(self, word: str, reason: str) -> None:
        self.word = word
        super().__init__(reason)


@dataclass(frozen=True)
class Question:
    """What the reader brings: a key or the fingerprint of a root document, a remembered checkpoint and the
    texts of the log's earlier ones, witnesses, a way to rebuild, and whether to rebuild what a signer who is
    not known has written; root documents and notices seen before, and the day it is; openings of fields
    that the signer gave to this reader alone."""

    key: VerifierKey | None = None
    root: str | None = None
    known: tuple[Root, ...] = ()
    notices: tuple[bytes, ...] = ()
    history: frozenset[str] = frozenset()
    today: date | None = None
    remembered: Checkpoint | None = None
    witnesses: tuple[VerifierKey, ...] = ()
    threshold: int = 0
    policy: Policy | None = None
    cosigned: bytes | None = None
    rebuild: Rebuild | None = None
    rebuild_untrusted: bool = False
    openings: bytes | None = None

    @property
    def pinned(self) -> bool:
        """Whether the reader says by key or by root document whose bundle this must be."""
        return self.key is not None or self.root is not None

    @cached_property
    def cosigned_note(self) -> Note | None:
        """The cosigned checkpoint the reader brings beside the bundle's own."""
        return parse_note(self.cosigned) if self.cosigned is not None else None


class Opened:
    """The members of a bundle and what they say, each part read once and only when a check needs it."""

    def __init__(self, members: Mapping[str, memoryview]) -> None:
        self.members = members
        self.backed: frozenset[str] = frozenset()
        """The attested findings that C13 has rebuilt from files outside the bundle."""

    def member(self, name: str) -> bytes:
        """The bytes of a member that every bundle has."""
        if name not in self.members:
            raise Refusal("missing_member", name)
        return bytes(self.members[name])

    @property
    def unsigned(self) -> bool:
        """Whether the bundle has no log at all, so that no one can have signed it."""
        return not any(name.startswith("log/") for name in self.members)

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """The signed checkpoint; its signature is C4's matter."""
        return parse_checkpoint(self.member(records.CHECKPOINT))

    @cached_property
    def key(self) -> VerifierKey:
        """The key the bundle names as its signer's."""
        text = self.member(records.KEY).decode("utf-8", "replace")
        key = parse_key(text.removesuffix("\n"))
        if key.kind != PLAIN or not text.endswith("\n"):
            raise Refusal("malformed_key", "log/key is not one line with a log's key")
        return key

    @cached_property
    def entries(self) -> list[Entry]:
        """The records of the log."""
        return records.parse_entries(self.member(records.ENTRIES))

    @cached_property
    def leaf_hashes(self) -> list[bytes]:
        """The hashes of the records, in the order of the log."""
        return [merkle.leaf_hash(entry.leaf) for entry in self.entries]

    @cached_property
    def levels(self) -> merkle.Levels:
        """All nodes of the tree over the records."""
        return merkle.build_levels(self.leaf_hashes)

    @cached_property
    def chain(self) -> tuple[Root, ...]:
        """The root documents in the bundle, verified one by the other; none when it holds none."""
        names = {name for name in self.members if name.startswith(records.ROOTS)}
        wanted = [records.root_name(number) for number in range(1, min(len(names), MOST_VERSIONS) + 1)]
        if names != set(wanted):
            raise Refusal("broken_root", f"below {records.ROOTS} there are more than versions 1, 2, 3, …")
        return read_chain([self.member(name) for name in wanted]) if names else ()
