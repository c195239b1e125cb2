"""The page of exports, and the download of one table."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.desk.views import visible
from scrutator.web.exports.tables import Exported, table_of
from scrutator.web.exports.writing import csv_lines, write_workbook
from scrutator.web.roles import Role

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BLOCK = 1 << 16
COORDINATORS = {Exported.DUTIES}
"""Coverage shows others no duties of observers who may not be safe: with all duties beside it, who is lacking
there would be named."""


def tables_for(role: object) -> list[str]:
    """The tables that one of this role may take away."""
    return [one.value for one in Exported if one not in COORDINATORS or role is Role.COORDINATOR]


@require_safe
def exports(request: Any, mission: str) -> HttpResponse:
    """What can be taken away."""
    context = {"mission": request.mission, "tables": tables_for(request.role), "kinds": list(KINDS)}
    return render(request, "exports.html", context)


@require_safe
def export(request: Any, mission: str, table: str, kind: str) -> StreamingHttpResponse:
    """One table as a download; without the reports that the one who asks may not see."""
    if table not in tables_for(request.role) or kind not in KINDS:
        raise ScrutatorError("D54", "there is no such table")
    made = table_of(request.mission, Exported(table), visible(request))
    body = csv_lines(made)
    if kind == "xlsx":
        handle, name = tempfile.mkstemp(suffix=".xlsx")
        os.close(handle)
        write_workbook(made, Path(name))
        body = _gone_when_read(Path(name))
    headers = {"Content-Disposition": f'attachment; filename="{request.mission.slug}-{table}.{kind}"'}
    return StreamingHttpResponse(body, content_type=KINDS[kind], headers=headers)


def _gone_when_read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        path.unlink()
        while block := file.read(BLOCK):
            yield block
