"""What a visitor takes away from a workspace, and the pages of their case as they read them."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.own.plan import FILES
from scrutator.web.own.views import opened
from scrutator.web.own.workspace import OUT
from scrutator.web.site_pages import NOTHING, page_of


@require_safe
def take_away(request: Any, work: str, name: str) -> HttpResponse:
    """One of the files that a computation made."""
    place = opened(request, work)
    if name not in FILES or not (place / FILES[name]).is_file():
        raise ScrutatorError("D54", NOTHING, remedy="Go back to the file's page.")
    return FileResponse((place / FILES[name]).open("rb"), as_attachment=True, filename=name)


@require_safe
def page(request: Any, work: str, path: str) -> HttpResponse:
    """A page of the case, or what belongs to it."""
    return page_of(opened(request, work) / OUT / "pages", path)
