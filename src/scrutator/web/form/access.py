"""Whose token a web form uses: the tokens of ODK Collect, shown over an encrypted connection."""

import hmac
import re
from typing import Any

from django.http import HttpResponse, JsonResponse

from scrutator.errors import ScrutatorError
from scrutator.field.digest_auth import ha1_of
from scrutator.web import answers
from scrutator.web.clock import now
from scrutator.web.intake.devices import fingerprint
from scrutator.web.missions.models import Device
from scrutator.web.receipts import ALPHABET

LONGEST = 64
_PASSWORD = re.compile(f"[{ALPHABET}]{{24}}")


def device_with(mission: str, username: str, password: str) -> Device | None:
    """The token of a mission with this name and password, ended ones too; None when there is none."""
    if max(len(username), len(password)) > LONGEST:
        return None
    known = Device.objects.filter(mission__slug=mission, username=username).select_related("mission").first()
    proof = ha1_of(username, password)
    return known if known is not None and hmac.compare_digest(known.ha1, proof) else None


def bearer_of(request: Any, mission: str) -> Device | None:
    """The token that a request shows as `Authorization: Bearer NAME.PASSWORD`; None when none holds."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    username, _, password = shown.partition(".")
    device = device_with(mission, username, password) if scheme == "Bearer" else None
    if device is None or device.revoked is not None or device.expires <= now():
        return None
    return device


def exchange(device: Device, password: str, device_id: str) -> None:
    """Give a token another password, and bind it to this phone: its link opens no other.

    Raises D51 for a token that a phone uses already, D65 for a password that is not one of ours.
    """
    if not _PASSWORD.fullmatch(password) or not 0 < len(device_id) <= LONGEST:
        raise ScrutatorError("D65", "the phone did not say its new password")
    unused = Device.objects.filter(pk=device.pk, fingerprint="")
    if not unused.update(ha1=ha1_of(device.username, password), fingerprint=fingerprint(phone_of(device_id))):
        raise ScrutatorError("D51", "this token belongs to another phone or program already")


def phone_of(device_id: str) -> str:
    """What a phone that uses the web form is called, apart from those with Collect."""
    return f"web:{device_id}"


def said(error: ScrutatorError) -> HttpResponse:
    """An error as the web form shows it."""
    words = {"code": error.code, "what": error.what, "remedy": error.remedy}
    return answers.named(JsonResponse(words, status=answers.status_of(error)))
