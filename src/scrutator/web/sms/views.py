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
from scrutator.web.audit.refusals import Refusal, refused
from scrutator.web.clock import now
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.missions.models import Mission
from scrutator.web.sms.models import SmsMessage
from scrutator.web.sms.taking import Answer, Inbound, opened_text, take

LARGEST = 64 * 1024
PAGE = 100
_ID = re.compile(r"[!-~]{1,100}")


class _Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    sender: str = msgspec.field(name="from")
    text: str = ""


def read_message(body: bytes) -> Inbound:
    """The message of a gateway's body: JSON with `id`, `from`, `text`. Raises D74."""
    try:
        given = msgspec.json.decode(body, type=_Given)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ScrutatorError("D74", f"the message is not what a gateway sends: {error}") from None
    if not _ID.fullmatch(given.id) or not 1 <= len(given.sender) <= 40:
        raise ScrutatorError("D74", "a message has an id of 1 to 100 plain characters, and a sender")
    return Inbound(given.id, given.sender, given.text)


def gateway_key(mission: str) -> bytes:
    """The key that a mission's gateway signs with."""
    return secret(folder(), f"sms-{mission}")


@csrf_exempt
@require_POST
def sms_hook(request: Any, mission: str) -> HttpResponse:
    """Take one message of a gateway that signs; answers JSON with the reply to send, or null."""
    try:
        return _json(_taken(request, mission))
    except ScrutatorError as error:
        said = {"error": error.code, "what": error.what}
        return named(_json_of(said, status_of(error)))


def _taken(request: Any, mission: str) -> Answer:
    length = request.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
        raise ScrutatorError("D52", f"a message says its length and has at most {LARGEST:,} bytes")
    body = request.read(int(length))
    found = Mission.objects.filter(slug=mission).first()
    at, signature = (request.headers.get(f"X-Scrutator-{name}", "") for name in ("Time", "Signature"))
    key = gateway_key(found.slug if found else "")  # an unknown mission takes as long as a known one
    if not is_signed(key, at, signature, body, int(now().timestamp())) or found is None:
        refused(Refusal.GATEWAY, found.slug if found else "")
        raise ScrutatorError("D75", "the request is not signed with the mission's key, or is too old")
    return take(found, read_message(body), now())


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
