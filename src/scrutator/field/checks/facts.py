"""What is known of a report beside its answers: station, observer, time, photographs, the visit before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scrutator.expressions.evaluation import Value
from scrutator.expressions.types import TRUTH, Kind, Type, Unit, number
from scrutator.field.reading.conditions import moment_value

_MOMENT = Type(Kind.MOMENT)
FACT_TYPES: Mapping[str, Type] = {
    "station.known": TRUTH,
    "station.registered": number(Unit.PERSONS),
    "observer.deployed": TRUTH,
    "report.received": _MOMENT,
    "report.day_begins": _MOMENT,
    "report.day_ends": _MOMENT,
    "report.photos": number(),
    "report.missing_photos": number(),
    "previous.elsewhere": TRUTH,
    "previous.left": _MOMENT,
}
"""The names that a check of one report may use beside the form's questions."""


@dataclass(frozen=True)
class Facts:
    """What is known of one report; None is not known.

    `registered` are the voters of the station on the mission's own list; `deployed`, whether the observer is
    to be at the station, None where the mission sent them nowhere in particular; `day_begins` and `day_ends`
    bound the day of voting at the station. `photos` were named by the report, `missing_photos` of them have
    not arrived. `left` is the end (or else the beginning) of the observer's visit before this one,
    `elsewhere`, whether it was at another station.
    """

    known: bool = False
    registered: int | None = None
    deployed: bool | None = None
    received: datetime | None = None
    day_begins: datetime | None = None
    day_ends: datetime | None = None
    photos: int | None = None
    missing_photos: int | None = None
    elsewhere: bool | None = None
    left: datetime | None = None

    def values(self) -> Mapping[str, Value]:
        """Their values by the names of FACT_TYPES."""
        return {
            "station.known": self.known,
            "station.registered": self.registered,
            "observer.deployed": self.deployed,
            "report.received": moment(self.received),
            "report.day_begins": moment(self.day_begins),
            "report.day_ends": moment(self.day_ends),
            "report.photos": self.photos,
            "report.missing_photos": self.missing_photos,
            "previous.elsewhere": self.elsewhere,
            "previous.left": moment(self.left),
        }


def moment(at: datetime | None) -> Value:
    """A moment as an expression takes it: seconds since 1970, to the thousandth."""
    return None if at is None else moment_value(at)
