"""Events as rows: each has a leaf in the field's log of its mission, at `index`."""

from django.db import models


class AuditEvent(models.Model):
    """One event. The leaf commits to the hash of `content` under `salt`, with the random `record`, and says
    nothing else; both are emptied at the end of a mission."""

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="audit_events")
    index = models.PositiveBigIntegerField()
    record = models.CharField(max_length=32)
    salt = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "index"], name="event_once")]
