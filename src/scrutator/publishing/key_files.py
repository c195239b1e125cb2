"""Secret key files, and how the seal's refusals become errors a person can fix."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.seal.keys.sign import SecretKey
    from scrutator.seal.notes.note import VerifierKey


@contextmanager
def refusals_mapped(code: str, where: str) -> Iterator[None]:
    """Turn a refusal of the seal into the catalogue's error with this code."""
    from scrutator.seal.refusals import NAMES, Refusal

    try:
        yield
    except Refusal as refusal:
        what = f"{NAMES[refusal.name]}: {refusal.what} [{refusal.name}]"
        raise ScrutatorError(code, what, where=where) from None


LARGEST_FILE = 2**30
"""Bytes of a file that a user names: as many as a bundle may have."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file the user named. Raises X01 for what is no plain file, which may never end, and for
    one that is larger than any that is of use here."""
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            raise ScrutatorError("X01", f"{path} is not a plain file", where=str(path))
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1) if found.st_size <= LARGEST_FILE else b""
    except OSError as error:
        raise ScrutatorError("X01", f"{path}: {error.strerror}", where=str(path)) from None
    if max(found.st_size, len(data)) > LARGEST_FILE:
        raise ScrutatorError("X01", f"{path} is larger than {LARGEST_FILE:,} bytes", where=str(path))
    return data


def demand_file(path: Path) -> None:
    """Raise X01 unless there is such a file."""
    if not path.is_file():
        raise ScrutatorError("X01", f"there is no file {path}", where=str(path))


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


def read_secret_key(path: Path, ask: Callable[[], str] | None = None) -> "SecretKey":
    """The secret key of a file; refused while other users of the machine can read it. `ask` is asked for the
    passphrase when the file is under one."""
    from scrutator.seal.keys.encrypted import is_encrypted
    from scrutator.seal.keys.sign import read_key

    data = _read_private(path)
    passphrase = ask() if ask is not None and is_encrypted(data) else None
    with refusals_mapped("Z01", str(path)):
        return read_key(data, passphrase)


def read_public_key(path: Path) -> "VerifierKey":
    """The public key that a key file states, without opening it."""
    from scrutator.seal.keys.sign import stated_key

    with refusals_mapped("Z01", str(path)):
        return stated_key(_read_private(path))


def _read_private(path: Path) -> bytes:
    data = read_bytes(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ScrutatorError("Z02", f"{path} is open to other users", where=str(path))
    return data


def back_up(path: Path, copy: Path, ask: Callable[[], str] | None = None) -> "VerifierKey":
    """Copy a key file, and prove that the copy can be read: it is opened again and signs like the first.

    The proof is a signature by the copy over the hash of the file, checked against the public key of the
    first. Raises X04 when the copy exists, Z01 when either cannot be opened."""
    from hashlib import sha256

    from scrutator.seal.notes.ed25519 import is_valid

    key = read_secret_key(path, ask).key
    write_secret(copy, read_bytes(path))
    message = sha256(copy.read_bytes()).digest()
    if not is_valid(key.public, message, read_secret_key(copy, ask).sign(message)):
        raise ScrutatorError("Z01", f"{copy} does not hold the same key", where=str(copy))
    return key
