"""Reports of another system taken over from its export, in two steps: what would come in, and then that.

They come in by the write path of all reports, with a leaf each, under the channel `import …`: no phone signed
them and no one holds a receipt for them, and a snapshot counts them apart. No one is made silently: the one
who sent a report there is an observer here of the same code, or one observer is named for all.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE
from scrutator.field.importing.as_report import as_report
from scrutator.field.importing.central import read_central
from scrutator.field.importing.export import Export, ForeignReport, Origin, Unused
from scrutator.field.importing.kobo import read_kobo
from scrutator.field.importing.nemo import read_nemo
from scrutator.field.questions import AnswerKind
from scrutator.field.submission import parse
from scrutator.field.xlsform import PublishedForm
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written
from scrutator.web.importing.photographs import NONE, Photographs, in_zip
from scrutator.web.importing.pictures import Pictures, kept
from scrutator.web.intake.accept import Incoming, StoredFile, accept
from scrutator.web.intake.log import GrowingLog
from scrutator.web.intake.models import IMPORT, Received
from scrutator.web.intake.running import writer
from scrutator.web.missions.forms import (
    is_unsafe,
    place_number,
    place_of,
    published_form,
    questions_of,
    unasked,
)
from scrutator.web.missions.models import Device, FormVersion, Mission, Observer
from scrutator.web.missions.plans import MOST_FAULTS, Change
from scrutator.web.missions.tokens import new_token

FINGERPRINT = "an import has no phone"
TOGETHER = 100  # reports that are written in one transaction


@dataclass(frozen=True)
class Asked:
    """What is to be read: an export of which system, as which published form, from which observer ("": who
    sent it there has the same code here), and the form's name there where an export holds several."""

    origin: Origin
    form: int
    observer: str = ""
    title: str = ""


@dataclass(frozen=True)
class PlannedReport:
    """A report as it would come in: where it stands, whose it is, its XML, and whether it is here already;
    of its photographs those that are given and not here yet, by their names the paths of the files."""

    where: str
    observer: str
    instance: str
    xml: bytes
    change: Change
    photographs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReportsPlan:
    """What an import would do. `aside` counts reports that will be set aside for what they say, `placeless`
    those that name no station of the mission, `by_clock` moments without a zone, which are taken by the clock
    of their station, else of the mission; `absent`, photographs that reports name and that are not given."""

    reports: tuple[PlannedReport, ...]
    unused: tuple[str, ...]
    faults: tuple[str, ...]
    aside: int
    placeless: int
    by_clock: int
    absent: int = 0

    @property
    def photographs(self) -> int:
        """How many photographs would come in."""
        return sum(len(one.photographs) for one in self.reports)

    def count(self, change: Change) -> int:
        """How many reports are new, differ from the one that is here, or are here already."""
        return sum(one.change is change for one in self.reports)


def form_asked(mission: Mission, form_id: str, version: str = "") -> FormVersion:
    """The published form that an export is read as; without a version the current one. Raises D62."""
    listed = mission.forms.filter(form_id=form_id)
    chosen = {"version": version} if version else {"current": True}
    found: FormVersion | None = listed.filter(**chosen).first()
    if found is None:
        what = f"the mission has no form {form_id[:40]} {version[:40]}".strip()
        raise ScrutatorError("D62", what, remedy="Publish the form first.")
    return found


