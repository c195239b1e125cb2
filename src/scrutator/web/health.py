"""Whether the server is there."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from scrutator.web.intake.running import writer


@require_safe
def health(request: Any) -> HttpResponse:
    """200 when the database answers and the writer writes; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    writer().run(lambda log: None, seconds=5)
    return HttpResponse("ok\n", content_type="text/plain")
