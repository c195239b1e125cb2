"""The server's folder, and the secret keys of field logs in it."""

from pathlib import Path

from django.conf import settings

from scrutator.publishing.key_files import read_secret_key, write_secret
from scrutator.seal.keys.sign import SecretKey, new_key
from scrutator.web.env import secret


def folder() -> Path:
    """The server's folder."""
    return Path(settings.FOLDER)


def _key_path(slug: str) -> Path:
    return folder() / "secrets" / f"{slug}.log.key"


def make_log_key(slug: str) -> SecretKey:
    """A new key for a mission's field log, in its file."""
    key = new_key(f"{slug}/field")
    secret(folder(), "django")  # makes the folder of secrets
    write_secret(_key_path(slug), key.to_file(None))
    return key


def log_key(slug: str) -> SecretKey:
    """The key of a mission's field log."""
    return read_secret_key(_key_path(slug))
