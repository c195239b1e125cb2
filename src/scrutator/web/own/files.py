"""What a visitor takes away from a workspace, and the pages of their case as they read them."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.own.plan import FILES
from scrutator.web.own.views import opened
from scrutator.web.own.workspace import OUT

SHOWN = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""Kinds of files that a browser shows; all others are saved."""
NOTHING = "there is nothing at this address"


@require_safe
def take_away(request: Any, work: str, name: str) -> HttpResponse:
    """One of the files that a computation made."""
    place = opened(request, work)
    if name not in FILES or not (place / FILES[name]).is_file():
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the file's page.")
    return FileResponse((place / FILES[name]).open("rb"), as_attachment=True, filename=name)


@require_safe
def page(request: Any, work: str, path: str) -> HttpResponse:
    """A page of the case, or what belongs to it. What brings styles of its own is saved, not shown."""
    pages = (opened(request, work) / OUT / "pages").resolve()
    wanted = _below(pages, path)
    kind = "" if wanted.name.startswith("statement.") else SHOWN.get(wanted.suffix, "")
    if not kind:
        return FileResponse(wanted.open("rb"), as_attachment=True, filename=wanted.name)
    return FileResponse(wanted.open("rb"), content_type=kind)


def _below(pages: Path, path: str) -> Path:
    """The file of a path below a folder. Raises D54 for one that is not there or leads out of it."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\0" in part or len(part) > 255 for part in parts):
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the first page of the case.")
    wanted = pages.joinpath(*parts)
    if not wanted.is_file() or not wanted.resolve().is_relative_to(pages):
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the first page of the case.")
    return wanted
