"""Start the server on a folder: its databases brought up to date, one first process, one writer of logs."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.web.env import PREFIX, ProcessRole, from_environment

SETTINGS = "scrutator.web.settings"
THREADS = {ProcessRole.FIRST: 32, ProcessRole.DESK: 8}  # each may hold a connection to either database
LOCK, LOCK_BESIDE = "lock", "lock.beside"


def set_up(folder: Path | None) -> None:
    """Make Django ready for a folder (None: as the environment says). Raises X02 without the extra `web`."""
    if folder is not None:
        os.environ[f"{PREFIX}FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    place = from_environment(os.environ).folder
    try:
        import django
    except ModuleNotFoundError as error:
        raise missing_extra("the server", "web") from error
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ScrutatorError("D58", f"{place}: {error.strerror}", where=str(place)) from None
    django.setup()


def migrate() -> None:
    """Make the tables of new databases. Raises D58 for those that another version made."""
    from scrutator.web.upkeep.schema import Form, forms, refuse_others

    found = forms()
    refuse_others(found)
    if Form.NEW in found:
        bring_up_to_date()
    close_to_others()


def close_to_others() -> None:
    """Let no other user of this computer read the databases, whatever the folder itself allows."""
    from scrutator.web.folder import folder

    for path in folder().glob("*.sqlite3*"):
        with contextlib.suppress(OSError):  # another user's files: the doctor says who can read them
            path.chmod(0o600)


def bring_up_to_date() -> None:
    """Change both databases to this version's form."""
    from django.core.management import call_command

    for database in ("default", "identity"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
    from scrutator.web.upkeep.taking_over import take_over

    take_over()
    close_to_others()


def lock(folder: Path, *, beside: bool = False) -> IO[str]:
    """Hold the folder for this process, which is the first and grows the logs; `beside`: as one of any number
    that serve the desk beside it. Raises D58 when another server holds it."""
    held = open(folder / (LOCK_BESIDE if beside else LOCK), "w")  # noqa: SIM115 (held as long as it runs)
    try:
        fcntl.flock(held, (fcntl.LOCK_SH if beside else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise ScrutatorError("D58", "another server runs on this folder", where=str(folder)) from None
    return held


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the folder is changed, no process of a server runs on it. Raises D58 when one does."""
    with lock(folder), open(folder / LOCK_BESIDE, "w") as beside:
        try:
            fcntl.flock(beside, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ScrutatorError("D58", "a desk's process runs on this folder", where=str(folder)) from None
        yield


@dataclass(frozen=True)
class Ready:
    """A server that can be started: where it will answer, the first-run page (None: there is an account), and
    the lock on its folder."""

    address: str
    first_run: str | None
    held: IO[str]


def prepare(folder: Path, host: str, port: int, role: ProcessRole = ProcessRole.FIRST) -> Ready:
    """Set up, bring up to date, and make the first-run token where there is no account yet. Raises D58 for a
    process beside a first one that there is not, or on SQLite."""
    if host not in ("127.0.0.1", "localhost", "::1"):
        known = os.environ.get(f"{PREFIX}HOSTS", "")
        os.environ[f"{PREFIX}HOSTS"] = ",".join(filter(None, [known, host]))
    os.environ[f"{PREFIX}ROLE"] = role.value
    address = f"http://{host}:{port}"
    if role is ProcessRole.DESK:
        return Ready(address, None, _beside(folder))
    set_up(folder)
    held = lock(folder)
    migrate()
    from scrutator.web.folder import refuse_restored

    refuse_restored()
    from scrutator.web.accounts.first_run import new_token

    token = new_token()
    return Ready(address, f"{address}/start/{token}" if token else None, held)


def _beside(folder: Path) -> IO[str]:
    """Set up for a process of the desk: on the folder and the databases of a first process, both as they
    are."""
    if not (folder / "secrets" / "django").exists():
        remedy = "Start `scrutator serve` on the folder first; the desk's processes share it."
        raise ScrutatorError("D58", "no server was started on this folder", where=str(folder), remedy=remedy)
    if not from_environment(os.environ).database:
        remedy = "SQLite is served by one process; set SCRUTATOR_SERVER_DATABASE to a PostgreSQL."
        raise ScrutatorError("D58", "a desk's process needs PostgreSQL", remedy=remedy)
    set_up(folder)
    from scrutator.web.upkeep.schema import Form, forms, refuse_others

    found = forms()
    refuse_others(found)
    if Form.NEW in found:
        raise ScrutatorError("D58", "the databases are empty", remedy="Start `scrutator serve` first.")
    return lock(folder, beside=True)


def run(host: str, port: int, role: ProcessRole = ProcessRole.FIRST) -> None:
    """Serve until stopped, by one process of many threads."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "scrutator.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS[role],
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
