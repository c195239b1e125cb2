"""A copy of the databases that are on PostgreSQL, by its own `pg_dump`; and how they are put back."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrutator.errors import ScrutatorError

FILES = {"default": "mission.pgdump", "identity": "identities.pgdump"}
SECONDS = 3_600


def on_postgres() -> dict[str, Mapping[str, Any]]:
    """The databases that are on PostgreSQL, by the file that a copy of each is."""
    from django.conf import settings

    return {
        FILES[name]: made
        for name, made in settings.DATABASES.items()
        if str(made["ENGINE"]).endswith("postgresql")
    }


def dump(made: Mapping[str, Any], target: Path) -> None:
    """Write a copy of one database, as it is at one moment. Raises D67 without `pg_dump`."""
    program = shutil.which("pg_dump")
    if program is None:
        raise ScrutatorError(
            "D67",
            "a database is on PostgreSQL, and there is no pg_dump to copy it with",
            remedy="Install PostgreSQL's client programs, of the server's version or a later one.",
        )
    command = [program, "--format=custom", "--no-owner", f"--file={target}", *_where(made), str(made["NAME"])]
    given = {**os.environ, "PGPASSWORD": str(made.get("PASSWORD", ""))}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ScrutatorError("D67", f"pg_dump says: {said[-1][:200] if said else done.returncode}")


def _where(made: Mapping[str, Any]) -> list[str]:
    named = {"host": made.get("HOST"), "port": made.get("PORT"), "username": made.get("USER")}
    return [f"--{name}={value}" for name, value in named.items() if value]


def way_back(folder: Path) -> list[str]:
    """The commands that put back the databases that a restored folder holds copies of, into new databases."""
    return [
        f"pg_restore --no-owner --dbname=NEW_DATABASE {folder / name}"
        for name in FILES.values()
        if (folder / name).is_file()
    ]
