"""Accounts at the desk, and their roles."""

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import Membership, User
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written
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


def give_role(user: User, mission: Any, role: Role, by: str = COMPUTER) -> None:
    """Give a user a role in a mission, in place of an earlier one.

    Raises D62 for roles without a desk, for the administrator, who reads no report, and where the mission
    would be left without a coordinator.
    """
    if role in (Role.OBSERVER, Role.ADMINISTRATOR):
        raise ScrutatorError("D62", f"the role {role.value} is not given in a mission")
    if user.is_administrator:
        what = "the administrator has no role in a mission, and reads no report"
        raise ScrutatorError("D62", what, remedy="Give the role to another account.")
    coordinators = Membership.objects.filter(mission=mission, role=Role.COORDINATOR.value)
    is_last = coordinators.filter(user=user).exists() and coordinators.count() == 1
    if is_last and role is not Role.COORDINATOR:
        what = "the mission would have no coordinator"
        raise ScrutatorError("D62", what, remedy="Make another account the coordinator first.")

    def give(log: Log) -> None:
        row, _ = Membership.objects.update_or_create(
            user=user, mission=mission, defaults={"role": role.value}
        )
        about = {"account": user.username, "role": role.value}
        note(log, mission.pk, What.ROLE, by, about, written(row))

    write(give)


def join(mission: Any, username: str, password: str, role: Role, by: str = COMPUTER) -> None:
    """Give a role to an account, which is made when it is new. Raises D62 also for a password that is given
    for an account that is there: it would change nothing."""
    user = User.objects.filter(username=username).first()
    if user is not None and password:
        what = "there is an account of this name already, with a password of its own"
        raise ScrutatorError("D62", what, remedy="Leave the password empty.")
    write(lambda log: give_role(user or new_user(username, password), mission, role, by))
