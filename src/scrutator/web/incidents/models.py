"""Where places are, who at the desk wrote down which report, and a mission's own table of kinds."""

from django.db import models

from scrutator.web.intake.models import Received
from scrutator.web.missions.models import Mission, Place


class Point(models.Model):
    """The coordinates of a place, in degrees."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="point")
    latitude = models.FloatField()
    longitude = models.FloatField()


class DeskEntry(models.Model):
    """That a person at the desk wrote a report down for someone who told it; `outside`: no observer of the
    mission did."""

    received = models.OneToOneField(Received, models.PROTECT, related_name="desk_entry")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    outside = models.BooleanField()


class KindTable(models.Model):
    """A mission's table of kinds and norms; the newest is in force, and without one the bundled table."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="kind_tables")
    table = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
