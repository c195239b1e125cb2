"""Accounts at the desk, and their roles."""

import re
from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.dispatch import receiver

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.events import account_changed, happened
from scrutator.web.accounts.models import Event, Membership, User
from scrutator.web.accounts.sessions import end_sessions
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, name_of, note, write, written
from scrutator.web.roles import Role

SECOND_PERSONS = (Role.APPROVER, Role.KEY_HOLDER)


@receiver(password_changed)
def _own_password(sender: Any, user: User, **more: Any) -> None:
    """A password that its owner chose is known to them alone."""
    User.objects.filter(pk=user.pk).update(password_of_maker=False)
    account_changed(user, "password changed", user.username)


def new_user(username: str, password: str, *, administrator: bool = False, maker: User | None = None) -> User:
    """Make an account; `maker` is who makes it on a page. Raises D62 for a name that is taken or no name, and
    for a weak password."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{2,40}", username):
        raise ScrutatorError("D62", "an account's name has 2 to 40 letters, digits, dots and hyphens")
    if User.objects.filter(username__iexact=username).exists():
        raise ScrutatorError("D62", "there is an account of this name already")
    user = User(
        username=username,
        is_administrator=administrator,
        made_by=maker,
        password_of_maker=maker is not None,
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ScrutatorError("D62", " ".join(error.messages), remedy="Choose another password.") from None
    user.set_password(password)
    user.save()
    return user


def give_role(user: User, mission: Any, role: Role, by: str = COMPUTER) -> None:
    """Give a user a role in a mission, in place of an earlier one. Their sessions end then, but not those
    of an account that has a role in another mission too: no mission ends another's work.

    Raises D62 for roles without a desk, for the administrator, who reads no report, where the mission
    would be left without a coordinator, and for a second person whose account a page made: its maker knew its
    password.
    """
    if role in (Role.OBSERVER, Role.ADMINISTRATOR):
        raise ScrutatorError("D62", f"the role {role.value} is not given in a mission")
    if user.is_administrator:
        what = "the administrator has no role in a mission, and reads no report"
        raise ScrutatorError("D62", what, remedy="Give the role to another account.")
    if role in SECOND_PERSONS and user.made_by_id is not None:
        what = "the account was made by another person on a page, who could be both persons"
        raise ScrutatorError("D62", what, remedy="Name a new account with `scrutator mission role`.")
    before = Membership.objects.filter(user=user, mission=mission).first()
    if before is not None and before.role == role.value:
        return

    def give(log: Log) -> None:
        if before is not None and role is not Role.COORDINATOR:
            _keep_a_coordinator(before)
        row, _ = Membership.objects.update_or_create(
            user=user, mission=mission, defaults={"role": role.value}
        )
        about = {"account": user.username, "role": role.value}
        note(log, mission.pk, What.ROLE, by, about, written(row))
        happened(Event.Kind.ROLE, user, mission.slug)

    write(give)
    if before is not None and is_of_one_mission(user, mission):
        end_sessions(user)


def end_role(user: User, mission: Any, by: str = COMPUTER) -> None:
    """Take a user's role in a mission away; their sessions end, unless they have another role elsewhere.
    Raises D62 for one who has none, and for the last coordinator."""
    write(lambda log: _ended(log, user, mission, by))
    if is_of_one_mission(user, mission):
        end_sessions(user)


def _ended(log: Log, user: User, mission: Any, by: str) -> None:
    """Reads the role anew: the writer runs an action again when another of its group failed."""
    found = Membership.objects.filter(user=user, mission=mission).first()
    if found is None:
        raise ScrutatorError("D62", "the account has no role in this mission")
    _keep_a_coordinator(found)
    key, about = str(found.pk), {"account": found.user.username, "role": found.role}
    found.delete()
    note(log, found.mission_id, What.ROLE_ENDED, by, about, {"accounts.membership": {key: None}})
    happened(Event.Kind.ROLE_ENDED, found.user, found.mission.slug)


def is_of_one_mission(user: User, mission: Any) -> bool:
    """Whether an account has no role in any other mission, and does not administer the server."""
    elsewhere = Membership.objects.filter(user=user).exclude(mission=mission)
    return not user.is_administrator and not elsewhere.exists()


def _keep_a_coordinator(one: Membership) -> None:
    """Raises D62 when this is the role of the last coordinator; two who end each other's at once wait for one
    another."""
    coordinators = Membership.objects.filter(mission=one.mission, role=Role.COORDINATOR.value)
    if one.role == Role.COORDINATOR.value and len(coordinators.select_for_update()) == 1:
        what = "the mission would have no coordinator"
        raise ScrutatorError("D62", what, remedy="Make another account the coordinator first.")


def join(mission: Any, username: str, password: str, role: Role, *, maker: User | None = None) -> None:
    """Give a role to an account, which is made when it is new, by `maker` on a page. Raises D62 also for a
    password that is given for an account that is there: it would change nothing."""
    user = User.objects.filter(username=username).first()
    if user is not None and password:
        what = "there is an account of this name already, with a password of its own"
        raise ScrutatorError("D62", what, remedy="Leave the password empty.")

    def give(log: Log) -> None:
        account = user or new_user(username, password, maker=maker)
        give_role(account, mission, role, name_of(maker))

    write(give)


def role_of(user: int, mission: Any) -> Role | None:
    """The role of an account in a mission now; None without one, and for an account that is switched off."""
    found = Membership.objects.filter(user=user, mission=mission, user__is_active=True).first()
    return Role(found.role) if found else None
