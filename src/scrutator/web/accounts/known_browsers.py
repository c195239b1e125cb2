"""A browser that signed in to an account before: a signed cookie that names neither account nor person."""

import secrets
import unicodedata
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE, SALT = "known", "known browser"
SECONDS = 180 * 86_400


def folded(name: str) -> str:
    """An account's name as every database compares it without regard to capitals: `mıra` and `MIRA` are
    `mira` for some, and guesses under all of them are guesses at one account."""
    return unicodedata.normalize("NFKC", name).strip().upper().casefold()


def _account(name: str) -> str:
    return salted_hmac(SALT, folded(name), algorithm="sha256").hexdigest()


def remember(request: Any, response: HttpResponse, name: str) -> None:
    """Let this browser be known to the account of this name; its own name stays for all who sign in in it."""
    _, browser = _cookie(request)
    value = signing.dumps([_account(name), browser or secrets.token_hex(8)], salt=SALT)
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, value, SECONDS, httponly=True, samesite="Strict", secure=secure)


def known_browser(request: Any, name: str) -> str | None:
    """The browser's own name when it signed in to this account before; None otherwise."""
    account, browser = _cookie(request)
    return browser if browser and constant_time_compare(account, _account(name)) else None


def browser_mark(request: Any) -> str:
    """A keyed hash of the browser's own name, by which two accounts in one browser are noticed; "" where it
    has none."""
    browser = _cookie(request)[1]
    return salted_hmac("browser mark", browser, algorithm="sha256").hexdigest() if browser else ""


def _cookie(request: Any) -> tuple[str, str]:
    """The account and the browser's own name of the cookie; "" for both where there is none."""
    try:
        account, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return "", ""
    return str(account), str(browser)
