"""Numbers of observers for SMS, and every message with what was answered."""

from django.db import models

from scrutator.web.missions.models import Device, Mission


class SmsNumber(models.Model):
    """An observer's number for SMS. Its `device` binds the first telephone that sends the right code; of the
    code only a keyed hash is kept."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="sms_numbers")
    device = models.OneToOneField(Device, models.CASCADE, related_name="sms")
    number = models.CharField(max_length=6)
    code = models.BinaryField()
    language = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "number"], name="sms_number_once")]


class SmsMessage(models.Model):
    """A message: its text sealed and without the code, its sender as a keyed hash, what became of it.

    `channel` is sms or messenger; `gateway` is the id that the gateway gave it; `number` is written only
    where it is one of the mission's.
    """

    class Outcome(models.TextChoices):
        STORED = "stored"
        ASIDE = "stored and set aside"
        REPEATED = "stored before"
        NOT_READ = "not read"
        WRONG_CODE = "wrong number or code"
        TOO_MANY = "too many wrong codes"
        MACHINE = "from a machine"
        REPLY = "a reply to the desk"

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="sms_messages")
    channel = models.CharField(max_length=10, default="sms")
    gateway = models.CharField(max_length=100)
    at = models.DateTimeField()
    sender = models.CharField(max_length=64)
    number = models.CharField(max_length=6, blank=True)
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    text = models.BinaryField()
    reply = models.CharField(max_length=500, blank=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "gateway"], name="sms_message_once")]
        indexes = [models.Index(fields=["mission", "outcome", "at"], name="sms_by_outcome")]
