"""The first account, the list of one's missions, sessions, and all accounts for the administrator."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.events import happened
from scrutator.web.accounts.first_run import check_token, use_token
from scrutator.web.accounts.models import Event, User
from scrutator.web.accounts.sessions import end_sessions, open_sessions, sessions_of_all
from scrutator.web.answers import refused_words


@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: Any, token: str) -> HttpResponse:
    """The page on which the first account is made."""
    check_token(token)
    problem = ""
    if request.method == "POST":
        try:
            use_token(token, request.POST.get("username", ""), request.POST.get("password", ""))
            return redirect("account_login")
        except ScrutatorError as error:
            problem = refused_words(error)
    return render(request, "first_run.html", {"problem": problem})


@require_safe
def home(request: Any) -> HttpResponse:
    """The missions of the one who asks."""
    memberships = request.user.memberships.select_related("mission").order_by("mission__name")
    return render(request, "home.html", {"memberships": memberships})


@require_safe
def sessions(request: Any) -> HttpResponse:
    """One's own open sessions."""
    listed = open_sessions(request.user, request.session.session_key)
    return render(request, "sessions.html", {"sessions": listed})


@require_POST
def session_end(request: Any) -> HttpResponse:
    """End one of one's own sessions by its mark, or all others, or all. Raises D65 for none of these."""
    mark, which = request.POST.get("mark", ""), request.POST.get("which", "")
    here = request.session.session_key
    if which not in ("one", "others", "all") or (which == "one") != bool(mark):
        raise ScrutatorError("D65", "end one session, all others, or all")
    mine = [one.mark for one in open_sessions(request.user, here) if one.here]
    end_sessions(request.user, mark=mark, keep=here if which == "others" else "")
    happened(Event.Kind.SESSIONS, request.user, by=request.user.username)
    if which == "all" or mark in mine:
        logout(request)
        return redirect("account_login")
    return redirect("sessions")


@require_safe
def accounts(request: Any) -> HttpResponse:
    """All accounts of the server, for the administrator: names and numbers of sessions, no role."""
    counts = sessions_of_all()
    listed = [(one, counts[one.pk]) for one in User.objects.order_by("username")]
    return render(request, "accounts.html", {"accounts": listed})


@require_POST
def account_end(request: Any, user: int) -> HttpResponse:
    """End another's sessions, or switch their account off or on. Raises D54, D62 for one's own account,
    D65."""
    found, act = User.objects.filter(pk=user).first(), request.POST.get("act", "")
    if found is None:
        raise ScrutatorError("D54", "there is no such account")
    if act not in ("sessions", "off", "on"):
        raise ScrutatorError("D65", "end sessions, or switch the account off or on")
    if found == request.user:
        raise ScrutatorError("D62", "this is your own account", remedy="End its sessions on their own page.")
    if act != "sessions":
        found.is_active = act == "on"
        found.save(update_fields=["is_active"])
        happened(Event.Kind.ON if act == "on" else Event.Kind.OFF, found, by=request.user.username)
    if act != "on":
        end_sessions(found)
        happened(Event.Kind.SESSIONS, found, by=request.user.username)
    return redirect("accounts")
