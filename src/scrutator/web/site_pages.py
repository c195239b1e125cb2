"""A site that stands in the server's folder, served as it is: `scrutator site CASE… -o FOLDER/site`."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.seal.verifier.known_styles import KNOWN_STYLES
from scrutator.web.folder import folder

SHOWN = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""Kinds of files that a browser shows; all others are saved."""
STATEMENT = re.compile(r"[^/]+/statement\.[a-z]{2,3}\.html")
STYLE = re.compile(rb"<style>(.*?)</style>", re.S)
STYLED_ELEMENTS = frozenset({KNOWN_STYLES["0.0.1"]})
"""The styles of releases whose charts have attributes of style, which can load nothing from elsewhere."""
NOTHING = "there is nothing at this address"


@require_safe
def site(request: Any, path: str = "") -> HttpResponse:
    """A page of the site, or what belongs to it. Raises D54 where there is none."""
    if not path:
        return redirect("site_page", "index.html")
    pages = folder() / "site"
    page = statement_of(pages, path) if STATEMENT.fullmatch(path) else None
    return compressed(request, page or page_of(pages, path))


def statement_of(pages: Path, path: str) -> FileResponse | None:
    """A case's statement, shown with the one style that it has; None when no release wrote that style.

    Its answer's own policy lets a browser load nothing but that style and pictures: no script runs, and it
    leads elsewhere only who follows a link.
    Raises D54 as `page_of` does.
    """
    wanted = _below(pages.resolve(), path)
    style = STYLE.search(wanted.read_bytes())
    digest = sha256(style[1] if style else b"")
    if digest.hexdigest() not in KNOWN_STYLES.values():
        return None
    known = f"'sha256-{b64encode(digest.digest()).decode()}'"
    attributes = "style-src-attr 'unsafe-inline'; " if digest.hexdigest() in STYLED_ELEMENTS else ""
    policy = (
        f"default-src 'none'; img-src data: 'self'; style-src {known}; {attributes}"
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "sandbox allow-same-origin allow-popups allow-downloads"
    )
    headers = {"Content-Security-Policy": policy}
    return FileResponse(wanted.open("rb"), content_type=SHOWN[".html"], headers=headers)


def compressed(request: Any, page: FileResponse) -> HttpResponse:
    """A page as a browser that understands gzip gets it; what is saved is sent as it is.

    These pages hold no secret and nothing of the visitor, so that their length tells nothing.
    """
    if "attachment" in page.headers.get("Content-Disposition", ""):
        return page
    return GZipMiddleware(lambda _: page).process_response(request, page)


def page_of(pages: Path, path: str) -> FileResponse:
    """The file of a path below a folder of pages: what brings styles of its own is saved, not shown.

    Raises D54 for a path that is not there or leads out of the folder.
    """
    wanted = _below(pages.resolve(), path)
    kind = "" if wanted.name.startswith("statement.") else SHOWN.get(wanted.suffix, "")
    if not kind:
        return FileResponse(wanted.open("rb"), as_attachment=True, filename=wanted.name)
    return FileResponse(wanted.open("rb"), content_type=kind)


def _below(pages: Path, path: str) -> Path:
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\0" in part or len(part) > 255 for part in parts):
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the first page of the site.")
    wanted = pages.joinpath(*parts)
    try:
        found = wanted.is_file() and wanted.resolve().is_relative_to(pages)
    except OSError:  # a path that is longer, in bytes, than any file's
        found = False
    if not found:
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the first page of the site.")
    return wanted
