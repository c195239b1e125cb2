"""Verifying with a memory: what the reader named once is known the next time, what they saw is not unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scrutator.publishing.memory import Memory, recall, remember, with_bundle, with_notices
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
    passed. The memory speaks only when the reader gives no key: a key is an answer of its own."""
    data = _loaded(path)
    bundle = _opened(data) if data is not None else None
    mission = bundle.key.name if bundle is not None else ""
    memory = recall(folder, mission) if bundle is not None and asked.key is None else Memory()
    root = parse_fingerprint(asked.root) if asked.root else (memory.root or None)
    seen = memory.logs.get(bundle.checkpoint.origin) if bundle is not None else None
    known = memory.chain if root is not None else ()
    held = tuple(text.encode() for text in memory.notices) if root is not None else ()
    remembered = asked.remembered
    if remembered is None and seen is not None and root is not None:
        remembered = seen.checkpoint.encode()
    report = verify_bundle(
        path if data is None else data,
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
    if bundle is not None and root is not None:
        if report.word in GOOD:
            remember(folder, mission, with_bundle(memory, bundle, root, asked.notices))
        elif report.word is Word.WITHDRAWN:
            remember(folder, mission, replace(with_notices(memory, asked.notices), root=memory.root or root))
    return report


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
