"""The record of a release: figures, gates and what they rest on, at one size of the field's log. Reports and
decisions are those of that size, for a night is read in one moment.

No station is named in it, for a station of the sample says where an observer was.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.counting.night.release import canonical, inputs_hash, release_record
from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, name_of, note, write, written
from scrutator.web.clock import now
from scrutator.web.intake.moment import one_moment
from scrutator.web.missions.models import Mission
from scrutator.web.night.arrivals import Fate
from scrutator.web.night.live import Live, log_size, night_at
from scrutator.web.night.models import Accepted, Release

NOTHING = "nothing that counts has come"
FORMAT = "scrutator-night-release-1"


def record_of(mission: Mission, found: Live) -> bytes:
    """The exact bytes that two approvers sign. Raises C15 while a gate is closed, and for an empty log."""
    if not found.is_open or found.count is None or found.look is None or found.night is None:
        closed = "; ".join(gate.why for gate in found.gates if not gate.open)
        raise ScrutatorError("C15", f"a gate is closed: {closed}", remedy="Wait until all gates are open.")
    checkpoint = mission.checkpoints.filter(size=found.size).first()
    if checkpoint is None:
        raise ScrutatorError("C15", "the field's log has no checkpoint of this size")
    look = found.look
    body = release_record(
        found.count,
        look.moment,
        look.said,
        found.gates,
        found.at.isoformat(timespec="seconds"),
        found.rules.sha256,
        found.night.replaced,
    )
    return canonical(_without_stations(body) | _of_the_field(mission, found, bytes(checkpoint.note))) + b"\n"


def _without_stations(body: Mapping[str, Any]) -> dict[str, Any]:
    """What names stations, as numbers of them."""
    excluded = Counter(one["why"] for one in body["excluded"])
    return dict(body) | {
        "format": FORMAT,
        "excluded": [{"why": why, "stations": n} for why, n in sorted(excluded.items())],
        "above_register": len(body["above_register"]),
        "replaced": len(body["replaced"]),
    }


def _of_the_field(mission: Mission, found: Live, checkpoint: bytes) -> dict[str, Any]:
    """The log's position, and what became of every drawn station: one number for those without a report that
    counts, for how many sent one that is hidden is no one's to know."""
    fates = Counter(
        NOTHING if fate in (Fate.SET_ASIDE, Fate.MISSING) else fate.value
        for fate in found.tally.stations.values()
    )
    return {
        "mission": mission.slug,
        "form": found.rules.form_id,
        "log": {"size": found.size, "checkpoint": checkpoint.decode(), "key": mission.log_key},
        "rules_registered_at": found.rules.size,
        "stations_by_fate": dict(sorted(fates.items())),
    }


def write_release(mission: Mission, user: Any, found: Live) -> Release:
    """Keep the record of this moment for signing. Raises C15 while a gate is closed."""
    record = record_of(mission, found)
    last = mission.releases.order_by("-number").values_list("number", flat=True).first() or 0
    row = Release(
        mission=mission,
        number=last + 1,
        rules=found.rules,
        record=record,
        sha256=hashlib.sha256(record).hexdigest(),
        size=found.size,
        user=user,
        at=now(),
    )
    stations = {one.station: dict(one.counts) for one in found.tally.rows}
    numbers = [int(name) for name, fate in found.tally.reports.items() if fate == Fate.COUNTED]
    return write(lambda log: _written(log, row, Accepted(stations=stations, reports=sorted(numbers))))


def _written(log: Log, row: Release, accepted: Accepted) -> Release:
    """The record, what it counts, and the event that states it, in one transaction."""
    row.save(force_insert=True)
    accepted.release = row
    accepted.save(force_insert=True)
    about = {"number": str(row.number), "sha256": row.sha256}
    note(log, row.mission_id, What.RECORD, name_of(row.user), about, written(row))
    return row


@dataclass(frozen=True)
class Stands:
    """Why a signed record may not be released any more, "" when it may; and the size of the field's log at
    which the gates were looked at for that."""

    because: str
    size: int


def stands_now(release: Release) -> Stands:
    """Answer: may a signed record be released still?

    It may when its checkpoint is still the log's, nothing newer was released, the same reports give the same
    figures after the desk's decisions of this moment, and the gates are open at its size of the log and now.
    All of it is looked at in one moment.
    """
    with one_moment():
        return Stands(_why_not(release), log_size(release.mission))


def _why_not(release: Release) -> str:
    mission = release.mission
    if not mission.checkpoints.filter(size=release.size).exists():
        return "the field's log has no checkpoint of its size"
    later = mission.releases.filter(released__isnull=False, size__gte=release.size).exclude(pk=release.pk)
    if later.exists():
        return "a release of the same or a later size of the log stands already"
    then = night_at(mission, release.size, release.rules)
    current = night_at(mission)
    if then is None or current is None or current.rules.pk != release.rules_id:
        return "other rules were registered since"
    if not then.is_open or not _same_inputs(release, then):
        return "what counts has changed since by decisions of the desk"
    closed = [gate.name for gate in current.gates if not gate.open]
    return f"a gate has closed since: {', '.join(closed)}" if closed else ""


def _same_inputs(release: Release, then: Live) -> bool:
    stated = json.loads(bytes(release.record))["inputs_sha256"]
    return then.count is not None and inputs_hash(then.count) == stated
