"""What a desk can tell by itself of the reports that came in: retries, copies, edits, and what to look at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from scrutator.errors import ScrutatorError
from scrutator.field.checks.declared import bundled_checks
from scrutator.field.checks.flags import Flag
from scrutator.field.checks.mission import check_mission, said_by
from scrutator.field.checks.parts import parts_of
from scrutator.field.checks.visits import Filed, Known
from scrutator.field.entries import ONCE, entries_of
from scrutator.field.merging import merge_station
from scrutator.field.mission import Report, Selection, State, Station
from scrutator.field.rehearsal import DAY
from scrutator.field.submission import Submission, parse
from scrutator.field.xlsform import PublishedForm


@dataclass(frozen=True)
class Came:
    """One body as it came in on the rehearsed day: when (seconds after midnight, UTC), from which team, its
    bytes."""

    at: int
    team: str
    body: bytes


@dataclass(frozen=True)
class DeskResult:
    """Every report once, with what became of it. `retries` are bodies that were there already, to the byte.
    `flags` are the things to look at by the instanceID of the report, or by the code of a station where
    reports of it disagree; `disputed` counts the questions of stations on which they do."""

    reports: tuple[Report, ...]
    retries: int
    flags: Mapping[str, tuple[Flag, ...]]
    disputed: int


def sort_reports(
    came: Sequence[Came], forms: Sequence[PublishedForm], stations: Sequence[Station]
) -> DeskResult:
    """Answer: which of these reports are new, which repeat or replace another, and what is to be looked at?

    One instance with the same bytes is a retry; with other bytes, a second one that is quarantined. The same
    answers from the same team are a copy. A report that an edit names is replaced. Nothing is decided between
    teams. The order of arrival matters for nothing else; bodies of one moment are taken in the order of their
    bytes. Raises D04, D05 for what is no report, D07 for a form that was not published.
    """
    published = {(form.form_id, form.version): form for form in forms}
    first: dict[str, bytes] = {}
    kept: dict[str, Report] = {}
    siblings: list[Report] = []
    times: dict[str, int] = {}
    retries = 0
    for one in sorted(came, key=lambda one: (one.at, one.body)):
        found = parse(one.body)
        report = Report(found, one.team, selection=Selection.TEAM)
        if found.instance_id in first:
            if first[found.instance_id] == one.body:
                retries += 1
            else:
                reason = "other content under an instanceID that was there"
                siblings.append(replace(report, state=State.QUARANTINED, reason=reason))
            continue
        first[found.instance_id], times[found.instance_id] = one.body, one.at
        kept[found.instance_id] = report
    kept = dict(_set_aside(kept))
    flags, disputed = _looked_at(list(kept.values()), times, published, stations)
    ordered = sorted([*kept.values(), *siblings], key=lambda one: one.submission.instance_id)
    return DeskResult(tuple(ordered), retries, flags, disputed)


def _set_aside(kept: Mapping[str, Report]) -> Iterator[tuple[str, Report]]:
    """Replaced reports and copies set aside. Of equal reports the one that an edit names stands for all, else
    the first to arrive: a copy of what was replaced is not left standing."""
    edited = {report.submission.deprecated_id for report in kept.values()} & kept.keys()
    equal: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for name, report in kept.items():
        equal[report.team, report.submission.form_id, report.submission.answers].append(name)
    for names in equal.values():
        stands = next((name for name in names if name in edited), names[0])
        for name in names:
            if name != stands:
                reason = "the same answers by the same team"
                yield name, replace(kept[name], state=State.DUPLICATE, reason=reason)
            elif name in edited:
                yield name, replace(kept[name], state=State.REPLACED, reason="edited by the observer")
            else:
                yield name, kept[name]


def _looked_at(
    reports: Sequence[Report],
    times: Mapping[str, int],
    forms: Mapping[tuple[str, str], PublishedForm],
    stations: Sequence[Station],
) -> tuple[dict[str, tuple[Flag, ...]], int]:
    """The flags of every accepted report and of every station, and the disputed questions."""
    filed = [
        _filed(report, _form_of(report.submission, forms), times[report.submission.instance_id])
        for report in reports
        if report.state is State.ACCEPTED
    ]
    known = Known({station.code: station for station in stations}, {}, DAY)
    found = check_mission(filed, known, bundled_checks())
    at_station: dict[str, list[Filed]] = defaultdict(list)
    for one in filed:
        at_station[one.station].append(one)
    disputed = sum(
        merged.is_disputed
        for code in found.stations
        for merged in merge_station(map(said_by, at_station[code]))
    )
    return {**found.reports, **found.stations}, disputed


def _filed(report: Report, form: PublishedForm, at: int) -> Filed:
    one = report.submission
    entries = entries_of(one.answers, form.questions)
    answers, station = entries[ONCE], entries[ONCE].get("station", "")
    received = datetime.combine(DAY, time(), UTC) + timedelta(seconds=at)
    parts = parts_of(entries, form)
    return Filed(one.instance_id, report.team, report.team, form, station, received, answers, parts=parts)


def _form_of(one: Submission, forms: Mapping[tuple[str, str], PublishedForm]) -> PublishedForm:
    form = forms.get((one.form_id, one.version))
    if form is None:
        raise ScrutatorError("D07", f"version “{one.version}” of the form “{one.form_id}” was not published")
    return form
