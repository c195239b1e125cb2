"""Accounts at the desk, and their roles."""

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import Membership, User
from scrutator.web.roles import Role


def new_user(username: str, password: str, *, administrator: bool = False) -> User:
    """Make an account. Raises D62 for a name that is taken or no name, and for a weak password."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{2,40}", username):
        raise ScrutatorError("D62", "an account's name has 2 to 40 letters, digits, dots and hyphens")
    if User.objects.filter(username__iexact=username).exists():
        raise ScrutatorError("D62", "there is an account of this name already")
    user = User(username=username, is_administrator=administrator)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ScrutatorError("D62", " ".join(error.messages), remedy="Choose another password.") from None
    user.set_password(password)
    user.save()
    return user


def give_role(user: User, mission: Any, role: Role) -> None:
    """Give a user a role in a mission, in place of an earlier one. Raises D62 for roles without a desk."""
    if role in (Role.OBSERVER, Role.ADMINISTRATOR):
        raise ScrutatorError("D62", f"the role {role.value} is not given in a mission")
    Membership.objects.update_or_create(user=user, mission=mission, defaults={"role": role.value})