def plan_reports(
    mission: Mission, asked: Asked, file: bytes, name: str, given: Photographs = NONE
) -> ReportsPlan:
    """Answer: which reports would this export bring in, and what of it is not used? `given` are the files
    beside it; a zip of ODK Central has its own. Raises what the readers raise, and D62 for an observer who
    is not there."""
    form = published_form(asked.form)
    export = _read(asked, file, form, name)
    codes = frozenset(mission.observers.values_list("code", flat=True))
    if asked.observer and asked.observer not in codes:
        raise ScrutatorError("D62", "there is no observer of this code", remedy="Import the observer first.")
    faults, reports = list(export.faults), []
    counted: Counter[str] = Counter()
    clocks, here = _clocks(mission), _from_phones(mission, export)
    for one in export.reports:
        if one.id in here:
            continue
        observer = asked.observer or one.submitter
        if observer not in codes:
            faults.append(
                f"{one.where} was sent by “{one.submitter[:60]}”, who is no observer of the mission"
            )
            continue
        try:
            timed = _on_the_clock(one, form, clocks, counted)
            reports.append(_planned(mission, asked, form, timed, observer, counted))
        except ScrutatorError as error:
            faults.append(f"{one.where}: {error.what}")
    pictures = Pictures(mission, given)
    reports = [replace(one, photographs=pictures.of(one.instance, one.photographs)) for one in reports]
    faults += pictures.faults
    left = max(0, len(faults) - MOST_FAULTS)
    shown = (*faults[:MOST_FAULTS], *([f"and {left:,} more faults"] if left else []))
    known = _known(mission, [one.instance for one in reports])
    changes = tuple(_with_change(one, known) for one in reports)
    unused = list(export.unused)
    if here:
        unused.append(Unused("reports that came here from a phone", "they are here already", len(here)))
    unused += pictures.unused(export.files)
    return ReportsPlan(
        changes,
        tuple(map(str, unused)),
        shown,
        counted["aside"],
        counted["placeless"],
        counted["by clock"],
        pictures.absent,
    )


def _clocks(mission: Mission) -> Mapping[str, ZoneInfo]:
    """The clock of each station, and under "" that of the mission."""
    listed = mission.places.values_list("code", "time_zone")
    zones = {code: ZoneInfo(zone or mission.time_zone) for code, zone in listed}
    return {**zones, "": ZoneInfo(mission.time_zone)}


def _on_the_clock(
    one: ForeignReport, form: PublishedForm, clocks: Mapping[str, ZoneInfo], counted: Counter[str]
) -> ForeignReport:
    """The report with each moment that has no zone on the clock of its station: what has none is no moment
    to any check."""
    places = [question.name for question in form.questions if question.kind is AnswerKind.PLACE]
    once = one.entries.get(ONCE, {})
    code = next((once[name] for name in places if once.get(name)), "")
    zone = clocks.get(code, clocks[""])
    moments = {question.name for question in form.questions if question.kind is AnswerKind.MOMENT}

    def timed(name: str, text: str) -> str:
        found = _without_zone(text) if name in moments else None
        counted["by clock"] += found is not None
        return found.replace(tzinfo=zone).isoformat() if found else text

    entries = {
        entry: {name: timed(name, text) for name, text in said.items()} for entry, said in one.entries.items()
    }
    return replace(one, entries=entries)


def _without_zone(text: str) -> datetime | None:
    """The moment of a text that gives a time and no zone."""
    try:
        found = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is None else None


def _from_phones(mission: Mission, export: Export) -> frozenset[str]:
    """The reports of an export that phones sent here too, under the ids that they made."""
    ids = {f"uuid:{one.id.removeprefix('uuid:')}": one.id for one in export.reports}
    return frozenset(ids[instance] for instance in _known(mission, list(ids)))


def given_with(origin: Origin, file: bytes, name: str) -> Photographs:
    """The photographs that an export itself holds: a zip of ODK Central may."""
    return in_zip(file, name) if origin is Origin.CENTRAL else NONE


def _read(asked: Asked, file: bytes, form: PublishedForm, name: str) -> Export:
    if asked.origin is Origin.NEMO:
        return read_nemo(file, form, name, asked.title)
    readers: Mapping[Origin, Callable[[bytes, PublishedForm, str], Export]] = {
        Origin.CENTRAL: read_central,
        Origin.KOBO: read_kobo,
    }
    return readers[asked.origin](file, form, name)


