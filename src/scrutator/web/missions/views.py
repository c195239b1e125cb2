"""Set-up pages of a mission: new, imports in two steps, forms, phones, people at the desk."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled, bundled_form
from scrutator.field.paper.paper import paper_of
from scrutator.publishing.paper.form_pdf import paper_pdf
from scrutator.web.accounts.events import happened
from scrutator.web.accounts.models import Event
from scrutator.web.accounts.people import SECOND_PERSONS, end_role, is_of_one_mission, join
from scrutator.web.accounts.sessions import end_sessions, sessions_of_all
from scrutator.web.answers import refused_words
from scrutator.web.audit.writing import write
from scrutator.web.clock import now
from scrutator.web.missions import imports
from scrutator.web.missions.forms import publish_form, published_form, sms_prefix
from scrutator.web.missions.imports import Upload, What
from scrutator.web.missions.making import new_mission
from scrutator.web.missions.models import Device
from scrutator.web.missions.plans import Change
from scrutator.web.missions.tokens import AT_DESK, collect_settings, form_link, new_token, qr_svg, revoke
from scrutator.web.roles import Role
from scrutator.web.speech import spoken

GET_POST = ["GET", "HEAD", "POST"]
SHOWN_ROWS = 200
SHOWN_TOKENS = 100
# Second persons are named on the server's own computer: whoever makes an account knows its password, and a
# coordinator could be both persons.
DESK_ROLES = (Role.COORDINATOR, Role.DESK, Role.ANALYST, Role.EDITOR)
SECOND_NAMED = "Approvers and key-holders are named by `scrutator mission role`, on the server."


@require_http_methods(GET_POST)
def mission_new(request: Any) -> HttpResponse:
    """Make a mission and its coordinator's account."""
    problem = ""
    if request.method == "POST":
        try:
            return _made(request.POST, request.user)
        except ScrutatorError as error:
            problem = refused_words(error)
    return render(request, "mission_new.html", {"problem": problem, "given": request.POST})


def _made(given: Any, maker: Any) -> HttpResponse:
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        raise ScrutatorError("D62", "the day is written as 2026-11-29") from None
    username, password = given.get("coordinator", ""), given.get("password", "")
    new_mission(
        given.get("slug", ""),
        given.get("name", ""),
        day,
        given.get("time_zone", ""),
        given.get("evidence_key", ""),
        maker.username,
        lambda mission: join(mission, username, password, Role.COORDINATOR, maker=maker),
    )
    return redirect("home")


@require_http_methods(GET_POST)
def import_table(request: Any, mission: str, what: What) -> HttpResponse:
    """First step: choose a file, see what it would do. Second step: do it, if it is still the same."""
    context: dict[str, Any] = {"what": what.value, "mission": request.mission}
    try:
        if request.method == "POST" and "token" in request.POST:
            return _confirmed(request, what)
        if request.method == "POST":
            context |= _preview(request, what)
    except ScrutatorError as error:
        context["problem"] = refused_words(error)
    context["rows"] = getattr(request.mission, "places" if what is What.PLACES else "observers").count()
    return render(request, "import.html", context)


def _preview(request: Any, what: What) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is None or file.size > imports.LARGEST:
        raise ScrutatorError("D61", f"choose a file of at most {imports.LARGEST:,} bytes")
    content = file.read()
    planned = imports.plan(request.mission, what, content, file.name)
    counts = [(change.value, planned.count(change)) for change in Change]
    shown = {"plan": planned, "counts": counts, "shown": planned.rows[:SHOWN_ROWS]}
    if not planned.faults:
        upload = Upload(what, request.mission.pk, file.name, content, imports.digest(planned))
        shown["token"] = imports.keep_upload(upload)
    return shown


def _confirmed(request: Any, what: What) -> HttpResponse:
    upload = imports.take_upload(request.POST["token"], request.mission, what)
    planned = imports.plan(request.mission, what, upload.content, upload.name)
    if imports.digest(planned) != upload.digest:
        raise ScrutatorError("D61", "the mission was changed since", remedy="Choose the file again.")
    imports.write(request.mission, what, planned, request.user.username)
    counted = (f"{spoken(one.value)}: {planned.count(one)}" for one in (Change.NEW, Change.CHANGED))
    messages.success(request, ", ".join(counted))
    return redirect(request.path)


@require_http_methods(GET_POST)
def forms(request: Any, mission: str) -> HttpResponse:
    """The published forms; publish a bundled one, or one's own."""
    problem = ""
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            xlsx = file.read() if file else bundled_form(request.POST.get("bundled", ""))
            publish_form(request.mission, xlsx, request.POST.get("version", ""), request.user.username)
            return redirect(request.path)
        except ScrutatorError as error:
            problem = refused_words(error)
    published = request.mission.forms.order_by("form_id", "-pk")
    context = {"mission": request.mission, "bundled": bundled(), "published": published, "problem": problem}
    return render(request, "forms.html", context)


