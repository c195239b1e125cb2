"""Files that are there whole or not at all, and one writer at a time."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrutator.errors import ScrutatorError


def replace_whole(path: Path, data: bytes) -> None:
    """Put these bytes in the file's place in one step: a reader sees the old file or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None


@contextmanager
def locked(path: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the file's lock (`<file>.lock` beside it) while inside; the system frees it when the process ends.

    Raises X04 at once when another process holds it, unless it is to `wait` for that. Without effect where
    the system has no such locks.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    lock = path.with_name(path.name + ".lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    except OSError as error:
        raise ScrutatorError("X04", f"{lock}: {error.strerror}", where=str(lock)) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            remedy = "Wait until the other command has ended, and repeat this one."
            raise ScrutatorError("X04", f"{path} is in use", where=str(path), remedy=remedy) from None
        yield
