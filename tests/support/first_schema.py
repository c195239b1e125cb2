"""A server of the first version: its folder, and its databases on SQLite or, row by row, on PostgreSQL.

`python tests/support/first_schema.py FOLDER` makes the tables of that time in the PostgreSQL that the environment
names, by the migrations of that time, and fills them; in a process of its own.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

FIRST = Path(__file__).parents[1] / "web" / "first_schema"
KILLED = """
import os, signal, sys
from pathlib import Path
from scrutator.web.serving import bring_up_to_date, set_up
set_up(Path(sys.argv[1]))
from django.db import connections
left = int(sys.argv[2])
def count(execute, sql, params, many, context):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
for one in connections.all():
    one.execute_wrappers.append(count)
bring_up_to_date()
"""
"""An upgrade of the folder that is killed at its statement of this number: of about 620."""
FILES = {"default": "mission", "identity": "identities"}


def make_secrets(folder: Path) -> None:
    """The folder with the secrets of that server, and no databases."""
    (folder / "secrets").mkdir(parents=True, mode=0o700)
    for name, content in json.loads((FIRST / "secrets.json").read_text()).items():
        path = folder / "secrets" / name
        path.write_bytes(bytes.fromhex(content))
        path.chmod(0o600)


def make_on_sqlite(folder: Path) -> None:
    """The folder of a server of the first version: five reports, one of them edited, one sent twice."""
    make_secrets(folder)
    for name in FILES.values():
        with closing(sqlite3.connect(folder / f"{name}.sqlite3")) as database:
            database.executescript(_dump(name))


def make_on_postgres(folder: Path, environment: Mapping[str, str]) -> None:
    """The same with both databases on the PostgreSQL that the environment names."""
    make_secrets(folder)
    subprocess.run([sys.executable, __file__, str(folder)], check=True, env=dict(environment))


def _dump(name: str) -> str:
    return gzip.decompress((FIRST / f"{name}.sql.gz").read_bytes()).decode()


def main(folder: Path) -> None:
    """Make and fill the tables."""
    from scrutator.web.serving import set_up

    set_up(folder)
    from django.db import connections, transaction
    from django.db.migrations.executor import MigrationExecutor

    for alias, name in FILES.items():
        with closing(sqlite3.connect(":memory:")) as first:
            first.executescript(_dump(name))
            applied = first.execute("SELECT app, name FROM django_migrations").fetchall()
            MigrationExecutor(connections[alias]).migrate([(app, migration) for app, migration in applied])
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                for (table,) in first.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                ).fetchall():
                    if not table.startswith("sqlite_") and table != "django_migrations":
                        _copy(first, cursor, table)


def _copy(first: sqlite3.Connection, cursor: Any, table: str) -> None:
    rows = first.execute(f'SELECT * FROM "{table}"')
    columns = [one[0] for one in rows.description]
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
    )
    kinds = dict(cursor.fetchall())
    assert kinds.keys() == set(columns), table
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("%s" for _ in columns)
    for row in rows:
        values = [_taken(value, kinds[column]) for column, value in zip(columns, row, strict=True)]
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
    if kinds.get("id") in ("bigint", "integer"):
        numbered = (
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), coalesce(max(id), 0) + 1, false)"
        )
        cursor.execute(f'{numbered} FROM "{table}"')


def _taken(value: Any, kind: str) -> Any:
    """A cell of SQLite as PostgreSQL takes it: there truth is a number, and a time has no zone."""
    if value is None or kind not in ("boolean", "timestamp with time zone"):
        return value
    return bool(value) if kind == "boolean" else f"{value}+00"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
