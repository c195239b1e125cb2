"""The night at the desk: the live page, the rules it goes by, and its inputs to be computed elsewhere."""

import hashlib
import io
import zipfile
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import condition, require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.outcomes import PROTOCOL_FORM
from scrutator.tables.writing import csv_text
from scrutator.web.answers import refused_words
from scrutator.web.night.cosigning import signatures_shown
from scrutator.web.night.given import file_in
from scrutator.web.night.live import Live, live, state_of_night
from scrutator.web.night.models import ApproverKey, Cosignature
from scrutator.web.night.registered import AT, STATION, register
from scrutator.web.night.shown import estimate_shown, gates_shown, tally_shown
from scrutator.web.roles import Role
from scrutator.web.speech import spoken

SHOWN = 200
GET_POST = ["GET", "HEAD", "POST"]


def _etag(request: Any, mission: str) -> str:
    """Changes whenever the page would, in constant time."""
    own = request.mission
    released = own.releases.aggregate(Max("number"), Max("released"))
    signed = Cosignature.objects.filter(release__mission=own).aggregate(Max("pk"))
    keys = ApproverKey.objects.filter(mission=own).aggregate(Max("pk"), Max("revoked"))
    asked = (request.user.pk, request.role, request.language, request.get_full_path())
    parts = [asked, state_of_night(own), released, signed, keys]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def night(request: Any, mission: str) -> HttpResponse:
    """What arrived of what was drawn, the gates, the estimate when all are open, who is missing."""
    found = live(request.mission)
    context = {"mission": request.mission, "live": found, **_releases(request)}
    if found is not None:
        with_unsafe = request.role is Role.COORDINATOR
        context |= {
            "gates": gates_shown(found),
            "estimate": estimate_shown(found, request.language),
            **tally_shown(found, with_unsafe=with_unsafe),
            "missing": found.missing[:SHOWN],
        }
    return render(request, "night.html", context)


def _releases(request: Any) -> dict[str, Any]:
    listed = list(request.mission.releases.order_by("-number").select_related("user")[:SHOWN])
    keys = list(request.mission.approver_keys.order_by("pk").select_related("user"))
    return {
        "releases": [(one, signatures_shown(one)) for one in listed],
        "keys": keys,
        "own_key": next((one for one in keys if one.user_id == request.user.pk and not one.revoked), None),
        "writes": request.role in (Role.COORDINATOR, Role.DESK),
        "signs": request.role is Role.APPROVER,
        "sets_up": request.role is Role.COORDINATOR,
    }


@require_http_methods(GET_POST)
def night_rules(request: Any, mission: str) -> HttpResponse:
    """Register the night file with its tables; the newest is in force, and all stay."""
    problem = ""
    if request.method == "POST":
        try:
            _registered(request)
            messages.success(request, spoken("The rules are registered."))
            return redirect("night", mission=mission)
        except ScrutatorError as error:
            problem = refused_words(error)
    forms = request.mission.forms.filter(current=True).order_by("form_id").values_list("form_id", flat=True)
    context = {
        "mission": request.mission,
        "problem": problem,
        "registered": request.mission.nights.order_by("-pk").select_related("user")[:SHOWN],
        "forms": list(forms),
        "usual": PROTOCOL_FORM,
    }
    return render(request, "night_rules.html", context)


def _registered(request: Any) -> None:
    files = {name: file_in(request.FILES, name) for name in ("rules", "sample", "frame", "replaced")}
    if not files["rules"][1] or not files["sample"][1]:
        raise ScrutatorError("C08", "a night file and the table of drawn stations are needed")
    form = request.POST.get("form", "")
    register(
        request.mission,
        request.user,
        form,
        files["rules"][1],
        files["sample"],
        files["frame"],
        files["replaced"][1],
    )


@require_safe
def night_inputs(request: Any, mission: str) -> HttpResponse:
    """The night as a folder for `scrutator quickcount`: its rules and tables as registered, and the arrivals
    of this moment."""
    found = live(request.mission)
    if found is None:
        raise ScrutatorError("D54", "no rules of the night are registered")
    headers = {"Content-Disposition": f'attachment; filename="night-{found.size}.zip"'}
    return HttpResponse(_packed(request.mission, found), content_type="application/zip", headers=headers)


def _packed(mission: Any, found: Live) -> bytes:
    """The files under the names that the night file gives them."""
    rules, content = found.rules, found.tables.content
    rows = found.tables.arrivals(found.tally.rows, mission.time_zone)
    columns = (STATION, AT, *found.tables.lines)
    files = {
        "night.toml": bytes(rules.rules),
        content["sample"]["file"]: bytes(rules.sample),
        content["arrivals"]["file"]: csv_text(columns, ([row[c] for c in columns] for row in rows)).encode(),
    }
    files |= {content["frame"]["file"]: bytes(rules.frame)} if rules.frame else {}
    files |= {content["sample"]["replaced"]: bytes(rules.replaced)} if rules.replaced else {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()
