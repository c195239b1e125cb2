"""What allauth asks about accounts: there is no signing up, and second factors are sealed where they lie."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from scrutator.web import at_rest
from scrutator.web.accounts.events import wrong_password, wrong_since
from scrutator.web.accounts.known_browsers import folded, known_browser, remember
from scrutator.web.accounts.second_factor import shows_factor
from scrutator.web.accounts.throttle import (
    FORGOTTEN_AFTER,
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    Counted,
    Throttle,
)
from scrutator.web.audit.refusals import Refusal, refused
from scrutator.web.clock import now
from scrutator.web.env import secret
from scrutator.web.folder import folder

FIRST_STEP, LONGEST_STEP = "first step", 600
PURPOSE = "second-factors"
THROTTLE = Throttle()  # of this process, which is the only one
FREE_NUMBERS = (
    1_000  # shown beside a password: three in a thousand of finding one, for one who has the password
)


class Closed(DefaultAccountAdapter):
    """No account is made by a visitor."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse to look at a password while its account or its address has to wait.

        While others' guesses let the account wait, its owner is looked at from any browser with a right
        number of their second factor beside the password; a wrong one counts for the address.
        """
        counted, at = self._counted(request, credentials), now().timestamp()
        if not THROTTLE.wait(counted, at):
            return
        name, number = str(credentials.get("username", "")), request.POST.get("number", "")[:20]
        others = [*counted[1:], Counted(f"numbers before {folded(name)}", FREE_NUMBERS)]
        if number and counted[1:] and not THROTTLE.wait(others, at):
            if shows_factor(name.strip(), number):
                return
            THROTTLE.failed(others, at)
        refused(Refusal.WAITS)
        raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """The user of a right password; an account that is switched off is answered as a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        if user is not None and known_browser(request, user.username):
            THROTTLE.forget(self._counted(request, credentials)[0])
        return user

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Count it, and write it down."""
        THROTTLE.failed(self._counted(request, credentials), now().timestamp())
        wrong_password(str(credentials.get("username", "")))

    def pre_login(self, request: Any, user: Any, **more: Any) -> Any:
        """Keep of which password the first step was, and when."""
        request.session[FIRST_STEP] = [user.get_session_auth_hash(), int(now().timestamp())]
        return super().pre_login(request, user, **more)

    def login(self, request: Any, user: Any) -> None:
        """Sign in, after all steps: not on a password that was changed since the first, or long after it."""
        of, at = request.session.pop(FIRST_STEP, ["", 0])
        late = now().timestamp() - at > LONGEST_STEP
        if late or not constant_time_compare(of, user.get_session_auth_hash()):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def post_login(self, request: Any, user: Any, **more: Any) -> Any:
        """Let the browser be known to the account."""
        response = super().post_login(request, user, **more)
        remember(request, response, user.username)
        return response

    def _counted(self, request: Any, credentials: dict[str, Any]) -> list[Counted]:
        return counted_for(request, str(credentials.get("username", "")), "account")


def counted_for(request: Any, username: str, what: str) -> list[Counted]:
    """What failures of an attempt at an account are counted for: the browser, where it signed in to it
    before; else the account and the address."""
    name = folded(username)
    browser = known_browser(request, name)
    if browser is not None:
        return [Counted(f"{what} browser {browser}", FREE_FOR_ACCOUNT)]
    address = Counted(f"address {Closed().get_client_ip(request)}", FREE_FOR_ADDRESS)
    return [Counted(f"{what} {name}", FREE_FOR_ACCOUNT), address]


def remember_failures() -> None:
    """Let a server that starts know the wrong passwords of the last day, as they were written down."""
    for name, at in wrong_since(now() - timedelta(seconds=FORGOTTEN_AFTER)):
        THROTTLE.failed([Counted(f"account {folded(name)}", FREE_FOR_ACCOUNT)], at.timestamp())


class SealedFactors(DefaultMFAAdapter):
    """The secrets of second factors lie in the database under a key that is outside of it."""

    def encrypt(self, text: str) -> str:
        return at_rest.seal(secret(folder(), PURPOSE), text.encode(), PURPOSE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return at_rest.opened(secret(folder(), PURPOSE), bytes.fromhex(encrypted_text), PURPOSE).decode()
