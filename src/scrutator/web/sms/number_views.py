"""The numbers that observers report by SMS under: given, bound to a telephone, released, ended. No page
shows a telephone number: only the server reads those that were imported."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Observer
from scrutator.web.sms.models import SmsNumber
from scrutator.web.sms.numbers import bind, end, give_number, release
from scrutator.words.sms import sms_languages

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def sms_numbers(request: Any, mission: str) -> HttpResponse:
    """The observers with their numbers. POST gives one a new number and code, and shows them once."""
    if request.method == "POST":
        return _given(request)
    of = request.GET.get("of", "").strip()
    observers = request.mission.observers.filter(code__startswith=of).order_by("code")
    page = Paginator(observers, PAGE).get_page(request.GET.get("page"))
    numbers = _current([one.pk for one in page])
    context = {
        "mission": request.mission,
        "rows": [(one, numbers.get(one.pk)) for one in page],
        "page": page,
        "of": of,
        "languages": sms_languages(),
    }
    return render(request, "sms_numbers.html", context)


def _current(observers: list[int]) -> dict[int, SmsNumber]:
    """The number of each observer that has one which has not ended."""
    listed = SmsNumber.objects.filter(
        device__observer__in=observers, device__revoked=None, device__expires__gt=now()
    ).select_related("device")
    return {one.device.observer_id: one for one in listed.order_by("pk")}


def _given(request: Any) -> HttpResponse:
    observer: Observer | None = request.mission.observers.filter(
        code=request.POST.get("observer", "")
    ).first()
    language = request.POST.get("language", "")
    if observer is None or language not in sms_languages():
        raise ScrutatorError("D62", "choose an observer of the mission and a language of replies")
    by = request.user.username
    card = writer().run(lambda log: give_number(request.mission, observer, language, now(), by))
    return render(request, "sms_number_shown.html", {"mission": request.mission, "card": card})


@require_POST
def sms_number_change(request: Any, mission: str, number: int) -> HttpResponse:
    """Bind a number to a telephone, release it from one, or end it. Raises D54, D62, D65."""
    listed = SmsNumber.objects.filter(mission=request.mission, pk=number)
    found = listed.select_related("device__observer").first()
    if found is None:
        raise ScrutatorError("D54", "there is no such number")
    act, telephone = request.POST.get("act", ""), request.POST.get("telephone", "").strip()
    if act not in ("bind", "release", "end") or (telephone and act != "bind"):
        raise ScrutatorError("D65", "bind a number to a telephone, release it, or end it")
    by = request.user.username
    if act == "bind":
        writer().run(lambda log: bind(log, found, telephone, by))
    elif act == "release":
        writer().run(lambda log: release(log, found, by))
    else:
        writer().run(lambda log: end(log, found, now(), by))
    return redirect("sms_numbers", mission=mission)
