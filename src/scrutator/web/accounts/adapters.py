"""What allauth asks about accounts: there is no signing up; accounts are made by those who may."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Closed(DefaultAccountAdapter):
    """No account is made by a visitor."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
