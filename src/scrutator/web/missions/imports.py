"""An import in two steps, the second of them: what the mission has, and the rows of a plan written.

Between the two the file waits on the disk under the server's key, for an hour at most; what is written is
planned again from the same bytes, and refused when the mission was changed in between.
"""

import hashlib
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.field.importing.apollo_tables import (
    deployment_of,
    is_locations,
    is_participants,
    observers_of,
    places_of,
)
from scrutator.tables.mapping import NO_MAPPING
from scrutator.tables.reading import read_table
from scrutator.tables.rows import with_plain_counts
from scrutator.web import at_rest
from scrutator.web.audit.events import What as Act
from scrutator.web.audit.writing import COMPUTER, Log, note, written_among
from scrutator.web.audit.writing import write as in_the_writer
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.identities.store import write_person
from scrutator.web.missions.codes import STATION
from scrutator.web.missions.models import Deployment, Duty, Mission, Observer, Place
from scrutator.web.missions.plans import (
    DEPLOYMENT_COLUMNS,
    DUTY_COLUMNS,
    Change,
    Existing,
    Plan,
    Row,
    plan_deployment,
    plan_duties,
    plan_observers,
    plan_places,
    refuse_faults,
)

WAITS = 3_600  # seconds
LARGEST = 20_000_000  # bytes of a file


class What(StrEnum):
    """The tables that can be imported."""

    PLACES = "places"
    OBSERVERS = "observers"
    DEPLOYMENT = "deployment"
    DUTIES = "duties"
    REPORTS = "reports"  # of another system: web/importing


TABLES = (What.PLACES, What.OBSERVERS, What.DEPLOYMENT, What.DUTIES)


def plan(mission: Mission, what: What, file: bytes, name: str = "") -> Plan:
    """What the file would do to the mission. Raises what `read_table` raises."""
    planned: dict[What, Callable[..., Plan]] = {
        What.PLACES: plan_places,
        What.OBSERVERS: plan_observers,
        What.DEPLOYMENT: plan_deployment,
        What.DUTIES: plan_duties,
    }
    file, said = _of_apollo(mission, what, file)
    try:
        table = with_plain_counts(read_table(file, name=name), ["registered"], NO_MAPPING)
    except ScrutatorError as error:
        if "mapping" not in error.remedy:
            raise
        remedy = "Save it as UTF-8 or xlsx, numbers as digits alone: an import takes no mapping."
        raise ScrutatorError(error.code, error.what, where=error.where, remedy=remedy) from None
    made = planned[what](table, _existing(mission, what))
    return replace(made, assumptions=(*said, *made.assumptions))


