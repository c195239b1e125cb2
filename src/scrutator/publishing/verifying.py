"""Verifying with a memory: what the reader named once is known the next time, what they saw is not unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.publishing.memory import (
    Memory,
    memory_path,
    recall,
    remember,
    with_bundle,
    with_notices,
)
from scrutator.publishing.whole_files import locked
from scrutator.seal.bundle import archive
from scrutator.seal.keys.root import parse_fingerprint
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Opened, Rebuild
from scrutator.seal.verifier.report import Report, Word
from scrutator.seal.verifier.verify import verify_bundle

GOOD = (Word.VERIFIED, Word.NOT_REBUILT, Word.PARTLY_REBUILT)


@dataclass(frozen=True)
class Asked:
    """What a reader brings to one verification; see `verify_bundle`."""

    key: str | None = None
    root: str | None = None
    notices: tuple[bytes, ...] = ()
    remembered: bytes | None = None
    witnesses: Sequence[str] = ()
    threshold: int | None = None
    policy: bytes | None = None
    cosigned: bytes | None = None
    rebuild: Rebuild | None = None
    rebuild_untrusted: bool = False
    openings: bytes | None = None


def verify_and_remember(path: Path, asked: Asked, folder: Path, today: date) -> Report:
    """Verify a bundle with what the reader brings and remembers of the mission it names, and remember what
    passed.

    What is remembered of a mission whose root document the reader named once always speaks. A reader who
    has only ever given a key has a memory of what this key signed, and none of what another did."""
    data = _loaded(path)
    bundle = _opened(data) if data is not None else None
    if bundle is None:
        return _verified(path if data is None else data, asked, Memory(), None, None, today)
    while True:
        subject, memory, root = _recalled(folder, asked, bundle)
        report = _verified(data or b"", asked, memory, root, bundle, today)
        after = _after(memory, report, bundle, root, asked)
        if after is None or after == memory:
            return report
        try:
            with locked(memory_path(folder, subject), wait=True):
                # Another verification may have ended meanwhile: then this one has to know what that one saw.
                if _recalled(folder, asked, bundle) == (subject, memory, root):
                    remember(folder, subject, after)
                    return report
        except ScrutatorError as error:
            return replace(report, remark=f"{report.remark} It is not remembered: {error.what}.".strip())


def _recalled(folder: Path, asked: Asked, bundle: Opened) -> tuple[str, Memory, str | None]:
    """Of whom there is a memory, what it holds, and the root document's fingerprint that counts."""
    mission = recall(folder, bundle.key.name)
    root = parse_fingerprint(asked.root) if asked.root else (mission.root or None)
    if asked.key is None or root is not None:
        return bundle.key.name, mission, root
    subject = f"key {asked.key}"
    return subject, recall(folder, subject), None


def _verified(
    data: bytes | Path, asked: Asked, memory: Memory, root: str | None, bundle: Opened | None, today: date
) -> Report:
    pinned = root is not None or asked.key is not None
    seen = memory.logs.get(bundle.checkpoint.origin) if bundle is not None and pinned else None
    known = memory.chain if root is not None else ()
    held = tuple(text.encode() for text in memory.notices) if root is not None else ()
    remembered = asked.remembered
    if remembered is None and seen is not None:
        remembered = seen.checkpoint.encode()
    return verify_bundle(
        data,
        key=asked.key,
        root=root,
        known_roots=[text.encode() for text in known],
        notices=(*held, *(each for each in asked.notices if each not in held)),
        history=seen.history if seen is not None else (),
        today=today,
        rebuild=asked.rebuild,
        rebuild_untrusted=asked.rebuild_untrusted,
        remembered=remembered,
        witnesses=asked.witnesses,
        threshold=asked.threshold,
        policy=asked.policy,
        cosigned=asked.cosigned,
        openings=asked.openings,
    )


def _after(memory: Memory, report: Report, bundle: Opened, root: str | None, asked: Asked) -> Memory | None:
    """What is remembered after this verification; None when nothing may be."""
    if root is None and asked.key is None:
        return None
    notices = asked.notices if root is not None else ()
    if report.word in GOOD:
        return with_bundle(memory, bundle, root or "", notices)
    if report.word is Word.WITHDRAWN and root is not None:
        return replace(with_notices(memory, notices), root=memory.root or root)
    return None


def _loaded(path: Path) -> bytes | None:
    """The bytes of a file that is small enough to be a bundle; of another the verifier says what is wrong."""
    try:
        return path.read_bytes() if path.stat().st_size <= archive.LARGEST_BUNDLE else None
    except OSError:
        return None


def _opened(data: bytes) -> Opened | None:
    """The bundle, when it can be read so far that it names a mission and a log."""
    try:
        bundle = Opened(archive.read(data))
        _ = (bundle.key, bundle.checkpoint)
    except Refusal:
        return None
    return bundle
