"""A second factor at signing in: an app that shows numbers, a security key, and codes on paper for a loss."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import decrypt, encrypt, is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from scrutator.web.accounts.events import account_changed
from scrutator.web.accounts.models import User


class AddFactor(ActivateTOTPView):
    """The page that shows an app's QR code and asks for the first number."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The QR code as an element that may stand in a page."""
        context: dict[str, Any] = super().get_context_data(**given)
        svg = context["totp_svg"]
        return context | {"qr": svg[svg.index("<svg") :]}


@require_safe
def factors(request: Any) -> HttpResponse:
    """Whether this account has a second factor, and what can be done."""
    has = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    key = is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN])
    context = {"has_factor": has, "has_key": key, "needed": settings.SERVER.second_factor}
    return render(request, "mfa/index.html", context)


def lacks_factor(user: Any) -> bool:
    """Whether an account must add a second factor before it goes on."""
    return settings.SERVER.second_factor and not is_mfa_enabled(user)


def shows_factor(username: str, number: str) -> bool:
    """Whether a number is the one that the account's app shows now, or one of its codes on paper. It is
    not used up: the second step of signing in asks for it again. An account without an app costs the same
    work."""
    kept = {one.type: one for one in Authenticator.objects.filter(user__username__iexact=username)}
    app = kept.get(Authenticator.Type.TOTP)
    secret = decrypt(app.data["secret"] if app is not None else encrypt(generate_totp_secret()))
    by_app = validate_totp_code(secret, number) and app is not None
    paper = kept.get(Authenticator.Type.RECOVERY_CODES)
    codes = RecoveryCodes(paper).get_unused_codes() if paper is not None else []
    return by_app or any(constant_time_compare(number, code) for code in codes)


def end_factors(username: str) -> int:
    """Take the second factors of an account away, for one who lost phone and codes; how many there were."""
    count, _ = Authenticator.objects.filter(user__username=username).delete()
    for user in User.objects.filter(username=username) if count else ():
        account_changed(user, "second factor taken away")
    return int(count)