def _of_apollo(mission: Mission, what: What, file: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The table in the file; made of it where it is one of Apollo's lists, with what that leaves out."""
    first, _, _ = file[:20_000].partition(b"\n")
    headings = [one.strip().strip('"') for one in first.decode("utf-8-sig", "replace").split(",")]
    if what is What.PLACES and is_locations(headings):
        found, named = places_of(file), "locations"
    elif what is What.OBSERVERS and is_participants(headings):
        found, named = observers_of(file), "participants"
    elif what is What.DEPLOYMENT and is_participants(headings):
        found, named = deployment_of(file, _only_round(mission)), "participants"
    else:
        return file, ()
    return found.text.encode(), (f"these are Apollo's {named}", *map(str, found.unused))


def _only_round(mission: Mission) -> str:
    rounds = list(mission.rounds.values_list("code", flat=True)[:2])
    if len(rounds) != 1:
        remedy = "Make the table with `scrutator forms from-apollo-lists … --round`."
        raise ScrutatorError("D61", "participants do not say which round they are of", remedy=remedy)
    return str(rounds[0])


def _existing(mission: Mission, what: What) -> Existing:
    places, observers = mission.places.all(), mission.observers.all()
    if what is What.PLACES:
        rows: dict[tuple[str, ...], Row] = {
            (one.code,): {
                "code": one.code,
                "name": one.name,
                "kind": one.kind,
                "time_zone": one.time_zone,
                "parent": one.parent.code if one.parent else "",
                "registered": "" if one.registered is None else str(one.registered),
            }
            for one in places.select_related("parent")
        }
        return Existing(rows, frozenset(key[0] for key in rows))
    if what is What.OBSERVERS:
        return Existing(
            {(one.code,): {"code": one.code, "team": one.team, "partner": one.partner} for one in observers}
        )
    known = {
        "places": frozenset(places.filter(kind=STATION).values_list("code", flat=True)),
        "observers": frozenset(observers.values_list("code", flat=True)),
        "rounds": frozenset(mission.rounds.values_list("code", flat=True)),
        "forms": frozenset(mission.forms.values_list("form_id", flat=True)),
    }
    if what is What.DUTIES:
        keys = Duty.objects.filter(round__mission=mission).values_list(
            "round__code", "observer__code", "place__code", "form_id", "due"
        )
        return Existing({key: dict(zip(DUTY_COLUMNS, key, strict=True)) for key in keys}, **known)
    deployed = Deployment.objects.filter(round__mission=mission).values_list(
        "round__code", "observer__code", "place__code", "selection", "weight", "stratum"
    )
    return Existing({cells[:3]: _deployed(*cells) for cells in deployed}, **known)


def _deployed(*cells: Any) -> Row:
    """A row of deployment as a table writes it."""
    weight = "" if cells[4] is None else f"{cells[4]:f}".rstrip("0").rstrip(".")
    return dict(zip(DEPLOYMENT_COLUMNS, (*cells[:4], weight, cells[5]), strict=True))


def digest(planned: Plan) -> str:
    """A hash of what a plan would do, to see that it is still the one that was shown."""
    return hashlib.sha256(msgspec.json.encode(planned)).hexdigest()


def write(mission: Mission, what: What, planned: Plan, by: str = COMPUTER) -> None:
    """Write the rows of a plan that is without faults; all or none. Raises D61."""
    refuse_faults(planned)
    rows = [row for row in planned.rows if row.change is not Change.SAME]
    writers = {
        What.PLACES: _places,
        What.OBSERVERS: _observers,
        What.DEPLOYMENT: _deployment,
        What.DUTIES: _duties,
    }

    def write_them(log: Log) -> None:
        numbers = writers[what](mission, [row.cells for row in rows])
        counted = {change.value: str(planned.count(change)) for change in Change}
        about = {"table": what.value, **counted}
        note(log, mission.pk, Act.IMPORT, by, about, written_among(_TABLES[what], numbers))

    in_the_writer(write_them)


_TABLES = {
    What.PLACES: "missions.place",
    What.OBSERVERS: "missions.observer",
    What.DEPLOYMENT: "missions.deployment",
    What.DUTIES: "missions.duty",
}


def _places(mission: Mission, rows: list[Row]) -> list[int]:
    for row in rows:
        cells = {
            "name": row["name"],
            "kind": row["kind"],
            "time_zone": row["time_zone"],
            "registered": int(row["registered"]) if row["registered"] else None,
        }
        Place.objects.update_or_create(mission=mission, code=row["code"], defaults=cells)
    ids = dict(mission.places.values_list("code", "pk"))
    for row in rows:
        Place.objects.filter(pk=ids[row["code"]]).update(parent_id=ids.get(row["parent"]))
    mission.places_version += 1
    mission.save(update_fields=["places_version"])
    return [ids[row["code"]] for row in rows]


def _observers(mission: Mission, rows: list[Row]) -> list[int]:
    numbers = []
    for row in rows:
        cells = {"team": row["team"], "partner": row["partner"]}
        observer, _ = Observer.objects.update_or_create(
            mission=mission,
            code=row["code"],
            defaults=cells,
            create_defaults={**cells, "opaque": uuid.uuid4().hex},
        )
        numbers.append(observer.pk)
        if row["name"] or row["phone"]:
            write_person(observer.opaque, row["name"], row["phone"])
    return numbers


def _deployment(mission: Mission, rows: list[Row]) -> list[int]:
    rounds = dict(mission.rounds.values_list("code", "pk"))
    places = dict(mission.places.values_list("code", "pk"))
    observers = dict(mission.observers.values_list("code", "pk"))
    numbers = []
    for row in rows:
        made, _ = Deployment.objects.update_or_create(
            round_id=rounds[row["round"]],
            observer_id=observers[row["observer"]],
            place_id=places[row["place"]],
            defaults={
                "selection": row["selection"],
                "weight": Decimal(row["weight"]) if row["weight"] else None,
                "stratum": row["stratum"],
            },
        )
        numbers.append(made.pk)
    return numbers


def _duties(mission: Mission, rows: list[Row]) -> list[int]:
    rounds = dict(mission.rounds.values_list("code", "pk"))
    places = dict(mission.places.values_list("code", "pk"))
    observers = dict(mission.observers.values_list("code", "pk"))
    made = Duty.objects.bulk_create(
        Duty(
            round_id=rounds[row["round"]],
            observer_id=observers[row["observer"]],
            place_id=places[row["place"]],
            form_id=row["form"],
            due=row["due"],
        )
        for row in rows
    )
    return [one.pk for one in made]


@dataclass(frozen=True)
class Upload:
    """A file that waits for its second step."""

    what: What
    mission: int
    name: str
    content: bytes
    digest: str
    asked: tuple[str, ...] = ()


def keep_upload(upload: Upload) -> str:
    """Put the file aside, sealed; the token by which it is asked for again. Old ones are removed."""
    token = secrets.token_hex(16)
    waiting = folder() / "uploads"
    waiting.mkdir(mode=0o700, exist_ok=True)
    for old in waiting.iterdir():
        if old.stat().st_mtime < time.time() - WAITS:
            old.unlink(missing_ok=True)
    sealed = at_rest.seal(secret(folder(), "uploads"), msgspec.msgpack.encode(upload), token)
    (waiting / token).write_bytes(sealed)
    return token


def take_upload(token: str, mission: Mission, what: What) -> Upload:
    """The file of the token; it is there once. Raises D61 when it is gone or another mission's."""
    path = folder() / "uploads" / token
    if not (token.isascii() and token.isalnum() and len(token) == 32 and path.is_file()):
        raise ScrutatorError("D61", "the file no longer waits", remedy="Choose the file again.")
    upload = msgspec.msgpack.decode(
        at_rest.opened(secret(folder(), "uploads"), path.read_bytes(), token), type=Upload
    )
    if (upload.mission, upload.what) != (mission.pk, what):
        raise ScrutatorError("D61", "the file was given for something else", remedy="Choose the file again.")
    path.unlink()
    return upload
