"""From a mission's records to the files of a case folder: what is shown, and what became of the rest."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scrutator.errors import ScrutatorError
from scrutator.field.draft import findings_text, statement_text
from scrutator.field.mission import MissionRecords, Report, Selection, SnapshotPolicy
from scrutator.field.outcomes import IN_COPIES, IN_VISITS, Outcome, Settled, settle, vote_lines
from scrutator.field.privacy import cell_text, coarse_cells, pseudonym, pseudonyms, rounded
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.xlsform import PublishedForm
from scrutator.record.catalogue import FORMAT, TABLES
from scrutator.record.columns import columns_of
from scrutator.tables.writing import csv_text

SOURCE = "field"
MINUTES_OF_A_DAY = 1440
_TYPES = {
    AnswerKind.CHOICE: "choice",
    AnswerKind.CHOICES: "choices",
    AnswerKind.PLACE: "place",
    AnswerKind.COUNT: "count",
    AnswerKind.NUMBER: "number",
    AnswerKind.TEXT: "text",
    AnswerKind.MOMENT: "time",
    AnswerKind.DATE: "time",
    AnswerKind.TIME: "time",
    AnswerKind.PHOTO: "photo",
}
_WITHHELD = {
    AnswerKind.PLACE: "it names the station",
    AnswerKind.COUNT: "its number would name the station",
    AnswerKind.NUMBER: "its number would name the station",
    AnswerKind.TEXT: "words can name a person",
    AnswerKind.MOMENT: "only the visit's rounded times are shown",
    AnswerKind.DATE: "only the visit's rounded times are shown",
    AnswerKind.TIME: "only the visit's rounded times are shown",
    AnswerKind.PHOTO: "a photograph is never shown unseen",
}
_SAFETY = "i_safe"
QUESTION_COLUMNS = (
    *("form", "question", "language", "text", "type", "choices", "words", "problem", "apart"),
    *("denominator", "norms", "versions", "withheld"),
)
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
    settled = settle(mission, policy)
    visits = [one for one in settled if one.outcome is Outcome.PUBLISHED and one.reason == IN_VISITS]
    names = pseudonyms(policy.key, "visit", [one.report.submission.instance_id for one in visits])
    titles = sorted({one.form.form_id: one.form.title for one in _by_version(visits)}.items())
    texts = {
        **_empty_tables(),
        "case.toml": _header(mission, policy),
        "sources.csv": _sources(mission),
        "questions.csv": csv_text(QUESTION_COLUMNS, _question_rows(mission.forms)),
        "visits.csv": csv_text(VISIT_COLUMNS, sorted(_visit_rows(visits, names, policy))),
        "answers.csv": csv_text(
            ("visit", "question", "value", "missing"), sorted(_answer_rows(visits, names))
        ),
        "received.csv": csv_text(("form", "reports"), sorted(mission.received.items())),
        "reception.csv": csv_text(("form", "outcome", "reason", "reports"), _reception_rows(settled)),
        "findings.toml": findings_text([form for form, _ in titles]),
        "README.md": _README,
        f"statement.{mission.language}.md": statement_text(mission.language, titles),
    }
    copies = _copies(settled)
    if copies:
        texts["copies.csv"] = copies
    if mission.checkpoint:
        texts["checkpoint.txt"] = mission.checkpoint
    return {path: text.encode() for path, text in sorted(texts.items())}


def _by_version(settled: Sequence[Settled]) -> list[Settled]:
    return sorted(settled, key=lambda one: _version_order(one.form.version))


def _check_policy(policy: SnapshotPolicy) -> None:
    if policy.least_stations < 2:
        raise ScrutatorError("D07", "a cell of one station names it", remedy="Show at least two stations.")
    if not 0 < policy.round_minutes <= MINUTES_OF_A_DAY or MINUTES_OF_A_DAY % policy.round_minutes:
        raise ScrutatorError("D07", f"{policy.round_minutes} minutes do not divide a day")
    pseudonym(policy.key, "visit", "")


_README = """# A case made from the reports of a mission

`visits.csv` and `answers.csv` hold what observers reported, under pseudonyms made for this publication alone;
cells with few stations are joined, times are rounded down. `reception.csv` says what became of every report
that came in, `received.csv` how many did. `scrutator case check .` compares them.
"""


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


def _question_rows(forms: Sequence[PublishedForm]) -> Iterator[tuple[str, ...]]:
    """Every question in every language, the newest wording, with the versions of the form that ask it. A
    choice that a later version dropped is still one: earlier reports have it."""
    versions: dict[tuple[str, str], list[str]] = defaultdict(list)
    newest: dict[tuple[str, str], Question] = {}
    for form in sorted(forms, key=lambda form: (form.form_id, _version_order(form.version))):
        for question in form.questions:
            if question.kind.is_asked:
                key = (form.form_id, question.name)
                versions[key].append(form.version)
                newest[key] = _with_older(question, newest.get(key))
    for (form_id, name), question in newest.items():
        for language, text in question.labels.items():
            yield (
                *(form_id, name, language, text, _type(question)),
                ";".join(choice.value for choice in question.choices),
                ";".join(
                    choice.labels.get(language, choice.value).replace(";", ",") for choice in question.choices
                ),
                *(";".join(question.problem), ";".join(question.apart), question.denominator),
                *(";".join(question.norms), ";".join(versions[form_id, name]), withheld(question)),
            )


def _version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Versions in the order of people: 9 before 10, 2026-06-09 before 2026-06-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _with_older(question: Question, older: Question | None) -> Question:
    """The question with the choices that only an earlier version had, and what these counted as."""
    if older is None:
        return question
    known = {choice.value for choice in question.choices}
    dropped = tuple(choice for choice in older.choices if choice.value not in known)
    gone = {choice.value for choice in dropped}
    return replace(
        question,
        choices=question.choices + dropped,
        problem=question.problem + tuple(value for value in older.problem if value in gone),
        apart=question.apart + tuple(value for value in older.apart if value in gone),
    )


def _type(question: Question) -> str:
    is_scale = question.choices and question.choices[0].value == "very_good"
    return "scale" if is_scale else _TYPES[question.kind]


def withheld(question: Question) -> str:
    """Why the answers to a question are never shown; "" when they are."""
    return "it would show who was in danger" if question.name == _SAFETY else _WITHHELD.get(question.kind, "")


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
    """The first of these moments that the report gives."""
    return next((text for name in names if (text := one.answers.get(name))), "")


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
            if question.kind.is_asked and not withheld(question):
                value = one.answers.get(question.name)
                missing = "not relevant" if value is None else "" if value else "not answered"
                yield visit, question.name, ";".join((value or "").split()), missing


def _reception_rows(settled: Sequence[Settled]) -> list[tuple[str, str, str, int]]:
    counted = Counter((one.form.form_id, one.outcome.value, one.reason) for one in settled)
    return [(*key, number) for key, number in sorted(counted.items())]


def _copies(settled: Sequence[Settled]) -> str:
    """The copies that are shown, each under its station's code; "" when there are none."""
    shown = [one for one in settled if one.outcome is Outcome.PUBLISHED and one.reason == IN_COPIES]
    lines = sorted({question.name for one in shown for question in vote_lines(one.form)})
    rows = sorted([_code(one), *(one.answers[line] for line in lines)] for one in shown)
    return csv_text(["station", *lines], rows) if rows else ""
