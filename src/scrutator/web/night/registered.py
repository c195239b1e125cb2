"""The night file at the desk: registered with its tables, checked against the mission, read for a moment."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from scrutator.counting.night.night_file import Night, read_night, with_arrivals
from scrutator.counting.night.replacements import stepped_in
from scrutator.counting.night.shape import check_shape
from scrutator.errors import ScrutatorError
from scrutator.field.questions import AnswerKind
from scrutator.typed_toml import read_toml
from scrutator.web.audit.events import What
from scrutator.web.clock import now
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.models import FormVersion, Mission
from scrutator.web.night.arrivals import Arrived
from scrutator.web.night.given import Row, rows_of
from scrutator.web.night.keeping import keep
from scrutator.web.night.models import NightRules

STATION, AT = "station", "at"
NOT_HERE = ("official", "official_domains", "figures", "domains", "replay")
WHERE = "NIGHT.toml"
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}")


@dataclass(frozen=True)
class Tables:
    """What was registered, as it is read: the night file's content, the drawn rows, frame, replacements."""

    content: Mapping[str, Any]
    drawn: Sequence[Row]
    frame: Sequence[Row]
    replaced: Sequence[Row]

    @property
    def lists(self) -> Mapping[str, str]:
        """The lists, and the question of the form that holds the votes of each."""
        return dict(self.content["arrivals"]["lists"])

    @property
    def lines(self) -> tuple[str, ...]:
        """The questions whose answers a station must give to count."""
        section = self.content["arrivals"]
        named = [*section["lists"].values(), section["denominator"]]
        named += [section["invalid"]] if "invalid" in section else []
        return tuple(dict.fromkeys(part.strip() for one in named for part in str(one).split(" + ")))

    def night(self, arrived: Sequence[Arrived], time_zone: str) -> Night:
        """The night from the stations that count. Raises C08, C09."""
        return with_arrivals(self.before, self.content, self.arrivals(arrived, time_zone))

    @cached_property
    def before(self) -> Night:
        """The night before anything arrived, as it was registered. Raises C08."""
        return read_night(self.content, self.drawn, (), self.frame, self.replaced)

    def arrivals(self, arrived: Sequence[Arrived], time_zone: str) -> list[Row]:
        """The rows of the table of arrivals: times on the mission's clock, with the distance from UTC where
        the night file names a zone."""
        zone, zoned = ZoneInfo(time_zone), "zone" in self.content
        return [
            {
                STATION: one.station,
                AT: _written(one, zone, zoned=zoned),
                **{name: str(one.counts[name]) for name in self.lines},
            }
            for one in arrived
        ]


def _written(one: Arrived, zone: ZoneInfo, *, zoned: bool) -> str:
    at = one.at.astimezone(zone)
    return (at if zoned else at.replace(tzinfo=None)).isoformat(timespec="microseconds")


def read_tables(rules: bytes, sample: tuple[str, bytes], frame: tuple[str, bytes], replaced: bytes) -> Tables:
    """A night file and its tables. Raises C08 for what the desk cannot use, and B-codes for tables."""
    content = read_toml(rules, dict[str, Any], "C08", WHERE)
    check_shape(content)
    here = [name for name in NOT_HERE if name in content]
    if here:
        remedy = "Leave it out here; `scrutator quickcount` on the night's inputs takes it."
        raise ScrutatorError("C08", f"the desk does not use [{here[0]}]", where=WHERE, remedy=remedy)
    _check_files(content, frame[1], replaced)
    drawn = _drawn(*sample)
    framed = rows_of(frame[1], frame[0]) if frame[1] else []
    stepped = rows_of(replaced, "replaced") if replaced else []
    return Tables(content, drawn, framed, stepped)


def _check_files(content: Mapping[str, Any], frame: bytes, replaced: bytes) -> None:
    """Tables that the file names are there, and no others; the desk itself fills in the arrivals."""
    wrong = ""
    if ("frame" in content) != bool(frame):
        wrong = "[frame] and the file of the frame belong together"
    elif replaced and "replaced" not in content.get("sample", {}):
        wrong = "[sample] names no table `replaced`"
    section = content.get("arrivals", {})
    if (section.get(STATION), section.get(AT)) != (STATION, AT):
        wrong = wrong or f'[arrivals] needs {STATION} = "{STATION}" and {AT} = "{AT}": the desk fills both in'
    if "withdrawn" in section or "id" in section:
        wrong = wrong or "[arrivals] has withdrawn or id, and the desk's decisions take their place"
    names = [content.get("sample", {}).get("file", ""), section.get("file", ""), "night.toml"]
    names += [content["frame"].get("file", "")] if "frame" in content else []
    names += [content["sample"]["replaced"]] if "replaced" in content.get("sample", {}) else []
    if len(set(names)) < len(names) or not all(_FILE.fullmatch(str(name)) for name in names):
        wrong = wrong or "the files that are named are different, and names without folders"
    if "lists" not in section or "denominator" not in section:
        wrong = wrong or "[arrivals] needs lists and denominator"
    if wrong:
        raise ScrutatorError("C08", wrong, where=WHERE, remedy="See `scrutator docs night-file`.")


