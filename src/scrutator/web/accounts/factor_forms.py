"""The forms that take a number of a second factor, slowed as passwords are: one who has the password
guesses numbers slowly, and does not keep a browser out that signed in before."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from scrutator.web.accounts import adapters
from scrutator.web.audit.refusals import Refusal, refused
from scrutator.web.clock import now


class _Slowed:
    """Refuses to look at a number while its account, its browser or its address has to wait."""

    user: Any

    def clean_code(self) -> str:
        """The number, when it is right. Raises ValidationError."""
        counted = adapters.counted_for(context.request, self.user.username, "numbers for")
        at = now().timestamp()
        if adapters.THROTTLE.wait(counted, at):
            raise adapters.Closed().validation_error("too_many_login_attempts")
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            adapters.THROTTLE.failed(counted, at)
            refused(Refusal.FACTOR)
            raise


class FactorForm(_Slowed, AuthenticateForm):
    """The second step of signing in."""


class AgainForm(_Slowed, ReauthenticateForm):
    """The number asked for again before a second factor changes."""
