"""The OpenRosa routes of a mission: list of forms, form, manifest, media, submission."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field import multipart, openrosa
from scrutator.field.submission import parse
from scrutator.web import answers
from scrutator.web.clock import now
from scrutator.web.intake import media as files
from scrutator.web.intake.accept import OPENROSA, Incoming, Kept, accept
from scrutator.web.intake.devices import fingerprint
from scrutator.web.intake.running import writer
from scrutator.web.missions.forms import (
    form_of,
    is_unsafe,
    media_file,
    media_files,
    place_number,
    place_of,
    questions_of,
    unasked,
)
from scrutator.web.missions.models import Device, FormVersion

LARGEST_BODY = 12_000_000  # bytes of a post; Collect divides a longer series


def address(request: Any, route: str, **named: Any) -> str:
    """The absolute address of a route, as phones reach it."""
    path = reverse(route, kwargs={"mission": request.mission.slug, **named})
    return f"{settings.SERVER.url}{path}" if settings.SERVER.url else request.build_absolute_uri(path)


def allowed_forms(request: Any) -> Iterator[FormVersion]:
    """The current forms that the token of the phone is for."""
    for form in request.mission.forms.filter(current=True).order_by("form_id"):
        if not request.device.forms or form.form_id in request.device.forms:
            yield form


@require_safe
def form_list(request: Any, mission: str) -> HttpResponse:
    """The forms this phone may fill in; `formID` asks for one of them."""
    wanted = request.GET.get("formID")
    listed = [
        openrosa.ListedForm(
            form.form_id,
            form.title,
            form.version,
            form.md5,
            address(request, "form", form=form.pk),
            address(request, "manifest", form=form.pk) if media_files(form) else "",
        )
        for form in allowed_forms(request)
        if wanted is None or form.form_id == wanted
    ]
    return answers.xml(openrosa.form_list(listed))


def _form(request: Any, form: int) -> FormVersion:
    found = request.mission.forms.filter(pk=form).first()
    if found is None or (request.device.forms and found.form_id not in request.device.forms):
        raise ScrutatorError("D54", "there is no such form for this phone")
    return found


@require_safe
def form(request: Any, mission: str, form: int) -> HttpResponse:
    """The exact bytes of a published form; the list states their hash."""
    return answers.xml(bytes(_form(request, form).xform))


@require_safe
def manifest(request: Any, mission: str, form: int) -> HttpResponse:
    """The files a form needs on the phone."""
    published = _form(request, form)
    listed = [
        openrosa.MediaFile(
            name,
            hashlib.md5(media_file(published, name), usedforsecurity=False).hexdigest(),
            address(request, "media", form=form, name=name),
        )
        for name in media_files(published)
    ]
    return answers.xml(openrosa.manifest(listed))


@require_safe
def media(request: Any, mission: str, form: int, name: str) -> HttpResponse:
    """One of those files."""
    published = _form(request, form)
    if name not in media_files(published):
        raise ScrutatorError("D54", "the form has no such file")
    headers = {**openrosa.HEADERS, "Content-Disposition": "attachment"}
    return HttpResponse(media_file(published, name), content_type="text/csv; charset=utf-8", headers=headers)


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def submission(request: Any, mission: str) -> HttpResponse:
    """HEAD: how much may be sent at once. POST: a report with its files; 201 once all of it is durable."""
    if request.method == "HEAD":
        response = HttpResponse(status=204, headers=openrosa.HEADERS)
        response.headers["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_BODY)
        return response
    posted = multipart.posted(body_of(request), request.headers.get("Content-Type", ""))
    incoming = incoming_of(request.device, request.GET.get("deviceID", ""), posted)
    kept = writer().run(lambda log: accept(incoming, log), name=incoming.name)
    return answers.phone(201, message(kept, posted.incomplete))


def body_of(request: Any) -> bytes:
    """The body, up to the most that is accepted. Raises D52 for a longer one, or one without a length."""
    length = length_of(request)
    body: bytes = request.read(length)
    if len(body) != length:
        raise ScrutatorError("D50", "the post ended before its length")
    return body


def length_of(request: Any) -> int:
    """How many bytes a post says that it has. Raises D52 for more than is accepted, or when it does not say
    it."""
    length = request.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST_BODY:
        raise ScrutatorError("D52", f"a post says its length and has at most {LARGEST_BODY:,} bytes")
    return int(length)


def incoming_of(
    device: Device, device_id: str, posted: multipart.Posted, channel: str = OPENROSA
) -> Incoming:
    """What is written: parsed, its files on the disk. Raises what `parse` and `keep` raise."""
    mission = device.mission
    parsed = parse(posted.xml)
    published = form_of(mission.pk, parsed)
    questions = questions_of(published) if published else ()
    code = place_of(parsed, questions)
    place = place_number(mission, code)
    kept = tuple(files.keep(name, content, mission.evidence_key) for name, content in posted.attachments)
    return Incoming(
        mission=mission.pk,
        device=device,
        fingerprint=fingerprint(device_id),
        revoked=device.revoked is not None or device.expires <= now(),
        xml=posted.xml,
        sha256=hashlib.sha256(posted.xml).hexdigest(),
        parsed=parsed,
        form=published,
        files=kept,
        unasked=unasked(parsed, questions),
        place=place,
        unknown_place=code is not None and place is None,
        unsafe=is_unsafe(parsed, questions),
        at=now(),
        channel=channel,
    )


def message(kept: Kept, incomplete: bool) -> str:
    """What the phone shows: the receipt, and what is special."""
    said = [f"Stored. Receipt {kept.receipt}: keep it."]
    if kept.repeated:
        said = [f"It was stored before. Receipt {kept.receipt}."]
    if kept.sibling:
        said.append("Another report with this id differs; both are kept.")
    if incomplete:
        said.append("More files of this report are awaited.")
    return " ".join(said)
