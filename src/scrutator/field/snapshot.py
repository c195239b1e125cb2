"""From a mission's records to the files of a case folder: what is shown, and what became of the rest."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.field.draft import Draft, findings_text, statement_text
from scrutator.field.mission import MissionRecords, Report, Selection, SnapshotPolicy
from scrutator.field.outcomes import IN_VISITS, Outcome, Settled, settle
from scrutator.field.privacy import cell_text, coarse_cells, pseudonym, pseudonyms, rounded
from scrutator.field.repeats import one_visit_each
from scrutator.field.shown.asked import QUESTION_COLUMNS, is_counted, question_rows, version_order, withheld
from scrutator.field.shown.coverage import COVERAGE_COLUMNS, coverage_rows
from scrutator.field.shown.incidents import INCIDENT_COLUMNS, incident_rows
from scrutator.field.shown.repeated import ENTRY_COLUMNS, entry_rows, shown_answer
from scrutator.field.shown.stations import (
    FRAME_COLUMNS,
    arrival_rows,
    copy_rows,
    frame_rows,
    lines_of,
    shown_copies,
)
from scrutator.field.shown.times import believed, unbelieved
from scrutator.record.catalogue import FORMAT, TABLES
from scrutator.record.columns import columns_of
from scrutator.tables.writing import csv_text

SOURCE, VALID = "field", "valid"
MINUTES_OF_A_DAY = 1440
VISIT_COLUMNS = (
    *("visit", "station", "team", "selection", "form", "version", "arrived", "left", "cell"),
    *("weight", "stratum"),
)


def case_files(mission: MissionRecords, policy: SnapshotPolicy) -> Mapping[str, bytes]:
    """Answer: what does this publication show of the mission's reports?

    The files of a case folder by path; the same records and policy give the same bytes in any order of the
    records. Received equals published, duplicate, quarantined and withheld, by form and reason, or the
    records are refused. Raises D07 for records that contradict each other and for a policy that cannot hold.
    """
    _check_policy(policy)
    settled = tuple(one_visit_each(settle(mission, policy)))
    visits = [one for one in settled if one.outcome is Outcome.PUBLISHED and one.reason == IN_VISITS]
    names = pseudonyms(policy.key, "visit", [one.report.submission.instance_id for one in visits])
    titles = sorted({one.form.form_id: one.form.title for one in _by_version(visits)}.items())
    entries = sorted(entry_rows(visits, names))
    incidents = sorted(incident_rows(visits, names, mission.language, SOURCE))
    coverage = _coverage(mission, policy)
    shown = {row[0] for row in entries}
    repeating = {one.form.form_id for one in visits if names[one.report.submission.instance_id] in shown}
    counted = {one.form.form_id for one in visits if any(map(is_counted, one.form.questions))}
    titles = [(form, title) for form, title in titles if form in counted | repeating]
    draft = Draft(titles, counted, repeating, bool(incidents), bool(coverage))
    texts = {
        **_empty_tables(),
        "case.toml": _header(mission, policy),
        "sources.csv": _sources(mission),
        "questions.csv": csv_text(QUESTION_COLUMNS, question_rows(mission.forms)),
        "visits.csv": csv_text(VISIT_COLUMNS, sorted(_visit_rows(visits, names, policy))),
        "answers.csv": csv_text(
            ("visit", "question", "value", "missing"), sorted(_answer_rows(visits, names))
        ),
        "received.csv": csv_text(("form", "reports"), sorted(mission.received.items())),
        "reception.csv": csv_text(("form", "outcome", "reason", "reports"), _reception_rows(settled)),
        "incidents.csv": csv_text(INCIDENT_COLUMNS, incidents),
        "findings.toml": findings_text(draft),
        "README.md": _README.format(_wrong_clocks(visits), _from_exports(settled)),
        f"statement.{mission.language}.md": statement_text(mission.language, draft),
        **_copies(settled, policy),
    }
    sometimes = {
        "entries.csv": csv_text(ENTRY_COLUMNS, entries) if entries else "",
        "coverage.csv": csv_text(COVERAGE_COLUMNS, coverage) if coverage else "",
        "frame.csv": csv_text(FRAME_COLUMNS, frame_rows(mission.stations)) if policy.publish_frame else "",
        "checkpoint.txt": mission.checkpoint,
        "log_key.txt": f"{mission.log_key}\n" if mission.checkpoint else "",
    }
    texts |= {path: text for path, text in sometimes.items() if text}
    return {path: text.encode() for path, text in sorted(texts.items())}


def _coverage(mission: MissionRecords, policy: SnapshotPolicy) -> list[tuple[str, ...]]:
    shown = (policy.key, policy.least_stations, policy.round_minutes)
    return coverage_rows(mission.duties, mission.stations, mission.teams, *shown)


def _by_version(settled: Sequence[Settled]) -> list[Settled]:
    return sorted(settled, key=lambda one: version_order(one.form.version))


def _check_policy(policy: SnapshotPolicy) -> None:
    if policy.least_stations < 2:
        raise ScrutatorError("D07", "a cell of one station names it", remedy="Show at least two stations.")
    if not 0 < policy.round_minutes <= MINUTES_OF_A_DAY or MINUTES_OF_A_DAY % policy.round_minutes:
        raise ScrutatorError("D07", f"{policy.round_minutes} minutes do not divide a day")
    pseudonym(policy.key, "visit", "")


_README = """# A case made from the reports of a mission

