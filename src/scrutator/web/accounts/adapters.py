"""What allauth asks about accounts: there is no signing up, and second factors are sealed where they lie."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from scrutator.web import at_rest
from scrutator.web.env import secret
from scrutator.web.folder import folder

PURPOSE = "second-factors"


class Closed(DefaultAccountAdapter):
    """No account is made by a visitor."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class SealedFactors(DefaultMFAAdapter):
    """The secrets of second factors lie in the database under a key that is outside of it."""

    def encrypt(self, text: str) -> str:
        return at_rest.seal(secret(folder(), PURPOSE), text.encode(), PURPOSE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return at_rest.opened(secret(folder(), PURPOSE), bytes.fromhex(encrypted_text), PURPOSE).decode()