def _drawn(name: str, content: bytes) -> list[Row]:
    if not name.endswith(".json"):
        return rows_of(content, name)
    try:
        return [{key: str(value) for key, value in one.items()} for one in json.loads(content)["drawn"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ScrutatorError("C07", f"{name} is not a published draw", where=name) from error


def register(
    mission: Mission, user: Any, form_id: str, rules: bytes, sample: tuple[str, bytes],
    frame: tuple[str, bytes] = ("", b""), replaced: bytes = b"",
) -> NightRules:  # fmt: skip
    """Register the rules of the night. Raises C08 for what does not fit the mission."""
    tables = read_tables(rules, sample, frame, replaced)
    _check_form(mission, form_id, tables)
    drawn = set(tables.before.sample.stations)
    known = set(mission.places.filter(kind="station").values_list("code", flat=True))
    if strange := sorted(drawn - known):
        what = f"{len(strange)} drawn stations are no stations of the mission, the first: {strange[0]}"
        raise ScrutatorError("C08", what, where=sample[0], remedy="Import the places first.")
    first = _kept_hour(mission, form_id, rules, sample[1], frame[1], tables)
    last = mission.checkpoints.order_by("-size").values_list("size", flat=True).first() or 0
    row = NightRules(
        mission=mission,
        form_id=form_id,
        rules=rules,
        sample_name=sample[0],
        sample=sample[1],
        frame_name=frame[0],
        frame=frame[1],
        replaced=replaced,
        sha256=hashlib.sha256(rules).hexdigest(),
        size=last if first is None else first.size,
        user=user,
        at=now(),
    )
    return keep(mission, row, What.RULES, form=form_id, sha256=row.sha256)


def _kept_hour(
    mission: Mission, form_id: str, rules: bytes, sample: bytes, frame: bytes, tables: Tables
) -> NightRules | None:
    """The registration whose hour is kept: of the rules in force, if these are the same with no substitute
    taken back. Any others are new rules."""
    before = rules_of(mission)
    if before is None or before.form_id != form_id:
        return None
    stays = _pairs(tables_of(before.pk)).items() <= _pairs(tables).items()
    return before if _given(before) == (rules, sample, frame) and stays else None


def _given(one: NightRules) -> tuple[bytes, bytes, bytes]:
    return bytes(one.rules), bytes(one.sample), bytes(one.frame)


def _pairs(tables: Tables) -> dict[str, str]:
    return stepped_in(tables.replaced)


def stepped_in_at(rules: NightRules) -> dict[tuple[str, str], datetime]:
    """When each substitute of these rules was first registered for its station, under these very rules."""
    found: dict[tuple[str, str], datetime] = {}
    same = NightRules.objects.filter(
        mission=rules.mission_id, form_id=rules.form_id, size=rules.size, pk__lte=rules.pk
    )
    for one in same.exclude(sample=b"").order_by("pk"):
        if _given(one) == _given(rules):
            for pair in _pairs(tables_of(one.pk)).items():
                found.setdefault(pair, one.at)
    return found


def _check_form(mission: Mission, form_id: str, tables: Tables) -> None:
    """Every column of the night file is a question of the form that takes a whole number, once."""
    current = FormVersion.objects.filter(mission=mission, form_id=form_id, current=True).first()
    if current is None:
        raise ScrutatorError("C08", f"the mission has no form “{form_id[:40]}”", where=WHERE)
    numbers = {
        q.name for q in published_form(current.pk).questions if q.kind is AnswerKind.COUNT and not q.repeats
    }
    strange = [name for name in tables.lines if name not in numbers]
    if strange:
        what = f"the form {form_id} asks for no number “{strange[0]}”"
        raise ScrutatorError("C08", what, where=WHERE, remedy="Name its questions in [arrivals].")


def rules_of(mission: Mission) -> NightRules | None:
    """The rules in force; None before any are registered and once the mission's reports were deleted."""
    found: NightRules | None = mission.nights.exclude(sample=b"").order_by("-pk").first()
    return found


@lru_cache(maxsize=8)
def tables_of(number: int) -> Tables:
    """The tables of registered rules, which never change."""
    one = NightRules.objects.get(pk=number)
    sample, frame = (one.sample_name, bytes(one.sample)), (one.frame_name, bytes(one.frame))
    return read_tables(bytes(one.rules), sample, frame, bytes(one.replaced))
