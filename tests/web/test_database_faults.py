"""What a database says of itself is told from what it says of a request."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import Error, InterfaceError, InternalError, OperationalError, ProgrammingError

from scrutator.errors import ScrutatorError
from scrutator.web.database_faults import cannot_work


def raised(error: Error, cause: BaseException | None) -> Error:
    error.__cause__ = cause
    return error


def of_postgresql(kind: type[Error], state: str | None, said: str = "said") -> Error:
    cause = Exception(said)
    cause.sqlstate = state  # type: ignore[attr-defined]
    return raised(kind(said), cause)


def code(error: ScrutatorError | None) -> str | None:
    return error.code if error else None


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (of_postgresql(OperationalError, None), "D57"),  # no connection
        (of_postgresql(OperationalError, "57P01"), "D57"),  # an administrator ended it
        (of_postgresql(OperationalError, "53300"), "D57"),  # too many connections
        (of_postgresql(InterfaceError, None), "D57"),
        (of_postgresql(InternalError, "25006"), "D57"),  # a standby
        (of_postgresql(OperationalError, "53100", "could not write: No space left on device"), "D59"),
        (of_postgresql(OperationalError, "53100", "kein Platz"), "D59"),
        (of_postgresql(OperationalError, None, 'host "fullnode" refused'), "D57"),
        (of_postgresql(InternalError, "25P03"), "D57"),  # the server ended a connection that was idle
        (of_postgresql(OperationalError, "54001"), None),  # one request was too much
        (of_postgresql(InternalError, "25P02"), None),
        (of_postgresql(ProgrammingError, "42P01", 'relation "closed" does not exist, full'), None),
        (ValueError("the database is locked"), None),
        (None, None),
    ],
)  # fmt: skip
def test_postgresql_s_faults_are_known_by_their_class_and_a_request_s_are_none(
    error: BaseException | None, found: str | None
) -> None:
    assert code(cannot_work(error)) == found


def of_sqlite(path: Path, statement: str) -> Error:
    """The error of a statement, while another connection writes."""
    with closing(sqlite3.connect(path, timeout=0)) as one, closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.Error) as raising:
            one.execute(statement)
    return raised(OperationalError(str(raising.value)), raising.value)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("INSERT INTO t VALUES (1)", "D57"),  # locked
        ("ATTACH '/nowhere/at/all.sqlite3' AS a", "D57"),
        ("SELECT a FROM nothing", None),
        ("SELECT FROM WHERE", None),
        ("SELECT closed FROM t", None),
    ],
)
def test_sqlite_s_faults_are_known_by_their_number_and_mistakes_of_sql_are_none(
    tmp_path: Path, statement: str, found: str | None
) -> None:
    assert code(cannot_work(of_sqlite(tmp_path / "d", statement))) == found


def test_a_page_that_meets_a_database_out_of_reach_says_so_without_looking_up_who_asks() -> None:
    from support.field_server import ready

    ready()
    from scrutator.web.middleware import failed

    class Nobody:
        def __getattr__(self, name: str) -> object:
            raise OperationalError("connection failed")

    request = SimpleNamespace(path_info="/m/a/", user=Nobody(), get_full_path="/m/a/", languages=())
    for path, error, status in (
        ("/m/a/", OperationalError("refused"), 503),
        ("/o/a/submission", OperationalError("refused"), 503),
        ("/o/a/submission", ValueError("x"), 500),
    ):
        request.path_info = path
        try:
            raise error
        except (Error, ValueError):
            answer = failed(request)
        assert (answer.status_code, b"D57" in answer.content) == (status, status == 503)
