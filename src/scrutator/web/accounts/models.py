"""Who signs in at the desk, and as what: a user has one role in a mission; administrators have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from scrutator.web.roles import Role


class User(AbstractUser):
    """A person at the desk, under a name of their choice; neither address nor full name is asked for."""

    is_administrator = models.BooleanField(default=False)
    made_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="made")
    """The one who made the account on a page, and so knew its first password; None: on the server's
    computer."""

    password_of_maker = models.BooleanField(default=False)
    """Whether its maker still knows the password: it opens no page of a mission until it has another."""


class Membership(models.Model):
    """The role of a user in a mission."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    mission = models.ForeignKey("missions.Mission", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mission"], name="one_role_in_a_mission")]


class Event(models.Model):
    """That someone signed in or out, was wrong, or was refused; that their sessions, role or account ended:
    never what they typed, and no address.

    `user` is None where there is no account of the name; `mission` and `route` name what was asked.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed in"
        SIGNED_OUT = "signed out"
        WRONG = "wrong password"
        REFUSED = "refused"
        SESSIONS = "sessions ended"
        OFF = "switched off"
        ON = "switched on"
        ROLE = "role given"
        ROLE_ENDED = "role ended"

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="events")
    mission = models.CharField(max_length=40, blank=True)
    route = models.CharField(max_length=40, blank=True)
