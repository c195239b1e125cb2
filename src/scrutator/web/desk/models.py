"""What the desk did beyond decisions: moves, messages, names asked for; where stations contradict."""

from django.db import models

from scrutator.web.intake.models import Submission
from scrutator.web.missions.models import Mission, Observer, Place


class Move(models.Model):
    """A report given to another station: a version of its own; what was sent stays as it came."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="moves")
    user = models.ForeignKey("accounts.User", models.PROTECT)
    before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Place, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()


class Message(models.Model):
    """What an observer is to be told of a report: it waits for the one who tells them, or for a sender."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TOLD = "told"
        DROPPED = "dropped"

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="messages")
    observer = models.ForeignKey(Observer, models.PROTECT, related_name="messages")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="messages")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)


class NameRequest(models.Model):
    """That one person wants to see who an observer is, why, and what a second person said to it."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        REFUSED = "refused"

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="name_requests")
    observer = models.ForeignKey(Observer, models.PROTECT, related_name="+")
    asker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    second = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class NameShown(models.Model):
    """That a name was shown, and when."""

    request = models.ForeignKey(NameRequest, models.PROTECT, related_name="shown")
    at = models.DateTimeField()


class StationFlag(models.Model):
    """Where the reports of a station contradict each other, without those of observers who are not safe."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    words = models.TextField()
