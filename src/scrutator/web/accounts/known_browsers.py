"""A browser that signed in to an account before: a signed cookie that names neither account nor person."""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE, SALT = "known", "known browser"
SECONDS = 180 * 86_400


def _account(name: str) -> str:
    return salted_hmac(SALT, name.strip().lower(), algorithm="sha256").hexdigest()


def remember(response: HttpResponse, name: str) -> None:
    """Let this browser be known to the account of this name."""
    value = signing.dumps([_account(name), secrets.token_hex(8)], salt=SALT)
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, value, SECONDS, httponly=True, samesite="Strict", secure=secure)


def known_browser(request: Any, name: str) -> str | None:
    """The browser's own name when it signed in to this account before; None otherwise."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    account, browser = found
    return str(browser) if constant_time_compare(account, _account(name)) else None
