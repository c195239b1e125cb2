"""The page of reports from elsewhere: first what an export would bring in, then that."""

import hashlib
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Origin
from scrutator.web.answers import refused_words
from scrutator.web.clock import now
from scrutator.web.importing.foreign import (
    Asked,
    ReportsPlan,
    form_asked,
    given_with,
    plan_reports,
    write_reports,
)
from scrutator.web.missions.imports import LARGEST, Upload, What, keep_upload, take_upload
from scrutator.web.missions.plans import Change
from scrutator.web.speech import spoken

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def import_reports(request: Any, mission: str) -> HttpResponse:
    """First step: choose an export, see what it would do. Second step: do it, if it is still the same."""
    context: dict[str, Any] = {
        "mission": request.mission,
        "systems": list(Origin),
        "forms": request.mission.forms.order_by("form_id", "-current", "pk"),
        "given": request.POST,
    }
    try:
        if request.method == "POST" and "token" in request.POST:
            return _confirmed(request)
        if request.method == "POST":
            context |= _preview(request)
    except ScrutatorError as error:
        context["problem"] = refused_words(error)
    return render(request, "import_reports.html", context)


def _preview(request: Any) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is None or file.size > LARGEST:
        raise ScrutatorError("D61", f"choose a file of at most {LARGEST:,} bytes")
    asked, content = _asked(request), file.read()
    given = given_with(asked.origin, content, file.name)
    planned = plan_reports(request.mission, asked, content, file.name, given)
    counts = [(change.value, planned.count(change)) for change in Change]
    shown: dict[str, Any] = {"plan": planned, "counts": counts, "shown": planned.reports[:SHOWN]}
    if not planned.faults:
        kept = (asked.origin.value, str(asked.form), asked.observer, asked.title)
        upload = Upload(What.REPORTS, request.mission.pk, file.name, content, _digest(planned), kept)
        shown["token"] = keep_upload(upload)
    return shown


def _asked(request: Any) -> Asked:
    given = request.POST
    if given.get("system", "") not in list(Origin):
        raise ScrutatorError("D62", "choose a system of the list")
    form_id, _, version = given.get("form", "").partition(" ")
    form = form_asked(request.mission, form_id, version)
    observer, title = given.get("observer", "").strip(), given.get("title", "").strip()
    return Asked(Origin(given["system"]), form.pk, observer, title)


def _digest(planned: ReportsPlan) -> str:
    """A hash of what would be done, to see that it is still the one that was shown."""
    return hashlib.sha256(msgspec.json.encode(planned)).hexdigest()


def _confirmed(request: Any) -> HttpResponse:
    upload = take_upload(request.POST["token"], request.mission, What.REPORTS)
    origin, form, observer, title = upload.asked
    asked = Asked(Origin(origin), int(form), observer, title)
    given = given_with(asked.origin, upload.content, upload.name)
    planned = plan_reports(request.mission, asked, upload.content, upload.name, given)
    if _digest(planned) != upload.digest:
        raise ScrutatorError("D61", "the mission was changed since", remedy="Choose the file again.")
    write_reports(request.mission, asked, planned, now(), given)
    counted = (f"{spoken(one.value)}: {planned.count(one)}" for one in (Change.NEW, Change.CHANGED))
    messages.success(request, ", ".join(counted))
    return redirect(request.path)
