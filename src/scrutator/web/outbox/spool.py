"""The folders between desk and gateway: one sender at a time, and files that come out whole and once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OUT, STAGED, LOCK = "out", "staged", ".sending"


@contextmanager
def one_sender(directory: Path) -> Iterator[None]:
    """Both folders are there, and no other process hands over meanwhile; it waits for one that does."""
    for name in (OUT, STAGED):
        (directory / name).mkdir(parents=True, exist_ok=True)
    with (directory / STAGED / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def staged(directory: Path, file: str) -> Path:
    """Where a file is made."""
    return directory / STAGED / file


def move_out(directory: Path, file: str, name: str = "") -> None:
    """Give the file to the gateway, as `name`, if it is still staged: else it was given before a cut."""
    with suppress(FileNotFoundError):
        staged(directory, file).rename(directory / OUT / (name or file))
    sync(directory / OUT)


def sync(folder: Path) -> None:
    """What was named in the folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
