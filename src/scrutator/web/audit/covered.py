"""The tables that decide, and the cells of each that events state; a row is known by its table and its key.

Not here, since they follow from what is: what checks found, what waits, jobs, marks of reports. Nor what a
phone changes by using its token: its password's hash and which phone it is.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Q

from scrutator.web.audit.events import Cells

CHUNK = 2_000
SUBMISSION = "intake.submission"


@dataclass(frozen=True)
class Covered:
    """A table: the ways from it to its mission, its columns; `key` is what its rows are known by,
    `hashed` the columns of which only a hash is stated."""

    missions: tuple[str, ...]
    columns: tuple[str, ...]
    key: str = "pk"
    hashed: tuple[str, ...] = ()


_TABLES: Mapping[str, Covered] = {
    "missions.mission": Covered(("pk",), ("slug", "name", "time_zone", "log_key", "evidence_key")),
    "missions.round": Covered(("mission",), ("code", "day")),
    "missions.place": Covered(("mission",), ("code", "name", "kind", "parent_id", "registered", "time_zone")),
    "missions.observer": Covered(("mission",), ("code", "opaque", "team", "partner")),
    "missions.deployment": Covered(
        ("round__mission",), ("round_id", "observer_id", "place_id", "selection", "weight", "stratum")
    ),
    "missions.duty": Covered(("round__mission",), ("round_id", "observer_id", "place_id", "form_id", "due")),
    "missions.formversion": Covered(
        ("mission",),
        ("form_id", "version", "title", "languages", "xform", "md5", "questions", "workbook", "current"),
    ),
    "missions.device": Covered(("mission",), ("observer_id", "username", "forms", "expires", "revoked")),
    "accounts.membership": Covered(("mission",), ("user_id", "role")),
    "sms.smsnumber": Covered(("mission",), ("device_id", "number", "code", "language")),
    SUBMISSION: Covered(
        ("mission",),
        (
            *("published_id", "form_id", "version", "instance_id", "replaces", "superseded"),
            *("place_id", "state", "unsafe"),
        ),
        "received__record",
    ),
    "intake.decision": Covered(
        ("submission__mission", "place__mission"),
        ("submission_id", "place_id", "user_id", "act", "content", "undoes_id", "state", "reason", "at"),
    ),
    "desk.standing": Covered(
        ("submission__mission",),
        (
            *("submission_id", "came_state", "came_place_id", "corrections", "results_apart"),
            *(
                "merged_into_id",
                "flagged",
                "seen",
                "came_held",
                "joined_id",
                "relayed",
                "status",
                "decided_of",
            ),
        ),
    ),
    "desk.move": Covered(
        ("submission__mission",), ("submission_id", "user_id", "before_id", "after_id", "reason", "at")
    ),
    "desk.message": Covered(
        ("mission",),
        ("observer_id", "submission_id", "user_id", "words", "at", "state", "ended_by_id", "ended_at"),
    ),
    "desk.namerequest": Covered(
        ("mission",),
        (
            *("wanted", "observer_id", "asker_id", "browser", "reason", "at"),
            *("state", "second_id", "answered_at"),
        ),
    ),
    "desk.nameshown": Covered(("request__mission",), ("request_id", "at")),
    "night.nightrules": Covered(
        ("mission",),
        (
            *("form_id", "rules", "sample_name", "sample", "frame_name", "frame", "replaced"),
            *("sha256", "size", "user_id", "at"),
        ),
    ),
    "night.approverkey": Covered(("mission",), ("user_id", "key", "public", "at", "revoked")),
    "night.release": Covered(
        ("mission",),
        (
            *("number", "rules_id", "record", "sha256", "size", "user_id", "at"),
            *("released", "released_size"),
        ),
    ),
    "night.cosignature": Covered(("release__mission",), ("release_id", "key_id", "line", "at")),
    "night.keying": Covered(
        ("submission__mission",), ("submission_id", "user_id", "counts", "settles", "reason", "at")
    ),
    "night.publishedtable": Covered(
        ("mission",), ("name", "sha256", "rows", "left_out", "user_id", "at"), hashed=("rows",)
    ),
    "night.auditplan": Covered(
        ("mission",),
        (
            *("plan", "results_name", "results", "seal", "user_id", "at"),
            *("seed", "seed_by_id", "seed_at"),
        ),
    ),
    "night.auditdraw": Covered(("plan__mission",), ("plan_id", "number", "user_id", "at")),
    "incidents.point": Covered(("place__mission",), ("place_id", "latitude", "longitude")),
    "incidents.deskentry": Covered(("received__mission",), ("received_id", "user_id", "outside")),
    "incidents.kindtable": Covered(("mission",), ("table", "user_id", "at")),
    "outbox.bulk": Covered(("mission",), ("user_id", "name", "channel", "digest", "at")),
    "desk.checktable": Covered(("mission",), ("version", "table", "user_id", "at")),
}


def tables() -> Collection[str]:
    """The names of the tables that are covered."""
    return _TABLES.keys()


def rows_of(table: str, mission: int) -> Iterator[tuple[str, Cells]]:
    """Every row of a mission in a table: its key and its cells, as they are now."""
    covered = _TABLES[table]
    ways = Q()
    for way in covered.missions:
        ways |= Q(**{way: mission})
    yield from _read(table, ways)


def rows_among(table: str, numbers: Collection[int]) -> dict[str, Cells]:
    """The rows of these numbers, by their keys."""
    return dict(_read(table, Q(pk__in=list(numbers))))


def cells_of(table: str, row: Any) -> Cells:
    """The cells of a row at hand."""
    covered = _TABLES[table]
    return _plain_cells(covered, [getattr(row, column) for column in covered.columns])


def _read(table: str, asked: Q) -> Iterator[tuple[str, Cells]]:
    covered = _TABLES[table]
    kind: Any = apps.get_model(table)
    found = kind.objects.filter(asked).order_by("pk").values_list(covered.key, *covered.columns)
    for key, *cells in found.iterator(CHUNK):
        yield str(key), _plain_cells(covered, cells)


def _plain_cells(covered: Covered, cells: Sequence[Any]) -> Cells:
    return {
        column: _hash_of(cell) if column in covered.hashed else plain(cell)
        for column, cell in zip(covered.columns, cells, strict=True)
    }


def _hash_of(value: Any) -> str:
    """The hash of a value of JSON, whatever the order in which a database keeps its names."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A cell as JSON holds it, the same from either database: bytes by their hash, moments in UTC."""
    shown = _PLAIN.get(type(value))
    return shown(value) if shown is not None else value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    bytes: lambda value: sha256(value).hexdigest(),
    memoryview: lambda value: sha256(bytes(value)).hexdigest(),
    datetime: _moment,
    date: date.isoformat,
    Decimal: lambda value: format(value.normalize(), "f"),
}
