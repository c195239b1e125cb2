"""A day with faults against a server: reports sent, flags read, the desk's decisions, the record."""

import struct
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, FlagKind
from scrutator.field.checks.mission import Checked
from scrutator.field.checks.visits import Filed
from scrutator.field.deciding.standing import Act
from scrutator.field.faults.decided import Decisions, Told
from scrutator.field.faults.seeding import SeededDay
from scrutator.field.mission import State
from scrutator.field.report_xml import report_xml
from scrutator.web.desk.models import StationFlag
from scrutator.web.desk.records import records_of
from scrutator.web.intake.models import Check, Submission
from scrutator.web.missions.models import Mission
from scrutator.web.rehearsing.desk import DeskBrowser
from scrutator.web.rehearsing.phones import Line, RehearsedPhone
from scrutator.web.rehearsing.setting_up import Rehearsing

LINES = 8
PHOTO = "p.jpg"


@dataclass(frozen=True)
class FaultsSent:
    """Reports that were sent, and those of them that the server says it has stored."""

    posts: int
    acknowledged: int


def send_faults(day: SeededDay, made: Rehearsing, address: str) -> FaultsSent:
    """Send the reports of the day, each from its observer's phone, those of a phone in their order. Raises
    D70."""
    theirs: dict[str, list[Filed]] = defaultdict(list)
    for one in day.reports:
        theirs[one.observer].append(one)
    queues = [sorted(theirs)[place::LINES] for place in range(LINES)]

    def go(observers: Sequence[str]) -> list[int]:
        line, statuses = Line(address), []
        try:
            for observer in observers:
                token = made.phones[observer]
                target = f"/o/{made.mission.slug}/submission?deviceID=rehearsal%3A{observer}"
                phone = RehearsedPhone(token.device.username, token.password, target)
                statuses += [phone.send(line, *_sent(one)).status for one in theirs[observer]]
        finally:
            line.close()
        return statuses

    with ThreadPoolExecutor(LINES) as pool:
        statuses = [status for part in pool.map(go, queues) for status in part]
    return FaultsSent(len(statuses), statuses.count(201))


def _sent(one: Filed) -> tuple[bytes, tuple[str, bytes] | None]:
    """A report as its phone sends it, with its photograph."""
    body = report_xml(one.form, one.answers, _instance(one.report))
    return body, (PHOTO, _picture(one.report)) if one.photos else None


def _instance(report: str) -> str:
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, report)}"


def _picture(of: str) -> bytes:
    """A picture of one point, of another shade for each report."""
    shade = zlib.crc32(of.encode()) & 0xFFFFFF

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0" + shade.to_bytes(3, "big"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


@dataclass(frozen=True)
class Stored:
    """The reports of a day as a server has them, by their names in the day."""

    mission: Mission
    reports: Mapping[str, Submission]

    @property
    def names(self) -> dict[int, str]:
        """Their names by the server's numbers."""
        return {one.pk: name for name, one in self.reports.items()}


def stored(day: SeededDay, mission: Mission) -> Stored:
    """The reports of the day that the server has. Raises D70 where one is not there."""
    rows = mission.submissions.select_related("received__leaf")
    by_instance = {one.instance_id: one for one in rows}
    try:
        return Stored(mission, {one.report: by_instance[_instance(one.report)] for one in day.reports})
    except KeyError as missing:
        raise ScrutatorError("D70", f"the server has no report {missing}") from None


def flagged(of: Stored, checks: CheckSet) -> Checked:
    """What the server's checks found, in the words of the pure ones."""
    reports: dict[str, list[Flag]] = defaultdict(list)
    names = of.names
    for row in Check.objects.filter(submission__mission=of.mission):
        reports[names[row.submission_id]].append(Flag(FlagKind(row.kind), row.name, (), row.words))
    stations: dict[str, list[Flag]] = defaultdict(list)
    for row in StationFlag.objects.filter(place__mission=of.mission).select_related("place"):
        compared = tuple(sorted(names[int(number)] for number in row.reports))
        stations[row.place.code].append(Flag(FlagKind(row.kind), row.name, (), row.words, compared))
    return Checked(
        {name: tuple(sorted(found)) for name, found in reports.items()},
        {code: tuple(sorted(found)) for code, found in stations.items()},
        checks.version,
    )


def decide(desk: DeskBrowser, of: Stored, decided: Decisions, looked_at: Sequence[str]) -> int:
    """Make these decisions on the desk's pages, and say of these stations that their contradictions were
    seen; how many they are. Raises D70."""
    for name, decisions in sorted(decided.items()):
        for one in decisions:
            into = of.reports[one.content["into"]].received.leaf.index if one.act is Act.MERGE else 0
            desk.decide(of.mission, of.reports[name], one, into)
    for code in looked_at:
        desk.seen(of.mission, code)
    return sum(map(len, decided.values())) + len(looked_at)


def told_now(mission: Mission) -> Iterator[Told]:
    """The reports as a publication of this moment counts them."""
    for one in records_of(mission).reports:
        if one.state is State.ACCEPTED:
            answers = {path.rpartition("/")[2]: value for path, value in one.submission.answers}
            yield Told(one.submission.form_id, one.station or "", answers)
