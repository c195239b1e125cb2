"""What a desk can tell by itself of the reports that came in: retries, copies, edits, and what to look at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scrutator.errors import ScrutatorError
from scrutator.field.checks import Flag, Said, check_answers, check_register, check_relations, check_station
from scrutator.field.entries import ONCE, entries_of
from scrutator.field.merging import merge_station
from scrutator.field.mission import Report, Selection, State, Station
from scrutator.field.submission import Submission, parse
from scrutator.field.xlsform import PublishedForm


@dataclass(frozen=True)
class Came:
    """One body as it came in: when (seconds after midnight), from which team's phone, and its bytes."""

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
    by_code = {station.code: station for station in stations}
    flags: dict[str, tuple[Flag, ...]] = {}
    at_station: dict[str, list[Said]] = defaultdict(list)
    for report in reports:
        if report.state is not State.ACCEPTED:
            continue
        one, form = report.submission, _form_of(report.submission, forms)
        answers = entries_of(one.answers, form.questions)[ONCE]
        code = answers.get("station", "")
        found = [*check_answers(form, answers), *check_relations(form, answers)]
        if code in by_code:
            found += check_register(by_code[code], form, answers)
            at_station[code].append(Said(one.instance_id, report.team, form, times[one.instance_id], answers))
        if found:
            flags[one.instance_id] = tuple(found)
    disputed = 0
    for code, said in sorted(at_station.items()):
        if found_here := check_station(said):
            flags[code] = found_here
            disputed += sum(merged.is_disputed for merged in merge_station(said))
    return flags, disputed


def _form_of(one: Submission, forms: Mapping[tuple[str, str], PublishedForm]) -> PublishedForm:
    form = forms.get((one.form_id, one.version))
    if form is None:
        raise ScrutatorError("D07", f"version “{one.version}” of the form “{one.form_id}” was not published")
    return form
