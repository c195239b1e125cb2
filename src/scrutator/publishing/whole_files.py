"""Files that are there whole or not at all, and one writer at a time."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scrutator.errors import ScrutatorError


def replace_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put these bytes in the file's place in one step: a reader sees the old file or the new one, also when
    the disk is full or the program is interrupted. `mode`, less the user's mask, is that of a new file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}")
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            name.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file the user named, over an existing one: whole, or not at all."""
    if path.exists() and not path.is_file():  # a folder, or a device such as /dev/stdout
        try:
            path.write_bytes(data)
        except OSError as error:
            raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None
        return
    target = path.resolve()  # a link stays one
    if not target.parent.is_dir():
        raise ScrutatorError("X04", f"{path}: there is no folder {target.parent}", where=str(path))
    replace_whole(target, data, mode=0o666)


def must_be_new(path: Path) -> None:
    """Raise X04 when something has this name already: what a command makes replaces nothing."""
    if path.exists() or path.is_symlink():
        raise ScrutatorError("X04", f"{path} is already there", where=str(path))


def write_new(path: Path, data: bytes) -> None:
    """Write a file the user named, never over another: whole, or not at all. Raises X04."""
    must_be_new(path)
    write_bytes(path, data)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths within a folder, which is made where it is missing. Raises X04."""
    for name, data in files.items():
        replace_whole(folder / name, data, mode=0o666)


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