`visits.csv` and `answers.csv` hold what observers reported, under pseudonyms made for this publication alone;
cells with few stations are joined, times are rounded down. `entries.csv` holds what was asked in groups that
repeat, below its visit; `incidents.csv` each report of an incident, its id that of its visit; `coverage.csv`
what was expected and came; `frame.csv` the whole register, if the mission declared its stations to be that;
`copies.csv` and `arrivals.csv` the protocols that were posted, if it decided to show them. `reception.csv`
says what became of every report that came in, `received.csv` how many did; `checkpoint.txt` what the log of
the reports had come to, signed by the key in `log_key.txt`. `scrutator case check .` compares the tables, and
verifies that signature; that the key is the mission's own is to be asked elsewhere. Times later than an hour
after the report came in, or 366 days before, are unknown: {} of them. Of the reports that are shown, {}
were taken over from exports of other systems: no phone signed these, and no one holds a receipt for them.
"""


def _wrong_clocks(visits: Sequence[Settled]) -> int:
    return unbelieved((one.answers, one.report.received) for one in visits)


def _from_exports(settled: Sequence[Settled]) -> int:
    return sum(one.outcome is Outcome.PUBLISHED and bool(one.report.export) for one in settled)


def _empty_tables() -> dict[str, str]:
    return {spec.path: csv_text([c.name for c in columns_of(spec.row_type)], ()) for spec in TABLES}


def _header(mission: MissionRecords, policy: SnapshotPolicy) -> str:
    values = {
        "id": mission.id,
        "title": mission.title,
        "publisher": mission.publisher,
        "date": policy.date,
        "language": mission.language,
        "licence": mission.licence,
    }
    # A JSON string is a TOML basic string.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return "".join([f"format = {FORMAT}\n", *lines])


def _sources(mission: MissionRecords) -> str:
    names = [c.name for spec in TABLES if spec.name == "sources" for c in columns_of(spec.row_type)]
    row = {
        "id": SOURCE,
        "title": f"Reports of the observers of {mission.publisher}",
        "publisher": mission.publisher,
        "kind": "own",
        "obtained": "whole",
        "locator": "none",
    }
    return csv_text(names, [[row.get(name, "") for name in names]])


def _visit_rows(
    visits: Sequence[Settled], names: Mapping[str, str], policy: SnapshotPolicy
) -> Iterator[tuple[str, ...]]:
    """The visits that are shown. Each form has its own pseudonyms and cells of stations: who reads of two
    forms cannot join them into a smaller cell than either shows."""
    teams = pseudonyms(policy.key, "team", [one.report.team for one in visits])
    for form in sorted({one.form.form_id for one in visits}):
        of_form = [one for one in visits if one.form.form_id == form]
        cells = {one.station.code: one.station.cell for one in of_form if one.station}
        coarse = coarse_cells(cells, policy.least_stations)
        shown = pseudonyms(policy.key, f"station of {form}", list(cells))
        strata = Counter(stratum for stratum, _ in {(one.report.stratum, _code(one)) for one in of_form})
        for one in of_form:
            few = strata[one.report.stratum] < policy.least_stations
            station, cell = shown.get(_code(one), "none"), cell_text(coarse.get(_code(one), ()))
            yield (
                names[one.report.submission.instance_id],
                *(station, teams[one.report.team], one.report.selection.value, form, one.form.version),
                *(rounded(_moment(one, asked), policy.round_minutes) for asked in (_BEGAN, _ENDED)),
                cell,
                *_drawn(one.report, "" if few else one.report.stratum),
            )


_BEGAN, _ENDED = ("arrived", "i_when"), ("left",)


def _moment(one: Settled, names: Sequence[str]) -> str:
    """The first of these moments that the report gives, where a clock can have shown it."""
    said = next((text for name in names if (text := one.answers.get(name))), "")
    return believed(said, one.report.received)


def _drawn(report: Report, stratum: str) -> tuple[str, str]:
    """Weight and stratum of a station of a probability sample, as they are shown."""
    if report.selection is not Selection.PROBABILITY:
        return "", ""
    return "" if report.weight is None else str(report.weight), stratum


def _code(one: Settled) -> str:
    return one.station.code if one.station else ""


def _answer_rows(visits: Sequence[Settled], names: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """One row for each question of the visit's form version whose answers are shown."""
    for one in visits:
        visit = names[one.report.submission.instance_id]
        for question in one.form.questions:
            if question.kind.is_asked and not question.repeats and not withheld(question):
                yield visit, question.name, *shown_answer(one.answers.get(question.name))


def _reception_rows(settled: Sequence[Settled]) -> list[tuple[str, str, str, int]]:
    counted = Counter((one.form.form_id, one.outcome.value, one.why) for one in settled)
    return [(*key, number) for key, number in sorted(counted.items())]


def _copies(settled: Sequence[Settled], policy: SnapshotPolicy) -> dict[str, str]:
    """The copies that are shown, by station and as they came in; nothing when there are none."""
    copies = shown_copies(settled)
    if not copies:
        return {}
    lines = lines_of(copies)
    arrived = arrival_rows(copies, lines, policy.round_minutes)
    return {
        "copies.csv": csv_text(("station", *lines), copy_rows(copies, lines)),
        "arrivals.csv": csv_text(("station", "at", VALID, *lines), arrived),
    }
