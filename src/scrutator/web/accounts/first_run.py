"""The first account of a server: made with a token that `scrutator serve` prints, once, within an hour."""

import hashlib
import hmac
import json
import os
import secrets
import time
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import User
from scrutator.web.accounts.people import new_user
from scrutator.web.folder import folder

SECONDS = 3_600
FILE = "first-run"


def new_token() -> str | None:
    """A token for the first account; None when there is an administrator."""
    if User.objects.filter(is_administrator=True).exists():
        return None
    token = secrets.token_urlsafe(24)
    kept = {"sha256": hashlib.sha256(token.encode()).hexdigest(), "until": time.time() + SECONDS}
    path = folder() / "secrets" / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(kept, file)
    return token


def check_token(token: str) -> None:
    """Raises D60 unless this is the token, unused and not too old."""
    path = folder() / "secrets" / FILE
    kept: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {"sha256": "", "until": 0}
    given = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    if not hmac.compare_digest(given, kept["sha256"]) or time.time() > kept["until"]:
        raise ScrutatorError("D60", "this first-run token cannot be used")


def use_token(token: str, username: str, password: str) -> User:
    """Make the administrator's account; the token is gone then. Raises D60 and D62."""
    check_token(token)
    user = new_user(username, password, administrator=True)
    (folder() / "secrets" / FILE).unlink()
    return user
