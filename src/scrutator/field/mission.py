"""What a mission hands over for a publication: plain frozen records, whatever they were stored in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from scrutator.field.incidents.told import Told
from scrutator.field.submission import Submission
from scrutator.field.xlsform import PublishedForm


class Selection(StrEnum):
    """Who chose the station of a visit; it stands on the assignment and is never asked of an observer."""

    PROBABILITY = "probability sample"
    TEAM = "team's own route"
    HOST = "chosen by the host"
    COMPLAINT = "sent by a complaint"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What the desk made of a report. Nothing is deleted: what an edit replaced is kept and counted."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    WITHHELD = "withheld"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Station:
    """A station of the mission's list. `cell` is what a publication may show of its place, the largest part
    first: region, district, urban or rural."""

    code: str
    cell: tuple[str, ...]
    registered: int | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Report:
    """One submission with what the mission knows of it.

    `station` is the code the desk settled on; None: what the report itself says. `team` is an opaque id.
    `weight` and `stratum` belong to a probability sample. `received` is when it came in by the clock of its
    station, `2026-06-14T23:41`, "" where that is not known. `reason` is needed for every state but accepted,
    and is published: one of few fixed sentences, never the desk's own words on a report. `export` is the
    system whose export it was taken over from, "" for a report that was sent here.
    """

    submission: Submission
    team: str
    state: State = State.ACCEPTED
    reason: str = ""
    selection: Selection = Selection.UNKNOWN
    station: str | None = None
    weight: Decimal | None = None
    stratum: str = ""
    received: str = ""
    told: Told | None = None
    event: int | None = None
    export: str = ""


@dataclass(frozen=True)
class Duty:
    """One report that a team is to send: which form, from which station, by when on that station's clock."""

    team: str
    station: str
    form: str
    due: datetime


class DutyState(StrEnum):
    """What became of a duty: early and later are of those that are not due yet."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    EARLY = "early"
    LATER = "later"


@dataclass(frozen=True)
class MissionRecords:
    """All of a mission that a publication rests on. Times in reports are local to their station.

    `forms` holds every published version. `received` counts the reports of each form that came in, from the
    log, so that the sum of what became of them can be checked against it. `checkpoint` is the log's signed
    note, "" when there is none, and `log_key` the public key that signed it. `duties` are the reports that
    were expected and what became of them; `teams` gives the team and the partner of each observer that they
    name.
    """

    id: str
    title: str
    publisher: str
    language: str
    forms: tuple[PublishedForm, ...]
    stations: tuple[Station, ...]
    reports: tuple[Report, ...]
    received: Mapping[str, int]
    checkpoint: str = ""
    log_key: str = ""
    duties: tuple[tuple[Duty, DutyState], ...] = ()
    teams: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    licence: str = "CC-BY-4.0"


@dataclass(frozen=True)
class SnapshotPolicy:
    """What was decided for one publication, and its secret.

    `key` makes the pseudonyms: at least 16 random bytes, made for this publication alone and destroyed after
    it. `date` is the statement's. A cell shows at least `least_stations` stations; times are rounded down to
    `round_minutes`. `publish_copies`: copies of protocols that were posted name their station, and when they
    came in. `publish_frame`: the mission's stations are the whole public register, and are shown.
    `publish_imported`: reports of other systems' exports are shown like those that were sent here.
    """

    key: bytes
    date: str
    least_stations: int = 3
    round_minutes: int = 60
    publish_copies: bool = False
    publish_frame: bool = False
    publish_imported: bool = False
