"""A new mission: its row, its first round, the key of its field log; and the people at its desk."""

import re
from datetime import date
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import Membership, User
from scrutator.web.intake.evidence import parse_public
from scrutator.web.missions.models import Mission, Round
from scrutator.web.roles import Role
from scrutator.web.server import make_log_key

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")


def new_mission(slug: str, name: str, day: date, time_zone: str, evidence_key: str) -> Mission:
    """Make a mission with one round on its day. Raises D62 for what cannot be used, D64 for an evidence key
    that is none; an empty one is for missions whose forms take no photos."""
    if not _SLUG.fullmatch(slug):
        raise ScrutatorError("D62", "the short name has 3 to 40 small letters, digits and hyphens")
    if Mission.objects.filter(slug=slug).exists():
        raise ScrutatorError("D62", f"there is a mission {slug} already")
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise ScrutatorError("D62", "a mission has a name of at most 200 characters")
    if time_zone not in available_timezones():
        raise ScrutatorError("D62", f"there is no time zone “{time_zone[:60]}”", remedy="Write e.g. Asia/Almaty.")
    if evidence_key:
        parse_public(evidence_key)
    key = make_log_key(slug)
    with transaction.atomic():
        mission = Mission.objects.create(
            slug=slug, name=name.strip(), time_zone=time_zone, log_key=str(key.key), evidence_key=evidence_key.strip()
        )
        Round.objects.create(mission=mission, code="1", day=day)
    return mission


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


def give_role(user: User, mission: Mission, role: Role) -> None:
    """Give a user a role in a mission, in place of the one they had. Raises D62 for roles that have no desk."""
    if role in (Role.OBSERVER, Role.ADMINISTRATOR):
        raise ScrutatorError("D62", f"the role {role.value} is not given in a mission")
    Membership.objects.update_or_create(user=user, mission=mission, defaults={"role": role.value})
