"""A release at the desk: written, signed by two elsewhere, and public from then on. No key signs here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.night.cosigning import (
    complete,
    register_key,
    revoke_key,
    take_note,
)
from scrutator.web.night.given import file_in
from scrutator.web.night.live import live
from scrutator.web.night.models import Release
from scrutator.web.night.public.files import keep_public
from scrutator.web.night.record import write_release
from scrutator.web.roles import Role
from scrutator.web.speech import computed, spoken

JSON = "application/json; charset=utf-8"


def _release(request: Any, number: int) -> Release:
    found: Release | None = request.mission.releases.filter(number=number).first()
    if found is None:
        raise ScrutatorError("D54", "there is no such release")
    return found


@require_POST
def release_write(request: Any, mission: str) -> HttpResponse:
    """Write the record of this moment for two approvers. Raises C15 while a gate is closed."""
    found = live(request.mission)
    if found is None:
        raise ScrutatorError("C15", "no rules of the night are registered")
    write_release(request.mission, request.user, found)
    return redirect("night", mission=mission)


@require_safe
def release_record(request: Any, mission: str, release: int) -> HttpResponse:
    """The exact bytes of a record."""
    return _file(bytes(_release(request, release).record), "release.json", JSON)


@require_POST
def release_sign(request: Any, mission: str, release: int) -> HttpResponse:
    """Take an approver's signatures; the second of two people releases, when nothing stands against it."""
    one = _release(request, release)
    _, content = file_in(request.FILES, "note")
    ignored = take_note(one, content)
    because = complete(one, now())
    keep_public(request.mission)
    if ignored:
        messages.info(request, f"{spoken('Signatures of no registered key, not counted')}: {ignored}")
    if because:
        messages.warning(request, f"{spoken('Not released')}: {computed(because, request.language)}")
    return redirect("night", mission=mission)


@require_POST
def key_add(request: Any, mission: str) -> HttpResponse:
    """Register the public key of the approver who asks."""
    register_key(request.mission, request.user, request.POST.get("key", ""))
    return redirect("night", mission=mission)


@require_POST
def key_revoke(request: Any, mission: str, key: int) -> HttpResponse:
    """End a key: its owner their own, the coordinator any."""
    mine = request.mission.approver_keys.filter(pk=key, revoked=None)
    if request.role is not Role.COORDINATOR:
        mine = mine.filter(user=request.user)
    found = mine.first()
    if found is None:
        raise ScrutatorError("D54", "there is no such key")
    revoke_key(found, request.user)
    keep_public(request.mission)
    return redirect("night", mission=mission)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