def _planned(
    mission: Mission,
    asked: Asked,
    form: PublishedForm,
    one: ForeignReport,
    observer: str,
    counted: Counter[str],
) -> PlannedReport:
    xml = as_report(one, asked.origin, form)
    parsed = parse(xml)
    questions = questions_of(asked.form)
    counted["aside"] += unasked(parsed, questions)
    counted["placeless"] += place_number(mission, place_of(parsed, questions)) is None
    wanted = tuple((picture, one.id) for picture in parsed.attachments)
    return PlannedReport(one.where, observer, parsed.instance_id, xml, Change.NEW, wanted)


def _known(mission: Mission, instances: list[str]) -> Mapping[str, set[str]]:
    """The hashes of the reports that are here already, by their ids."""
    found: dict[str, set[str]] = {}
    for start in range(0, len(instances), 500):
        here = Received.objects.filter(mission=mission, instance_id__in=instances[start : start + 500])
        for instance, sha256 in here.values_list("instance_id", "sha256"):
            found.setdefault(instance, set()).add(sha256)
    return found


def _with_change(one: PlannedReport, known: Mapping[str, set[str]]) -> PlannedReport:
    hashes = known.get(one.instance)
    if hashes is None:
        return one
    same = hashlib.sha256(one.xml).hexdigest() in hashes
    change = Change.SAME if same else Change.CHANGED
    return replace(one, change=change)


def write_reports(
    mission: Mission, asked: Asked, planned: ReportsPlan, at: datetime, given: Photographs = NONE
) -> int:
    """Take over the reports that are not here yet, and photographs of those that are; how many reports they
    are. Those that differ from the one that is here come in as copies that differ, and wait for a person.
    `given` are the files that the plan was made with. Raises D61 for a plan with faults.

    Some hundred stand or fall together: the same import again goes on where it ended.
    """
    if planned.faults:
        shown = "; ".join(planned.faults[:3])
        raise ScrutatorError("D61", f"{len(planned.faults)} faults: {shown}")
    coming = [one for one in planned.reports if one.change is not Change.SAME or one.photographs]
    devices = {code: _device(mission, code, at) for code in sorted({one.observer for one in coming})}
    for start in range(0, len(coming), TOGETHER):
        together = [
            _incoming(mission, asked, one, devices[one.observer], at, kept(mission, given, one.photographs))
            for one in coming[start : start + TOGETHER]
        ]

        def taken(log: GrowingLog, together: list[Incoming] = together) -> None:
            for one in together:
                accept(one, log)

        writer().run(taken)
    return len(coming)


def _device(mission: Mission, code: str, at: datetime) -> Device:
    """What stands for the phone that an imported report has not: a token whose password no one knows, ended
    before it could be used."""
    observer = Observer.objects.get(mission=mission, code=code)
    found: Device | None = observer.devices.filter(fingerprint=FINGERPRINT).first()
    if found is None:
        found = write(lambda log: _new_device(log, mission, observer, at))
    return found


def _new_device(log: Log, mission: Mission, observer: Observer, at: datetime) -> Device:
    made = new_token(mission, observer, (), at).device
    made.fingerprint, made.revoked, made.expires = FINGERPRINT, at, at
    made.save()
    note(log, mission.pk, What.REVOKED, COMPUTER, {"tokens": made.username}, written(made))
    return made


def _incoming(
    mission: Mission,
    asked: Asked,
    one: PlannedReport,
    device: Device,
    at: datetime,
    files: tuple[StoredFile, ...],
) -> Incoming:
    parsed = parse(one.xml)
    questions = questions_of(asked.form)
    code = place_of(parsed, questions)
    place = place_number(mission, code)
    return Incoming(
        mission=mission.pk,
        device=device,
        fingerprint=FINGERPRINT,
        revoked=False,
        xml=one.xml,
        sha256=hashlib.sha256(one.xml).hexdigest(),
        parsed=parsed,
        form=asked.form,
        files=files,
        unasked=unasked(parsed, questions),
        place=place,
        unknown_place=code is not None and place is None,
        unsafe=is_unsafe(parsed, questions),
        at=at,
        channel=f"{IMPORT} {asked.origin.value}",
    )
