"""What a mission sets up before its day: rounds, places, observers, deployment, devices, forms."""

from django.db import models

from scrutator.field.reading.sheets import language_code


class Mission(models.Model):
    """One observation mission. `log_key` is the public key of its field log, `evidence_key` the public key
    that originals of photos are sealed to; the latter's secret half and publication keys are not here."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="UTC")
    log_key = models.CharField(max_length=200)
    evidence_key = models.CharField(max_length=100, blank=True)
    places_version = models.PositiveIntegerField(default=0)


class Round(models.Model):
    """A day of voting; everything that is sent belongs to one."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="rounds")
    code = models.SlugField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "code"], name="round_once")]


class Place(models.Model):
    """A station, a commission, a district or a region; `registered` is None where it is not known."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="places")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, default="station")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    registered = models.PositiveIntegerField(null=True)
    time_zone = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "code"], name="place_once")]


class Observer(models.Model):
    """An observer as the mission's database knows them: a code and an id that says nothing."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="observers")
    code = models.CharField(max_length=20)
    opaque = models.CharField(max_length=32, unique=True)
    team = models.CharField(max_length=60, blank=True)
    partner = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "code"], name="observer_once")]


class Deployment(models.Model):
    """That an observer is to be at a place in a round, and how the place was selected; for one of a
    probability sample, the number of stations it stands for (None: not known) and its stratum."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="deployments")
    observer = models.ForeignKey(Observer, models.CASCADE, related_name="deployments")
    place = models.ForeignKey(Place, models.PROTECT, related_name="deployments")
    selection = models.CharField(max_length=40, default="unknown")
    weight = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    stratum = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "observer", "place"], name="deployed_once")]


class Duty(models.Model):
    """That an observer is to send a form from a place by a time on its clock (`due`, without a zone)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="duties")
    observer = models.ForeignKey(Observer, models.CASCADE, related_name="duties")
    place = models.ForeignKey(Place, models.PROTECT, related_name="duties")
    form_id = models.CharField(max_length=60)
    due = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "observer", "place", "form_id", "due"], name="duty_once")
        ]


class FormVersion(models.Model):
    """A form as it was published; it is never changed and never deleted, for phones keep it for days."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="forms")
    form_id = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    languages = models.JSONField()
    xform = models.BinaryField()
    md5 = models.CharField(max_length=32)
    questions = models.JSONField()
    workbook = models.BinaryField()
    current = models.BooleanField(default=True)

    @property
    def codes(self) -> list[str]:
        """The codes of its languages."""
        return [language_code(name) for name in self.languages]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "form_id", "version"], name="version_once")]


class Device(models.Model):
    """A phone's token: `ha1` stands for its password, `forms` names what it may fill in (empty: all).

    `fingerprint` is a keyed hash of the device that used it first. A revoked token may still send, and what
    it sends is set aside.
    """

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="devices")
    observer = models.ForeignKey(Observer, models.CASCADE, related_name="devices")
    username = models.CharField(max_length=20, unique=True)
    ha1 = models.CharField(max_length=32)
    forms = models.JSONField(default=list)
    expires = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, blank=True)
    revoked = models.DateTimeField(null=True)
