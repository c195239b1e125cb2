"""A copy of a server in one file under a passphrase, and a server made from it.

A tar of the folder (SQLite copied by its own backup, so that a running server can be copied), in pieces of
1 MiB, each sealed with ChaCha20-Poly1305 under a key that scrypt makes of the passphrase. The number of a
piece is its nonce and the last one says so: pieces cannot be left out, doubled, swapped or cut off.
"""

import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from scrutator.errors import ScrutatorError
from scrutator.web.upkeep.postgres import dump, on_postgres

MAGIC = b"scrutator backup 1\n"
SALT, PIECE, TAG = 16, 2**20, 16
SHORTEST = 12  # characters of a passphrase
LEFT_OUT = {"lock", "lock.beside", "uploads", "own"}  # visitors' files are deleted after a day, in copies too
DATABASES = ("mission.sqlite3", "identities.sqlite3")


def back_up(folder: Path, output: Path, passphrase: str) -> int:
    """Write the copy, whole or not at all; its bytes. Raises D67 for a short passphrase, X04."""
    if len(passphrase) < SHORTEST:
        raise ScrutatorError("D67", f"a passphrase has at least {SHORTEST} characters")
    salt = os.urandom(SALT)
    partial = output.with_name(f"{output.name}.part")
    try:
        with tempfile.TemporaryFile(dir=output.parent) as plain, _closed_to_others(partial) as out:
            _pack(folder, plain)
            plain.seek(0)
            out.write(MAGIC + salt)
            _seal(plain, out, ChaCha20Poly1305(_key(passphrase, salt)))
            out.flush()
            os.fsync(out.fileno())
        os.link(partial, output)
    except OSError as error:
        raise ScrutatorError("X04", f"{output}: {error.strerror}", where=str(output)) from None
    finally:
        partial.unlink(missing_ok=True)
    return output.stat().st_size


def _closed_to_others(path: Path) -> IO[bytes]:
    """A new file that its owner alone reads: others would guess at the passphrase."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _key(passphrase: str, salt: bytes) -> bytes:
    text = passphrase.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=2**17, r=8, p=1, maxmem=132 * 2**17 * 8, dklen=32)


def _pack(folder: Path, out: IO[bytes]) -> None:
    """The folder and the databases. Those on PostgreSQL are copied first: photos are older than what names
    them, so that none can be missing."""
    with tarfile.open(fileobj=out, mode="w") as tar:
        _add_dumps(tar)
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and name.parts[0] not in LEFT_OUT and not _is_database(path):
                tar.add(path, str(name), recursive=False)
        for database in DATABASES:
            if (folder / database).is_file():
                content = _copied(folder / database)
                member = tarfile.TarInfo(database)
                member.size, member.mode = len(content), 0o600
                tar.addfile(member, io.BytesIO(content))


def _is_database(path: Path) -> bool:
    return "sqlite3" in path.name or path.suffix == ".pgdump"


def _add_dumps(tar: tarfile.TarFile) -> None:
    for name, made in on_postgres().items():
        with tempfile.TemporaryDirectory() as place:
            dump(made, Path(place) / name)
            tar.add(Path(place) / name, name)


def _copied(path: Path) -> bytes:
    """A database as it is at one moment, even while others write."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        source, target = sqlite3.connect(f"file:{path}?mode=ro", uri=True), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        return copy.read_bytes()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _seal(plain: IO[bytes], out: IO[bytes], cipher: ChaCha20Poly1305) -> None:
    piece, number = plain.read(PIECE), 0
    while True:
        following = plain.read(PIECE)
        out.write(cipher.encrypt(_nonce(number, not following), piece, MAGIC))
        if not following:
            return
        piece, number = following, number + 1


def restore(source: Path, folder: Path, passphrase: str) -> int:
    """Make the folder of a server from its copy; how many files. Raises D67 for another passphrase or a copy
    that was changed or cut off, X04 when the folder is there already; nothing is left then."""
    try:
        data = source.open("rb")
    except OSError as error:
        raise ScrutatorError("X01", f"{source}: {error.strerror}", where=str(source)) from None
    with data, tempfile.TemporaryFile() as plain:
        for piece in _opened(data, passphrase):
            plain.write(piece)
        plain.seek(0)
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise ScrutatorError("X04", f"{folder}: {error.strerror}", where=str(folder)) from None
        with tarfile.open(fileobj=plain) as tar:
            tar.extractall(folder, filter="data")
            from scrutator.web.folder import mark_restored  # only a server has Django

            mark_restored(folder)
            for name in ("secrets", *(f"secrets/{one.name}" for one in (folder / "secrets").iterdir())):
                (folder / name).chmod(0o700 if name == "secrets" else 0o600)
            _end_sessions(folder)
            return len(tar.getnames())


def _end_sessions(folder: Path) -> None:
    """Sessions of the copy are no sessions of the new server: one that was ended since would be open again.
    They are signed with this secret, on either database."""
    (folder / "secrets" / "django").write_bytes(os.urandom(32))


def _opened(data: IO[bytes], passphrase: str) -> Iterator[bytes]:
    head = data.read(len(MAGIC) + SALT)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + SALT:
        raise ScrutatorError("D67", "the file is no backup of a server")
    cipher, number = ChaCha20Poly1305(_key(passphrase, head[len(MAGIC) :])), 0
    piece = data.read(PIECE + TAG)
    while True:
        following = data.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, MAGIC)
        except InvalidTag:
            raise ScrutatorError("D67", "the passphrase is another one, or the copy was changed") from None
        if not following:
            return
        piece, number = following, number + 1
