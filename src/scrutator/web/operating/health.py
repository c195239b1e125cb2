"""Whether the server can do its work: take a report and keep it."""

import shutil
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.folder import folder
from scrutator.web.intake.running import writer

LEAST_FREE = 100_000_000  # bytes: some hundred photos
SECONDS = 5


@require_safe
def health(request: Any) -> HttpResponse:
    """200 when the database answers, the writer writes, and the disk of the folder has room; says nothing
    else. Raises D57 when writing does not come through, D59 when less than 100 MB are free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    writer().run(lambda log: None, seconds=SECONDS)
    if free() < LEAST_FREE:
        raise ScrutatorError("D59", f"fewer than {LEAST_FREE // 1_000_000} MB are free on the server's disk")
    return HttpResponse("ok\n", content_type="text/plain")


def free() -> int:
    """The bytes that are free where the server's folder lies."""
    return shutil.disk_usage(folder()).free
