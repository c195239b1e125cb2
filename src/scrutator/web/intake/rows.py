"""Rows written and read by one statement each, without the object mapper's work for every row.

The intake writes five rows and reads three for every report; the mapper cost twice what the database did.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from django.db import connection, models

Value = Any
MOST_ROWS = 500  # of one statement: SQLite takes at most 32,766 values


@cache
def _columns(kind: Any) -> tuple[tuple[str, Callable[[Any], Value]], ...]:
    """The columns of a table but its number, and how each is taken from an object."""
    fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
    return tuple((field.column, _taken(field)) for field in fields)


def _taken(field: Any) -> Callable[[Any], Value]:
    name = field.name
    if field.is_relation:
        attribute = field.attname

        def number(row: Any) -> Value:
            known = row.__dict__.get(attribute)
            return known if known is not None else getattr(row._state.fields_cache.get(name), "pk", None)

        return number
    if isinstance(field, models.DateTimeField):
        return lambda row: _moment(getattr(row, name))
    return lambda row: row.__dict__[name]


def _moment(value: datetime | None) -> Value:
    return connection.ops.adapt_datetimefield_value(value)


def insert(kind: Any, rows: Sequence[models.Model], known_by: str) -> None:
    """Write these rows, and give each its number. `known_by`: a column whose values are all different, for a
    database may return rows in any order."""
    columns = _columns(kind)
    at = next(place for place, (column, _) in enumerate(columns) if column == known_by)
    values = [[take(row) for _, take in columns] for row in rows]
    numbers = {key: number for number, key in query(_statement(kind, known_by, len(rows)), _given(values))}
    for row, line in zip(rows, values, strict=True):
        row.pk = numbers[line[at]]
        row._state.adding = False


def insert_many(kind: Any, rows: Sequence[models.Model], instead_of: str = "") -> None:
    """Write these rows, to which nothing points; `instead_of`: a unique column, and a row that has the same
    value there is overwritten, and keeps its number."""
    columns = _columns(kind)
    insert_lines(kind, [[take(row) for _, take in columns] for row in rows], instead_of)


def insert_lines(kind: Any, lines: Sequence[list[Value]], instead_of: str = "") -> None:
    """Write rows that are given as the values of all columns but the number, in the table's order."""
    for at in range(0, len(lines), MOST_ROWS):
        part = list(lines[at : at + MOST_ROWS])
        text = _statement(kind, "", len(part)) + (_overwriting(kind, instead_of) if instead_of else "")
        with _execute(text, _given(part)):
            pass


@cache
def _overwriting(kind: Any, unique: str) -> str:
    """What is done where a row with this value is there: every column is written again."""
    names = [connection.ops.quote_name(column) for column, _ in _columns(kind)]
    written = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f" ON CONFLICT ({connection.ops.quote_name(unique)}) DO UPDATE SET {written}"


def _given(values: list[list[Value]]) -> list[Value]:
    """The cells as `_statement` takes them: a list for each column, or all of them in order."""
    return [list(column) for column in zip(*values, strict=True)] if _is_postgres() else list(chain(*values))


def _statement(kind: Any, returning: str, rows: int) -> str:
    return _insertion(kind, returning, 0 if _is_postgres() else rows)


@cache
def _insertion(kind: Any, returning: str, rows: int) -> str:
    """The statement that inserts so many rows. For PostgreSQL, to which columns are given as arrays, it is
    the same for any number, and is planned once."""
    quote = connection.ops.quote_name
    names = ",".join(quote(column) for column, _ in _columns(kind))
    if rows:
        line = f"({','.join(['%s'] * len(_columns(kind)))})"
        given = f"VALUES {','.join([line] * rows)}"
    else:
        fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
        given = f"SELECT * FROM unnest({','.join(f'%s::{field.db_type(connection)}[]' for field in fields)})"
    text = f"INSERT INTO {quote(kind._meta.db_table)} ({names}) {given}"
    return f"{text} RETURNING {quote('id')}, {quote(returning)}" if returning else text


def query(text: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives."""
    with _execute(text, values) as cursor:
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def of_numbers(found: "models.QuerySet[Any]", column: str, numbers: Iterable[int]) -> Iterator[Any]:
    """The rows of `found` whose column holds one of these numbers, however many there are: one statement
    takes at most 32,766 values, and who sends without end would have more than that."""
    listed = sorted(set(numbers))
    for at in range(0, len(listed), MOST_ROWS):
        yield from found.filter(**{f"{column}__in": listed[at : at + MOST_ROWS]})


def among(column: str, values: Collection[Value]) -> tuple[str, list[Value]]:
    """The condition that a column has one of these values, and what is given for it."""
    if _is_postgres():
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({','.join(['%s'] * len(values))})", list(values)


@contextmanager
def _execute(text: str, values: Sequence[Value]) -> Iterator[Any]:
    """A cursor that has executed this. To PostgreSQL values go beside the statement, bytes as bytes: Django's
    own cursor writes them into its text."""
    if not _is_postgres():
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            yield cursor
        return
    import psycopg

    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as beside:
        beside.execute(text, values, prepare=True)
        yield beside


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
