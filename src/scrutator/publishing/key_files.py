"""Secret key files, and how the seal's refusals become errors a person can fix."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.seal.keys.sign import SecretKey


@contextmanager
def refusals_mapped(code: str, where: str) -> Iterator[None]:
    """Turn a refusal of the seal into the catalogue's error with this code."""
    from scrutator.seal.refusals import NAMES, Refusal

    try:
        yield
    except Refusal as refusal:
        what = f"{NAMES[refusal.name]}: {refusal.what} [{refusal.name}]"
        raise ScrutatorError(code, what, where=where) from None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScrutatorError("X01", f"{path}: {error.strerror}", where=str(path)) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file the user named, over an existing one."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None


def read_state(path: Path | None) -> bytes | None:
    """The checkpoint that a state file remembers; nothing if there is no such file yet."""
    return read_bytes(path) if path is not None and path.exists() else None


def write_secret(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read; never over an existing one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def read_secret_key(path: Path) -> "SecretKey":
    """The secret key of a file; refused while other users of the machine can read it."""
    from scrutator.seal.keys.sign import read_key

    data = read_bytes(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ScrutatorError("Z02", f"{path} is open to other users", where=str(path))
    with refusals_mapped("Z01", str(path)):
        return read_key(data)
