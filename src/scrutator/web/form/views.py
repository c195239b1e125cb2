"""The web form's addresses: its page and files, the forms of a token, and sealed reports."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field import multipart
from scrutator.web.form import parts, sealed
from scrutator.web.form.access import device_with, exchange, phone_of, said
from scrutator.web.form.signed import signature
from scrutator.web.intake.accept import accept
from scrutator.web.intake.running import writer
from scrutator.web.intake.views import allowed_forms, incoming_of, length_of, message
from scrutator.web.missions.forms import media_files

CHANNEL = "web form"
# The engine reads conditions by WebAssembly; nothing else on this server may compile anything.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
YEAR = "public, max-age=31536000, immutable"
View = Callable[..., HttpResponse]


def in_json(view: View) -> View:
    """A view whose errors are what the web form shows."""

    @wraps(view)
    def answering(*given: Any, **named: Any) -> HttpResponse:
        try:
            return view(*given, **named)
        except ScrutatorError as error:
            return said(error)

    return answering


@require_safe
def page(request: Any, mission: str) -> HttpResponse:
    """The page of the web form, the same for everyone; a phone keeps it and needs no network after."""
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-cache"}
    return HttpResponse(parts.page(), content_type="text/html; charset=utf-8", headers=headers)


@require_safe
def worker(request: Any, mission: str) -> HttpResponse:
    """The worker that keeps the page and its files on the phone."""
    return HttpResponse(parts.worker(), content_type=parts.KINDS["js"], headers={"Cache-Control": "no-cache"})


@require_safe
def part(request: Any, mission: str, build: str, name: str) -> HttpResponse:
    """One file of this version. Raises D54 for another version's: a phone keeps the whole of its own."""
    found = parts.parts().get(name)
    if found is None or build != parts.build():
        raise ScrutatorError("D54", "this version of the form has no such file")
    headers = {"Cache-Control": YEAR, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HttpResponse(found.small, content_type=found.kind, headers=headers)
    return HttpResponse(found.content, content_type=found.kind, headers=headers)


@require_safe
@in_json
def listed(request: Any, mission: str) -> HttpResponse:
    """What a token may fill in, and the key that reports are sealed to."""
    forms = [
        {
            "number": form.pk,
            "id": form.form_id,
            "title": form.title,
            "version": form.version,
            "hash": form.md5,
            "languages": form.languages,
            "files": list(media_files(form)),
            "places": request.mission.places_version,
        }
        for form in allowed_forms(request)
    ]
    keys = {
        "key": sealed.public_text(sealed.key_of(mission)),
        "signer": sealed.public_text(sealed.receipt_key_of(mission)),
    }
    return JsonResponse({"mission": request.mission.name, "forms": forms, **keys})


@csrf_exempt
@require_POST
@in_json
def start(request: Any, mission: str) -> HttpResponse:
    """A new phone's link, exchanged for a password that only this phone knows."""
    try:
        given = json.loads(request.body)
        password, device = str(given["password"]), str(given["device"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ScrutatorError("D65", "the phone did not say its new password") from None
    exchange(request.device, password, device)
    return JsonResponse({})


@csrf_exempt
@require_POST
@in_json
def report(request: Any, mission: str) -> HttpResponse:
    """Take a sealed report, from anyone who brings it: 201 with a signed receipt once all of it is durable.

    Of an unknown sender's post only the head is read.
    """
    length_of(request)
    prefix = _exactly(request, sealed.PREFIX)
    first = prefix + _exactly(request, sealed.head_length(prefix))
    head = sealed.opened_head(prefix, first[sealed.PREFIX :], mission)
    device = device_with(mission, head.username, head.password)
    if device is None:
        raise ScrutatorError("D51", "the report comes from a phone that this mission does not know")
    if length_of(request) != len(first) + head.size:
        raise ScrutatorError("D50", "the report is not as long as it says")
    rest = _exactly(request, head.size)
    posted = multipart.posted(head.post(rest), head.content_type)
    incoming = incoming_of(device, phone_of(head.device), posted, CHANNEL)
    kept = writer().run(lambda log: accept(incoming, log), name=incoming.name)
    said = {
        "receipt": kept.receipt,
        "signature": signature(mission, first + rest, kept.receipt),
        "repeated": kept.repeated,
        "message": message(kept, posted.incomplete),
    }
    return JsonResponse(said, status=201)


def _exactly(request: Any, count: int) -> bytes:
    """The next bytes of the body, no more. Raises D50 where it ends before."""
    found = b""
    while len(found) < count:
        more = request.read(count - len(found))
        if not more:
            raise ScrutatorError("D50", "the post ended before its length")
        found += more
    return found
