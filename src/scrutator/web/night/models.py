"""What the night keeps: rules as registered, keys of approvers, releases and their signatures, keyings,
results as they were published, an audit's plan and its draws. Rows are added, and changed only to end."""

from django.db import models

from scrutator.web.intake.models import Submission
from scrutator.web.missions.models import Mission


class NightRules(models.Model):
    """A night file with its tables as it was registered; the newest is in force.

    `size` is the size of the field's log at that moment, or that of the registration in force before with the
    same rules, sample and frame, and no substitute fewer. `replaced` names drawn stations whose substitute
    stepped in.
    """

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="nights")
    form_id = models.CharField(max_length=60)
    rules = models.BinaryField()
    sample_name = models.CharField(max_length=200)
    sample = models.BinaryField()
    frame_name = models.CharField(max_length=200, blank=True)
    frame = models.BinaryField(default=b"")
    replaced = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ApproverKey(models.Model):
    """The public key that an approver signs with; the secret half never comes here."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="approver_keys")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    key = models.CharField(max_length=300)
    public = models.CharField(max_length=64)
    at = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "public"], name="key_of_one_approver"),
        ]


class Release(models.Model):
    """A record that the desk wrote for two approvers: its exact bytes, and the log's size that it speaks of.

    `released` is when the second signature stood, `released_size` the log's size at which the gates were
    looked at then; None while it waits.
    """

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    rules = models.ForeignKey(NightRules, models.PROTECT, related_name="releases")
    record = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released = models.DateTimeField(null=True)
    released_size = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "number"], name="release_once")]


class Accepted(models.Model):
    """What a record counts: the figures of its stations by question, and the numbers of the reports that gave
    them. It is published nowhere and deleted with the reports; from it is known of how many stations the desk
    changed something since."""

    release = models.OneToOneField(Release, models.CASCADE, related_name="accepted")
    stations = models.JSONField()
    reports = models.JSONField()


class Cosignature(models.Model):
    """A valid signature of a registered key under a release."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="signatures")
    key = models.ForeignKey(ApproverKey, models.PROTECT, related_name="+")
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="signed_once")]


class Keying(models.Model):
    """What one person read from a photographed protocol, without seeing what others read.

    `settles` is the coordinator's own reading where no two others agree, with `reason`.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="keyings")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    counts = models.JSONField()
    settles = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="keyed_once")]


class PublishedTable(models.Model):
    """Stations' results as they were published at a moment; a later table replaces only stations it names."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="published_tables")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    left_out = models.PositiveIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AuditPlan(models.Model):
    """A sealed plan with the results it was made for; `seed` comes later, once, in public."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="audit_plans")
    plan = models.TextField()
    results_name = models.CharField(max_length=200)
    results = models.BinaryField()
    seal = models.CharField(max_length=64)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seed = models.CharField(max_length=400, blank=True)
    seed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    seed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "seal"], name="plan_once")]


class AuditDraw(models.Model):
    """That the draw went on to so many draws, and who let it."""

    plan = models.ForeignKey(AuditPlan, models.CASCADE, related_name="draws")
    number = models.PositiveIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="draw_once")]
