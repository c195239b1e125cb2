"""Which errors of a database say that it cannot work now, as opposed to a mistake in what it was asked."""

import sqlite3

from django.db import Error, InterfaceError, InternalError, OperationalError

from scrutator.errors import ScrutatorError

_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_NOMEM,
    }
)
_TOO_COMPLEX, _DISK_FULL = "54", "53100"  # SQLSTATE: the class of requests beyond a limit; a full disk
_NOT_NOW = ("25006", "25P03", "25P04")  # a standby; a connection that the server ended, for its age


def cannot_work(error: BaseException | None) -> ScrutatorError | None:
    """D59 when the database's disk is full, D57 when it cannot be reached or written now; else None.

    Where a commit was cut off, it may have been done: nothing is said of what was stored.
    """
    if not isinstance(error, Error) or not _is_of_the_database(error):
        return None
    if _is_full(error):
        return ScrutatorError("D59", "the disk is full; nothing of this was stored")
    return ScrutatorError("D57", "the database cannot be reached or written now")


def _is_full(error: Error) -> bool:
    """By its number, or by the words of SQLite and of the system: no name in a message decides it."""
    cause, said = error.__cause__, str(error).lower()
    if getattr(cause, "sqlstate", None) == _DISK_FULL:
        return True
    return "database or disk is full" in said or "no space left on device" in said


def _is_of_the_database(error: Error) -> bool:
    """By its class, as the drivers sort them: psycopg's operational errors are those that no request is to
    blame for. SQLite has one class for these and for mistakes in SQL, and a number for each."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(error, InternalError):
        return state in _NOT_NOW
    return isinstance(error, OperationalError | InterfaceError) and not state.startswith(_TOO_COMPLEX)
