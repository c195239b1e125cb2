"""Start the server on a folder: its databases brought up to date, one process, one writer."""

import contextlib
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.web.env import PREFIX, from_environment

SETTINGS = "scrutator.web.settings"
THREADS = 32
LOCK = "lock"


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


def lock(folder: Path) -> IO[str]:
    """Hold the folder for this process. Raises D58 when another server holds it."""
    held = open(folder / LOCK, "w")  # noqa: SIM115 (held as long as the server runs)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise ScrutatorError("D58", "another server runs on this folder", where=str(folder)) from None
    return held


@dataclass(frozen=True)
class Ready:
    """A server that can be started: where it will answer, the first-run page (None: there is an account), and
    the lock on its folder."""

    address: str
    first_run: str | None
    held: IO[str]


def prepare(folder: Path, host: str, port: int) -> Ready:
    """Set up, bring up to date, and make the first-run token where there is no account yet."""
    if host not in ("127.0.0.1", "localhost", "::1"):
        known = os.environ.get(f"{PREFIX}HOSTS", "")
        os.environ[f"{PREFIX}HOSTS"] = ",".join(filter(None, [known, host]))
    set_up(folder)
    held = lock(folder)
    migrate()
    from scrutator.web.folder import refuse_restored

    refuse_restored()
    from scrutator.web.accounts.first_run import new_token

    address = f"http://{host}:{port}"
    token = new_token()
    return Ready(address, f"{address}/start/{token}" if token else None, held)


def run(host: str, port: int) -> None:
    """Serve until stopped; one process, since one writer owns the log."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "scrutator.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
