"""What the desk did beyond decisions: messages, names asked for; what checks found, what waits."""

from django.db import models

from scrutator.web.intake.models import Submission
from scrutator.web.missions.models import Mission, Observer, Place


class Move(models.Model):
    """A report given to another station: a version of its own; what was sent stays as it came."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="moves")
    user = models.ForeignKey("accounts.User", models.PROTECT)
    before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
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
    """That one person wants to see or erase who an observer is, or all are (`observer` is None then), why,
    and what a second person said to it. `browser` is a keyed hash of the browser that asked, "" where it
    has no name; what can be done once is done then."""

    class Wanted(models.TextChoices):
        NAME = "see the name"
        KEPT = "hand out what is kept"
        ERASE = "erase the observer"
        NAMES = "erase all names"
        REPORTS = "erase names and reports"

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        REFUSED = "refused"
        DONE = "done"

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="name_requests")
    wanted = models.CharField(max_length=30, choices=Wanted.choices, default=Wanted.NAME)
    observer = models.ForeignKey(Observer, models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    browser = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    second = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class NameShown(models.Model):
    """That a name was shown, or what is kept handed out, and when."""

    request = models.ForeignKey(NameRequest, models.PROTECT, related_name="shown")
    at = models.DateTimeField()


class StationFlag(models.Model):
    """Where the reports of a station contradict each other, without those of observers who are not safe."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    words = models.TextField()
    reports = models.JSONField(default=list)


class CheckTable(models.Model):
    """A set of checks of a mission; the newest is in force.

    `done_to` is the last observer whose reports it was asked of when it came into force, `places_to` the last
    station; `finished`: it was asked of all.
    """

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="check_tables")
    version = models.CharField(max_length=64)
    table = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    done_to = models.BigIntegerField(default=0)
    places_to = models.BigIntegerField(default=0)
    finished = models.BooleanField(default=False)


class Standing(models.Model):
    """What decisions made of a report beyond its state and place: computed from them and from how it came in,
    at its first decision and after each; the same again at any time. What hides it now is the report's own
    `unsafe`."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="standing")
    came_state = models.CharField(max_length=20)
    came_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    corrections = models.JSONField(default=dict)
    results_apart = models.BooleanField(default=False)
    merged_into = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="merged")
    flagged = models.BooleanField(default=False)
    seen = models.CharField(max_length=64, blank=True)
    came_held = models.BooleanField(default=False)
    joined = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="joined_by")
    relayed = models.BooleanField(default=False)
    status = models.CharField(max_length=30, blank=True)
    decided_of = models.CharField(max_length=200, blank=True)


class Attention(models.Model):
    """What checks found of a report or a station, when, by which version of them, and whether it waits.

    `findings` is a hash of what was found, "" when nothing was; `rank` says who comes first (0: an observer
    who is not safe), `at_stake` how many votes or voters depend on it, None where that is not known, and
    `order` puts more before less, and what is not known before both.
    """

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="attention")
    submission = models.OneToOneField(Submission, models.CASCADE, null=True, related_name="attention")
    place = models.OneToOneField(Place, models.CASCADE, null=True, related_name="attention")
    rank = models.PositiveSmallIntegerField()
    at_stake = models.BigIntegerField(null=True)
    order = models.BigIntegerField()
    findings = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=64)
    at = models.DateTimeField()
    waits = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["mission", "waits", "rank", "order", "id"], name="queue_in_order"),
            models.Index(fields=["mission", "version"], name="seen_by_version"),
        ]


class Measured(models.Model):
    """A share of a report that is compared with its neighbours: `top` over `bottom`."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="measured")
    check_id = models.CharField(max_length=60)
    region = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["check_id", "region"], name="measured_by_region")]
