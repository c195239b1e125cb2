"""Attachments on the disk: the sealed original, and a working copy under the server's own key.

Both are named by the hash of the bytes that arrived, and are durable (file and folder) before a report is
written that names them.
"""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.web import at_rest, evidence
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.intake.accept import StoredFile
from scrutator.web.intake.dimensions import refuse_large
from scrutator.web.intake.photos import format_of, working_copy

SECRET = "media"


def keep(name: str, content: bytes, evidence_key: str) -> StoredFile:
    """Put an attachment on the disk. Raises D53 for a format that is not accepted, D64 without a key."""
    kind = format_of(content)
    refuse_large(content, kind)
    copy = working_copy(content, kind)
    public = evidence.parse_public(evidence_key)
    sha256 = hashlib.sha256(content).hexdigest()
    _write_once(_path("originals", sha256), lambda: evidence.seal(content, public))
    if copy is not None:
        key = secret(folder(), SECRET)
        _write_once(_path("copies", sha256), lambda: at_rest.seal(key, copy, sha256))
    return StoredFile(name, sha256, len(content), copy is not None)


def read_copy(sha256: str) -> bytes:
    """The working copy of what had this hash when it arrived."""
    return at_rest.opened(secret(folder(), SECRET), _path("copies", sha256).read_bytes(), sha256)


def forget(sha256: str) -> None:
    """Delete the original and the working copy of what had this hash."""
    for kind in ("originals", "copies"):
        _path(kind, sha256).unlink(missing_ok=True)


def _path(kind: str, sha256: str) -> Path:
    return folder() / "media" / kind / sha256[:2] / sha256


_LASTING: set[Path] = set()
"""Folders that this process knows to be on the disk for good: they were synchronised in theirs."""


def _write_once(path: Path, content: Callable[[], bytes]) -> None:
    """Write the file whole and durably, unless it is there. Raises D59 for a full disk, D57 otherwise."""
    if path.exists():
        return
    partial = path.with_name(f"{path.name}.{os.urandom(6).hex()}")
    try:
        if path.parent not in _LASTING:
            for place in reversed(path.parents[:3]):  # media, its kind, two letters
                place.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
        _sync(path.parent)
        if path.parent not in _LASTING:
            for place in path.parents[1:4]:  # the folder of two letters, its kind, media: each in its own
                _sync(place)
            _LASTING.add(path.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ScrutatorError("D59", "the disk is full; nothing of this was stored") from None
        raise ScrutatorError("D57", "a photo cannot be written now; nothing of this was stored") from None


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
