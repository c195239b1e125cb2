"""What one process of the server holds besides Django: its settings, its writer, the keys of its logs."""

from functools import cache
from pathlib import Path

from django.conf import settings

from scrutator.publishing.key_files import read_secret_key, write_secret
from scrutator.seal.keys.sign import SecretKey, new_key
from scrutator.web.env import secret
from scrutator.web.missions.models import Mission
from scrutator.web.writer import Writer


def folder() -> Path:
    """The server's folder."""
    return Path(settings.FOLDER)


def key_path(slug: str) -> Path:
    """Where the secret key of a mission's field log is."""
    return folder() / "secrets" / f"{slug}.log.key"


def make_log_key(slug: str) -> SecretKey:
    """A new key for a mission's field log, in its file."""
    key = new_key(f"{slug}/field")
    secret(folder(), "django")  # makes the folder of secrets
    write_secret(key_path(slug), key.to_file(None))
    return key


@cache
def signer(mission: int) -> SecretKey:
    """The key of a mission's field log."""
    return read_secret_key(key_path(Mission.objects.values_list("slug", flat=True).get(pk=mission)))


@cache
def writer() -> Writer:
    """The writer of this process, running."""
    made = Writer(signer)
    made.start()
    return made
