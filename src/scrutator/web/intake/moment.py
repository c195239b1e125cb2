"""Reading the database as it is at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read within is of one moment: a transaction that only reads, and holds no writer up. Within a
    transaction it is that one's."""
    if connection.in_atomic_block or getattr(connection, "reads_one_moment", False):
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            cursor.execute("BEGIN")
    connection.reads_one_moment = True
    try:
        yield
    finally:
        connection.reads_one_moment = False
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
