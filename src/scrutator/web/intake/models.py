"""What was received, the log over it, and what the desk made of it. Rows of the first two are never changed
but for a count of repeats; a decision is a row of its own."""

from django.db import models

from scrutator.web.missions.models import Device, FormVersion, Mission, Place

IMPORT = "import"
"""How the channel of a report begins that was taken over from another system; its name follows."""


class Received(models.Model):
    """One body as it arrived: a form's XML, or an attachment (whose bytes are a sealed file).

    `record` and `salt` are random; the leaf commits to `sha256` and `facts` with them and says nothing else.
    `facts` says how it came, as JSON: when, by which token and channel, what the report was at first.
    """

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="received")
    record = models.CharField(max_length=32, unique=True)
    salt = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    instance_id = models.CharField(max_length=128)
    content = models.BinaryField()
    facts = models.BinaryField(default=b"")
    channel = models.CharField(max_length=20)
    device = models.ForeignKey(Device, models.PROTECT, null=True)
    at = models.DateTimeField()
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["mission", "instance_id"], name="received_by_instance")]

    @property
    def is_imported(self) -> bool:
        """Did it come from an export of another system, and not from an observer?"""
        return bool(self.export)

    @property
    def export(self) -> str:
        """The system whose export it came from; "" for what was sent here."""
        how, _, system = self.channel.partition(" ")
        return system if how == IMPORT else ""


class Leaf(models.Model):
    """The place of something in the mission's log: its index from 0, its hash, its exact bytes. `received`
    is None for an event, which is found by its index."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="leaves")
    index = models.PositiveBigIntegerField()
    received = models.OneToOneField(Received, models.PROTECT, null=True, related_name="leaf")
    hash = models.BinaryField()
    entry = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "index"], name="leaf_once")]


class Checkpoint(models.Model):
    """A signed statement of the log's size and root, and the peaks from which the log goes on."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    note = models.BinaryField()
    peaks = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "size"], name="checkpoint_once")]


class Submission(models.Model):
    """A report: one of possibly several versions or differing copies under an instance id."""

    class State(models.TextChoices):
        NEW = "new"
        VERIFIED = "verified"
        DUPLICATE = "duplicate"
        QUARANTINED = "quarantined"
        WITHHELD = "withheld"

    received = models.OneToOneField(Received, models.PROTECT, related_name="submission")
    mission = models.ForeignKey(Mission, models.PROTECT, related_name="submissions")
    published = models.ForeignKey(FormVersion, models.PROTECT, null=True, related_name="submissions")
    form_id = models.CharField(max_length=128)
    version = models.CharField(max_length=128)
    instance_id = models.CharField(max_length=128)
    replaces = models.CharField(max_length=128, blank=True)
    superseded = models.BooleanField(default=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="submissions")
    state = models.CharField(max_length=20, choices=State.choices, default=State.NEW)
    unsafe = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["mission", "form_id", "state", "unsafe"], name="submissions_by_state"),
            models.Index(fields=["mission", "replaces"], name="submissions_by_replaced"),
            models.Index(fields=["mission", "instance_id"], name="submissions_by_instance"),
            models.Index(fields=["mission", "form_id", "place"], name="submissions_by_place"),
        ]


class Attachment(models.Model):
    """A file that came with a report: `copy` says whether there is a working copy without its metadata."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    received = models.OneToOneField(Received, models.PROTECT, related_name="attachment")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    copy = models.BooleanField()


class Flag(models.Model):
    """Something about a report that a person should look at."""

    class Kind(models.TextChoices):
        SIBLING = "differs from a report with the same id"
        UNKNOWN_FORM = "the form or its version was never published here"
        REVOKED = "sent with a revoked token"
        SECOND_DEVICE = "sent from another device than the token's first"
        FORM_NOT_ALLOWED = "the token is not for this form"
        UNKNOWN_REPLACED = "replaces a report that is not here"
        STALE_EDIT = "replaces a report that was replaced already"
        SECOND_FILE = "two files of one name differ"
        MISSING_FILE = "names a file that has not arrived"
        UNASKED = "answers what its form does not ask or offer, or a question twice"
        UNKNOWN_PLACE = "names a place that the mission does not have"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=80, choices=Kind.choices)


class Decision(models.Model):
    """What a person at the desk decided about a report or a station, and why: rows are added, never changed.

    `act` and `content` are those of `field.deciding`; `state` is what the report was after it. `undoes` is
    the decision that this one takes back.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="decisions")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="decisions")
    user = models.ForeignKey("accounts.User", models.PROTECT)
    act = models.CharField(max_length=10, default="state")
    content = models.JSONField(default=dict)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone")
    state = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()


class Job(models.Model):
    """Work that a report asks for: written with it, so that neither is there without the other."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state"], name="jobs_by_state")]


class Check(models.Model):
    """What the field's checks ask about a report: a question to a person, never a verdict."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    words = models.TextField()
