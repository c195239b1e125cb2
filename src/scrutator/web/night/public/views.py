"""The public pages of the night as the server itself sends them: the files, byte for byte."""

from pathlib import PurePosixPath
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.night.public.files import KINDS, NOTE, PAGES, RECORD, STYLE, page_name, public_file


@require_safe
def released(request: Any, mission: str, name: str = "") -> HttpResponse:
    """For anyone: what was released, when, at which size of the log, by whose keys; all of it stays. Without
    a name it is the page in the reader's language."""
    wanted = name or page_name(request.language)
    if wanted not in {*PAGES, STYLE}:
        raise ScrutatorError("D54", "there is nothing at this address")
    answer = _sent(request, wanted)
    if wanted in PAGES:
        answer.headers["Content-Language"] = PAGES[wanted]
    return answer


@require_safe
def released_file(request: Any, mission: str, release: int, name: str) -> HttpResponse:
    """For anyone: the record of a release or its signatures. Raises D54 for one that is not released."""
    if name not in (RECORD, NOTE):
        raise ScrutatorError("D54", "there is no such release")
    answer = _sent(request, f"{release}/{name}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sent(request: Any, name: str) -> HttpResponse:
    kind = KINDS[PurePosixPath(name).suffix]
    return HttpResponse(public_file(request.mission, name), content_type=kind)