@require_safe
def form_paper(request: Any, mission: str, form: int, language: str) -> HttpResponse:
    """A published form as a PDF to fill in by hand."""
    found = request.mission.forms.filter(pk=form).first()
    if found is None:
        raise ScrutatorError("D54", "there is no such form")
    content = paper_pdf(paper_of(published_form(form), language), sms_prefix(form))
    name = f"{found.form_id}-{found.version}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
def guide(request: Any, mission: str) -> HttpResponse:
    """One page for observers to print: what to do, whom to call, where a receipt is looked up."""
    path = reverse("log_ask", kwargs={"mission": mission})
    address = f"{settings.SERVER.url}{path}" if settings.SERVER.url else request.build_absolute_uri(path)
    return render(request, "guide.html", {"mission": request.mission, "address": address})


@require_http_methods(GET_POST)
def devices(request: Any, mission: str) -> HttpResponse:
    """The phones' tokens. POST makes one and shows its QR code, once."""
    if request.method == "POST":
        return _new_device(request, mission)
    of = request.GET.get("of", "").strip()
    phones = request.mission.devices.exclude(username__startswith=AT_DESK)
    asked = phones.filter(observer__code__startswith=of).select_related("observer")
    page = Paginator(asked.order_by("observer__code", "pk"), SHOWN_TOKENS).get_page(request.GET.get("page"))
    chosen = request.mission.forms.filter(current=True).order_by("form_id")
    context = {"mission": request.mission, "devices": page, "of": of, "forms": chosen, "now": now()}
    return render(request, "devices.html", context)


def _new_device(request: Any, mission: str) -> HttpResponse:
    observer = request.mission.observers.filter(code=request.POST.get("observer", "")).first()
    if observer is None:
        raise ScrutatorError("D62", "there is no observer of this code", remedy="Import the observer first.")
    only = tuple(request.POST.getlist("forms"))
    token = new_token(request.mission, observer, only, now(), request.user.username)
    path = f"/o/{request.mission.slug}"
    url = f"{settings.SERVER.url}{path}" if settings.SERVER.url else request.build_absolute_uri(path)
    qr = qr_svg(collect_settings(url, request.mission.name, token))
    page = url.removesuffix(path) + reverse("web_form", kwargs={"mission": mission})
    link = form_link(page, token)
    codes = {"qr": qr, "link": link, "link_qr": qr_svg(link)}
    context = {"mission": request.mission, "token": token, "url": url, **codes}
    return render(request, "device_shown.html", context)


@require_POST
def device_revoke(request: Any, mission: str, device: int) -> HttpResponse:
    """End a token at once; what it still sends is set aside."""
    found, by = Device.objects.filter(mission=request.mission, pk=device), request.user.username
    write(lambda log: revoke(log, found, now(), by))
    return redirect(reverse("devices", kwargs={"mission": mission}))


@require_http_methods(GET_POST)
def people(request: Any, mission: str) -> HttpResponse:
    """Who is at the desk, and as what; a new account has a password that they change."""
    problem = ""
    if request.method == "POST":
        try:
            name, role = request.POST.get("username", ""), request.POST.get("role", "")
            if role not in [one.value for one in DESK_ROLES]:
                raise ScrutatorError("D62", "choose a role of the list", remedy=SECOND_NAMED)
            _is_no_second(request.mission.memberships.filter(user__username=name).first())
            password = request.POST.get("password", "")
            join(request.mission, name, password, Role(role), maker=request.user)
            return redirect(request.path)
        except ScrutatorError as error:
            problem = refused_words(error)
    counts = sessions_of_all()
    listed = request.mission.memberships.select_related("user").order_by("user__username")
    members = [(one, counts[one.user_id], one.role not in SECOND_PERSONS) for one in listed]
    context = {"mission": request.mission, "members": members, "roles": DESK_ROLES, "problem": problem}
    return render(request, "people.html", context)


def _is_no_second(found: Any) -> None:
    """Raises D62 for the membership of a second person: a coordinator neither names nor ends one."""
    if found is not None and found.role in SECOND_PERSONS:
        what = "a coordinator does not change the role of a second person"
        raise ScrutatorError("D62", what, remedy=SECOND_NAMED)


@require_POST
def people_end(request: Any, mission: str, user: int) -> HttpResponse:
    """End the sessions of an account of the mission, or its role. Raises D54, D62, D65."""
    found = request.mission.memberships.filter(user=user).select_related("user").first()
    if found is None:
        raise ScrutatorError("D54", "this account has no role in the mission")
    act = request.POST.get("act", "")
    if act not in ("sessions", "role"):
        raise ScrutatorError("D65", "end the sessions of an account, or its role")
    if act == "role":
        _is_no_second(found)
        end_role(found.user, request.mission, request.user.username)
    elif not is_of_one_mission(found.user, request.mission):
        what = "the account has a role in another mission too"
        raise ScrutatorError("D62", what, remedy="Ask the administrator to end its sessions.")
    else:
        end_sessions(found.user)
        happened(Event.Kind.SESSIONS, found.user, request.mission.slug, request.user.username)
    return redirect("people", mission=mission)
