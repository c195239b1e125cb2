"""Messages to many observers: their words in each language, what each channel costs, each one and its way."""

from django.db import models

from scrutator.web.missions.models import Mission, Observer


class Channel(models.TextChoices):
    """The ways that a message goes, and reports come."""

    SMS = "sms"
    MESSENGER = "messenger"


class Wording(models.Model):
    """The words of a message in one language; `name` is the same in all of them. None is ever changed: the
    newest of a name and language is the one in use."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="wordings")
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=3)
    words = models.TextField()


class Price(models.Model):
    """What one part of a message costs on a channel; the newest is in force."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="prices")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    price = models.DecimalField(max_digits=10, decimal_places=4)
    currency = models.CharField(max_length=3)


class OperatorTable(models.Model):
    """Which telephone operator a number's first digits belong to, as the mission declares it: lines of
    `prefix,operator`; the newest is in force."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="operator_tables")
    table = models.TextField()


class Bulk(models.Model):
    """One message to many, as a person confirmed it. `digest` is of all that the person saw: the same page
    confirmed twice is one."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="bulks")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "digest"], name="bulk_once")]


class Outgoing(models.Model):
    """One message of a bulk to one observer. `sender` is the keyed hash of the address that it goes to, by
    which replies are found."""

    class State(models.TextChoices):
        NO_PHONE = "no telephone"
        WAITING = "waits"
        STAGED = "being handed over"
        HANDED = "handed over"
        REACHED = "reached"
        NOT_REACHED = "not reached"

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="outgoing")
    observer = models.ForeignKey(Observer, models.PROTECT, related_name="outgoing")
    language = models.CharField(max_length=3)
    words = models.TextField()
    sender = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "observer"], name="outgoing_once")]
        indexes = [models.Index(fields=["sender", "at"], name="outgoing_by_sender")]
