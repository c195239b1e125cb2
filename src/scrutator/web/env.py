"""The server's settings, from the environment: typed, with defaults for one laptop, secrets from files.

Every variable begins with SCRUTATOR_SERVER_; one that is not known is an error, not a wish.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scrutator.errors import ScrutatorError

PREFIX = "SCRUTATOR_SERVER_"
KNOWN = frozenset(
    [
        "FOLDER",
        "DATABASE",
        "IDENTITIES",
        "DATABASE_PASSWORD_FILE",
        "IDENTITIES_PASSWORD_FILE",
        "HOSTS",
        "HTTPS",
        "URL",
        "DEMO",
        "SECOND_FACTOR",
        "OWN",
        "ROLE",
    ]
)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class ProcessRole(StrEnum):
    """What a process of the server answers: everything, as the first and only one that phones reach; or the
    pages of the desk, beside the first."""

    FIRST = "first"
    DESK = "desk"


@dataclass(frozen=True)
class ServerSettings:
    """What differs from one server to the next.

    `folder` holds databases, media and secrets. `database` and `identities` are empty for SQLite in the
    folder, or postgresql:// addresses, whose passwords the files hold that are named with them ("": none).
    `hosts`: names the server answers to. `https`: whether a proxy in
    front speaks TLS. `url`: the address that phones use, without a slash at the end; empty: as asked.
    `demo`: the mission whose desk anyone on this computer may enter, for a demonstration; else "".
    `second_factor`: whether every account needs one; where it is not said, servers that others reach do.
    `own`: whether visitors may have an election of their own computed; where it is not said, servers without
    https let them. `role`: what this process answers.
    """

    folder: Path
    database: str = ""
    identities: str = ""
    database_password_file: str = ""
    identities_password_file: str = ""
    hosts: tuple[str, ...] = LOCAL_HOSTS
    https: bool = False
    url: str = ""
    demo: str = ""
    second_factor: bool = False
    own: bool = True
    role: ProcessRole = ProcessRole.FIRST


def from_environment(environ: Mapping[str, str]) -> ServerSettings:
    """The settings that these variables give. Raises D58 for one that is unknown or cannot be used."""
    given = {name.removeprefix(PREFIX): text for name, text in environ.items() if name.startswith(PREFIX)}
    for name in sorted(set(given) - KNOWN):
        raise ScrutatorError("D58", f"there is no setting {PREFIX}{name}", remedy=_known(KNOWN))
    hosts = tuple(host.strip() for host in given.get("HOSTS", "").split(",") if host.strip())
    url = given.get("URL", "").rstrip("/")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ScrutatorError("D58", f"{PREFIX}URL is no address that begins with http:// or https://")
    _check_demo(given)
    return ServerSettings(
        folder=Path(given.get("FOLDER", "scrutator-server")).resolve(),
        database=given.get("DATABASE", ""),
        identities=given.get("IDENTITIES", ""),
        database_password_file=given.get("DATABASE_PASSWORD_FILE", ""),
        identities_password_file=given.get("IDENTITIES_PASSWORD_FILE", ""),
        hosts=(*LOCAL_HOSTS, *hosts, *_host_of(url)),
        https=_switch("HTTPS", given.get("HTTPS", "no")),
        url=url,
        demo=given.get("DEMO", ""),
        second_factor=_switch(
            "SECOND_FACTOR", given.get("SECOND_FACTOR", "yes" if _reached(given) else "no")
        ),
        own=_switch("OWN", given.get("OWN", "no" if given.get("HTTPS") == "yes" else "yes")),
        role=_role(given.get("ROLE", ProcessRole.FIRST)),
    )


def _reached(given: Mapping[str, str]) -> list[str]:
    """The settings by which others than this computer reach the server."""
    return [name for name in ("HOSTS", "HTTPS", "URL") if given.get(name, "no") not in ("", "no")]


def _check_demo(given: Mapping[str, str]) -> None:
    """A demonstration that anyone may enter is on this computer alone."""
    reached = _reached(given)
    if given.get("DEMO") and reached:
        what = f"{PREFIX}DEMO opens the desk to anyone on this computer, and {PREFIX}{reached[0]} to others"
        raise ScrutatorError("D58", what, remedy=f"Set only one of them; {PREFIX}DEMO is for demonstrations.")


def _role(text: str) -> ProcessRole:
    if text not in list(ProcessRole):
        raise ScrutatorError("D58", f"{PREFIX}ROLE is first or desk, not “{text[:40]}”")
    return ProcessRole(text)


def _known(names: frozenset[str]) -> str:
    return f"There are {', '.join(PREFIX + name for name in sorted(names))}."


def _host_of(url: str) -> tuple[str, ...]:
    host = urlsplit(url).hostname if url else None
    return (host,) if host else ()


def _switch(name: str, text: str) -> bool:
    if text not in ("yes", "no"):
        raise ScrutatorError("D58", f"{PREFIX}{name} is yes or no, not “{text}”")
    return text == "yes"


def database(address: str, sqlite: Path, password_file: str = "") -> dict[str, object]:
    """Django's entry for a database: SQLite in the folder, or the PostgreSQL of the address.

    SQLite writes ahead and waits for the disk at every commit (synchronous=FULL): a receipt survives a
    power cut. `password_file`: what holds the password of the address. Raises D58 for another kind of
    address, and for a file that cannot be read or is one password too many.
    """
    if not address and password_file:
        raise ScrutatorError("D58", "a password is given for SQLite, which has none", where=password_file)
    if not address:
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        }
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite,
            "CONN_MAX_AGE": None,
            "OPTIONS": options,
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ScrutatorError("D58", "a database is given as postgresql://USER@HOST/NAME")
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise ScrutatorError("D58", f"a database's address has no port: {error}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": _password(parts.password, password_file),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": None,
    }


def _password(written: str | None, file: str) -> str:
    """The password of a database: as its address has it, or the first line of a file."""
    if not file:
        return unquote(written or "")
    if written is not None:
        raise ScrutatorError("D58", "a database's password is in its address and in a file", where=file)
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()  # some editors begin with a mark
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("D58", f"{file} cannot be read: {error}", where=file) from None
    if len(lines) != 1 or not lines[0].strip() or "\0" in lines[0]:
        raise ScrutatorError("D58", "a password's file has one line, which is the password", where=file)
    return lines[0]


@cache
def secret(folder: Path, name: str) -> bytes:
    """The 32 secret bytes of this name; made on the first asking, readable by their owner alone.

    All who ask at the same time get the same: the file appears whole, and only one is kept.
    """
    path = folder / "secrets" / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        found = path.read_bytes()
    except OSError as error:
        raise ScrutatorError("D58", f"{path}: {error.strerror}", where=str(path)) from None
    if len(found) != 32:
        raise ScrutatorError("D58", f"{path} does not hold 32 bytes", where=str(path))
    return found


def _make_secret(path: Path) -> None:
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        pass  # another was first
    finally:
        partial.unlink()
