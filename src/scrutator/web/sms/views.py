"""The hook that a gateway posts messages to, and the message log of a mission."""

import re
from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.sms.signature import is_signed
from scrutator.web.answers import named, status_of
from scrutator.web.clock import now
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.replies import note_delivery, read_delivery
from scrutator.web.sms.models import SmsMessage
from scrutator.web.sms.numbers import CHANNEL
from scrutator.web.sms.taking import Answer, Inbound, opened_text, take

LARGEST = 64 * 1024
PAGE = 100
_ID = re.compile(r"[!-~]{1,100}")


class _Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    sender: str = msgspec.field(name="from")
    text: str = ""


def read_message(body: bytes, channel: str = CHANNEL) -> Inbound:
    """The message of a gateway's body: JSON with `id`, `from`, `text`. Raises D74."""
    try:
        given = msgspec.json.decode(body, type=_Given)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ScrutatorError("D74", f"the message is not what a gateway sends: {error}") from None
    if not _ID.fullmatch(given.id) or not 1 <= len(given.sender) <= 40:
        raise ScrutatorError("D74", "a message has an id of 1 to 100 plain characters, and a sender")
    return Inbound(given.id, given.sender, given.text, channel)


def gateway_key(mission: str, channel: str = CHANNEL) -> bytes:
    """The key that a mission's gateway of a channel signs with: each channel has its own."""
    return secret(folder(), f"{channel}-{mission}")


@csrf_exempt
@require_POST
def sms_hook(request: Any, mission: str, channel: str = CHANNEL) -> HttpResponse:
    """Take one message of a gateway that signs; answers JSON with the reply to send, or null."""
    try:
        found, body = _signed(request, mission, channel)
        return _json(take(found, read_message(body, channel), now()))
    except ScrutatorError as error:
        said = {"error": error.code, "what": error.what}
        return named(_json_of(said, status_of(error)))


@csrf_exempt
@require_POST
def delivery_hook(request: Any, mission: str, channel: str = CHANNEL) -> HttpResponse:
    """Take a gateway's word on whether a message of the desk reached its telephone."""
    try:
        found, body = _signed(request, mission, channel)
        outcome = "noted" if note_delivery(found, channel, *read_delivery(body)) else "not known"
        return _json_of({"outcome": outcome}, 200)
    except ScrutatorError as error:
        return named(_json_of({"error": error.code, "what": error.what}, status_of(error)))


def _signed(request: Any, mission: str, channel: str) -> tuple[Mission, bytes]:
    """The mission, and the body that its gateway of this channel signed. Raises D52, D75."""
    length = request.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
        raise ScrutatorError("D52", f"a message says its length and has at most {LARGEST:,} bytes")
    body = request.read(int(length))
    found = Mission.objects.filter(slug=mission).first()
    at, signature = (request.headers.get(f"X-Scrutator-{name}", "") for name in ("Time", "Signature"))
    key = gateway_key(found.slug if found else "", channel)  # an unknown mission takes as long as a known one
    if not is_signed(key, at, signature, body, int(now().timestamp())) or found is None:
        raise ScrutatorError("D75", "the request is not signed with the mission's key, or is too old")
    return found, body


def _json(answer: Answer) -> HttpResponse:
    said = {"outcome": answer.outcome, "reply": answer.reply or None, "receipt": answer.receipt or None}
    return _json_of(said, 200)


def _json_of(said: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(said), status=status, content_type="application/json")


@require_safe
def sms_log(request: Any, mission: str) -> HttpResponse:
    """Every message with its reply, the newest first; `outcome` asks for some."""
    wanted = request.GET.get("outcome", "")
    listed = SmsMessage.objects.filter(mission=request.mission).order_by("-pk")
    if wanted in SmsMessage.Outcome.values:
        listed = listed.filter(outcome=wanted)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    rows = [(message, opened_text(message)) for message in page]
    context = {
        "mission": request.mission,
        "rows": rows,
        "page": page,
        "outcomes": SmsMessage.Outcome.values,
        "wanted": wanted,
        "total": listed.count(),
    }
    return render(request, "sms_log.html", context)
