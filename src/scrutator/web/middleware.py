"""What stands around every view: headers, errors as answers, and who may ask for what."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RequestDataTooBig, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse

from scrutator.errors import ScrutatorError
from scrutator.web import answers
from scrutator.web.accounts.demo import is_demonstration, is_on_this_computer
from scrutator.web.accounts.models import Membership
from scrutator.web.accounts.second_factor import lacks_factor
from scrutator.web.audit.refusals import Refusal, refused
from scrutator.web.database_faults import cannot_work
from scrutator.web.env import ProcessRole
from scrutator.web.form.access import bearer_of, said
from scrutator.web.intake.devices import device_of, unknown_device
from scrutator.web.missions.models import Mission
from scrutator.web.own.limits import LARGEST_POST
from scrutator.web.policy import RULES, Access, allows, is_beside
from scrutator.web.roles import Role

NO_DEMONSTRATION = ScrutatorError("D56", "this is no demonstration, or not the computer it runs on")
ELSEWHERE = ScrutatorError("D58", "this process serves the desk, and the first process this address")
UNKNOWN_TOKEN = ScrutatorError("D51", "this token is not known here, or has ended")
View = Callable[[Any], HttpResponse]
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecureHeaders:
    """Headers on every answer; pages are kept by no cache unless they say otherwise."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        for name, text in HEADERS.items():
            response.headers.setdefault(name, text)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.SERVER.https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


class BoundedBodies:
    """A request that says it is larger than its address accepts is answered before it is read."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        most = next(
            (most for path, most in MOST_OF.items() if request.path_info.startswith(path)), MOST_BYTES
        )
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length[:15]) > most:
            return answer_to(request, ScrutatorError("D52", "the request is too large"))
        return self.get_response(request)


MOST_BYTES = 64_000_000
MOST_OF = {"/own/": LARGEST_POST, "/law/": 2_200_000, "/accounts/": 100_000, "/language": 100_000}
"""Bytes of a request by what its address begins with; `MOST_BYTES` elsewhere, where views have bounds of
their own."""


class ClearErrors:
    """An error that a person can fix becomes an answer with its code, for phones in their own words."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in WHAT or getattr(response, "is_named", False):
            return response
        code, what = WHAT[response.status_code]
        named = answer_to(request, ScrutatorError(code, what))
        named.status_code = response.status_code
        return named

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if isinstance(error, ScrutatorError):
            return answer_to(request, error)
        if isinstance(error, RequestDataTooBig):
            return answer_to(request, ScrutatorError("D52", "the request is too large"))
        if isinstance(error, SuspiciousOperation | UnreadablePostError | MultiPartParserError):
            return answer_to(request, ScrutatorError(*WHAT[400]))
        return None


WHAT = {
    400: ("D65", "the request cannot be read"),
    403: ("D56", "the page was not open here, or is too old"),
    404: ("D54", "there is nothing at this address"),
    405: ("D65", "this address is not asked in this way"),
    413: ("D52", "the request is too large"),
}


def answer_to(request: Any, error: ScrutatorError, *, alone: bool = False) -> HttpResponse:
    """The error as the asker understands it: phones ask below /o/. `alone`: without the database."""
    if request.path_info.startswith("/o/"):
        return answers.named(answers.for_phone(error))
    return answers.named(answers.page_alone(request, error) if alone else answers.page(request, error))


def failed(request: Any) -> HttpResponse:
    """The answer where the server itself is wrong, or its database cannot work; says nothing of what was
    sent. Who asks cannot be looked up then."""
    error = cannot_work(sys.exc_info()[1])
    if error is None:
        return answer_to(request, ScrutatorError("D66", "the server failed"))
    return answer_to(request, error, alone=True)


class Policy:
    """Before a view runs: the mission it names, who asks, and whether they may."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        try:
            return self._refusal(request, kwargs)
        except ScrutatorError as error:
            return answer_to(request, error)

    def _refusal(self, request: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """The answer to one who may not; None when they may."""
        name = request.resolver_match.view_name
        rule = RULES.get(name)
        if settings.SERVER.role is ProcessRole.DESK and not is_beside(name):
            raise ELSEWHERE
        if rule is Access.DEVICE:
            request.device = device_of(request, kwargs["mission"])
            request.mission = request.device.mission if request.device else None
            if request.device is None and _is_wrong(request):
                refused(Refusal.PHONE, kwargs["mission"])
            return unknown_device(request) if request.device is None else None
        if rule is Access.TOKEN:
            request.device = bearer_of(request, kwargs["mission"])
            request.mission = request.device.mission if request.device else None
            if request.device is None:
                refused(Refusal.PHONE, kwargs["mission"])
            return said(UNKNOWN_TOKEN) if request.device is None else None
        if rule is Access.DEMONSTRATION:
            request.mission = None
            return None if is_demonstration(request) else answer_to(request, NO_DEMONSTRATION)
        if rule is Access.OPERATOR and is_on_this_computer(request):
            return None
        if rule is Access.GATEWAY:
            return None  # the view checks the signature over what it reads
        if rule is not Access.ANYONE:  # such pages read what is sent within bounds of their own
            _refuse_impossible(request, kwargs)
        request.mission = Mission.objects.filter(slug=kwargs.get("mission", "")).first()
        user = request.user
        administrator = user.is_authenticated and user.is_administrator
        request.role = _role(request)
        by_role = rule in (Access.ADMINISTRATOR, Access.OPERATOR) or isinstance(rule, frozenset)
        if user.is_authenticated and by_role and user.password_of_maker:
            return redirect("account_change_password")
        if user.is_authenticated and by_role and lacks_factor(user):
            return redirect("mfa_activate_totp")
        if allows(rule, request.role, signed_in=user.is_authenticated, administrator=administrator):
            if "mission" in kwargs and request.mission is None:
                raise ScrutatorError("D54", "there is no such mission")
            return None
        if not user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        return answer_to(request, ScrutatorError("D56", "your role does not open this page"))


def _is_wrong(request: Any) -> bool:
    """Whether a phone signed, and not merely with a nonce that is too old: those ask again by themselves."""
    return "Authorization" in request.headers and not getattr(request, "is_stale", False)


def _refuse_impossible(request: Any, kwargs: dict[str, Any]) -> None:
    """Raises D54 for a number that no row can have, D65 for a text that no database keeps: either would be
    an error of the server in one of the databases."""
    if any(isinstance(one, int) and one >= 2**63 for one in kwargs.values()):
        raise ScrutatorError(*WHAT[404])
    texts = (text for given in (request.GET, request.POST) for _, many in given.lists() for text in many)
    if any("\0" in text for text in texts):
        raise ScrutatorError("D65", "a text has a character that is none")


def _role(request: Any) -> Role | None:
    """The role of the one who asks, in the mission they ask about."""
    if request.mission is None or not request.user.is_authenticated:
        return None
    found = Membership.objects.filter(user=request.user, mission=request.mission).first()
    return Role(found.role) if found else None
