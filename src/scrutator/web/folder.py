"""The server's folder, and the secret keys of field logs in it."""

from pathlib import Path

from django.conf import settings

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_secret_key, write_secret
from scrutator.seal.keys.sign import SecretKey, new_key
from scrutator.web.env import secret

RESTORED = "restored"


def folder() -> Path:
    """The server's folder."""
    return Path(settings.FOLDER)


def key_path(slug: str) -> Path:
    """The file of the key of a mission's field log."""
    return folder() / "secrets" / f"{slug}.log.key"


def mark_restored(place: Path) -> None:
    """Say in a folder that it was made from a copy: it does not write then."""
    (place / RESTORED).write_text("Made from a copy of a server: see `scrutator begin-again --help`.\n")


def is_restored() -> bool:
    """Whether the server's folder was made from a copy, and no one said yet that it goes on."""
    return (folder() / RESTORED).exists()


def forget_restored() -> None:
    """Let the folder write again."""
    (folder() / RESTORED).unlink(missing_ok=True)


def refuse_restored() -> None:
    """Raises D58 in a folder that was made from a copy: it would fork the log."""
    if is_restored():
        raise ScrutatorError(
            "D58",
            "the folder was made from a copy, and would give places of the log a second time",
            remedy="Run `scrutator begin-again --folder FOLDER --reason WHY`.",
        )


def make_log_key(slug: str) -> SecretKey:
    """A new key for a mission's field log, in its file. Raises D62 where there is one: of a mission whose
    making was cut off, or whose database is gone."""
    key = new_key(f"{slug}/field")
    secret(folder(), "django")  # makes the folder of secrets
    if key_path(slug).exists():
        what = f"the folder has a key of a mission {slug} already, and the database has no such mission"
        remedy = f"If it is no one's, move {key_path(slug).name} out of the folder's secrets."
        raise ScrutatorError("D62", what, remedy=remedy)
    write_secret(key_path(slug), key.to_file(None))
    return key


def log_key(slug: str) -> SecretKey:
    """The key of a mission's field log."""
    return read_secret_key(key_path(slug))
