"""A demonstration: anyone at this computer enters a rehearsed mission's desk with one click.

Only where the server was started as one, and only for requests that are made on the computer it runs on: the
address asked from and the name asked for are both of the computer itself, and nothing passed the request on.
"""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import Membership
from scrutator.web.roles import Role

ROLES = (Role.COORDINATOR, Role.DESK)
NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


def is_demonstration(request: Any) -> bool:
    """Whether the server is a demonstration and the request was made on its own computer, by no proxy."""
    return bool(settings.SERVER.demo) and is_on_this_computer(request)


def is_on_this_computer(request: Any) -> bool:
    """Whether the request was made on the server's own computer, and nothing passed it on."""
    passed_on = any(
        name in PASSED_ON or name.startswith("X-Forwarded") for name in map(str.title, request.headers)
    )
    return not passed_on and _is_here(request)


def _is_here(request: Any) -> bool:
    try:
        asker = ip_address(request.META.get("REMOTE_ADDR", ""))
        asked = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    except ValueError:
        return False
    mapped = getattr(asker, "ipv4_mapped", None)
    return (mapped or asker).is_loopback and asked in NAMES


@require_safe
def demo(request: Any) -> HttpResponse:
    """What to look at, and a button for each role."""
    return render(request, "demo.html", {"roles": ROLES, "slug": settings.SERVER.demo})


@require_POST
def demo_enter(request: Any, role: str) -> HttpResponse:
    """Sign in as the rehearsed mission's account of this role. Raises D54 when there is none."""
    slug = settings.SERVER.demo
    if role not in [one.value for one in ROLES]:
        raise ScrutatorError("D54", "there is no such role in the demonstration")
    found = Membership.objects.filter(mission__slug=slug, role=role, user__username=f"{slug}-{role}").first()
    if found is None:
        raise ScrutatorError("D54", "the rehearsed mission is not there yet", remedy="Try again in a minute.")
    login(request, found.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("desk", mission=slug)
