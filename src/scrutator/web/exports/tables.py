"""The tables that can be taken away, row by row: reports, answers, places, observers, messages.

Observers, teams and partners go by pseudonyms of this server, the same in all its tables; names and codes are
in none.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scrutator.field.privacy import pseudonym
from scrutator.web.desk.models import Message
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.incidents.gathering import events_of
from scrutator.web.incidents.mapping import cells_of
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Flag, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 500
FURTHER = "further answers"
HEAD = ("report", "form", "version", "observer", "team", "place", "state", "replaced")


class Exported(StrEnum):
    """The tables by name."""

    REPORTS = "reports"
    ANSWERS = "answers"
    PLACES = "places"
    OBSERVERS = "observers"
    MESSAGES = "messages"
    INCIDENTS = "incidents"


@dataclass(frozen=True)
class ExportedTable:
    """A table to be written: its heading and its rows, read from the database as they are asked for."""

    name: str
    heading: Sequence[str]
    rows: Iterator[Sequence[str]]


def table_of(mission: Mission, what: Exported, found: "QuerySet[Submission]") -> ExportedTable:
    """One table of a mission; `found` are the reports that the one who asks may see."""
    made = {
        Exported.REPORTS: _reports,
        Exported.ANSWERS: _answers,
        Exported.PLACES: _places,
        Exported.OBSERVERS: _observers,
        Exported.MESSAGES: _messages,
        Exported.INCIDENTS: _incidents,
    }
    heading, rows = made[what](mission, found)
    return ExportedTable(what.value, heading, rows)


Made = tuple[Sequence[str], Iterator[Sequence[str]]]


def _hidden(kind: str, name: str) -> str:
    return pseudonym(secret(folder(), "exports"), kind, name) if name else ""


def _read(found: "QuerySet[Submission]") -> Iterator[Submission]:
    joined = found.select_related("received__device__observer", "received__leaf", "place").order_by("pk")
    return joined.iterator(chunk_size=CHUNK)


def _head(one: Submission) -> tuple[str, ...]:
    observer = one.received.device.observer if one.received.device else None
    return (
        *(str(one.received.leaf.index), one.form_id, one.version),
        _hidden("observer", observer.opaque) if observer else "",
        _hidden("team", observer.team) if observer else "",
        *(one.place.code if one.place else "", str(one.state), "yes" if one.superseded else "no"),
    )


def _reports(mission: Mission, found: "QuerySet[Submission]") -> Made:
    flags: dict[int, list[str]] = {}
    marked = Flag.objects.filter(submission__mission=mission).order_by("submission_id", "kind")
    for number, kind in marked.values_list("submission_id", "kind"):
        flags.setdefault(number, []).append(kind)
    heading = (*HEAD, "instance", "sha256", "received", "sent again", "not safe", "flags")
    return heading, (
        (
            *_head(one),
            *(one.instance_id, one.received.sha256, one.received.at.isoformat(timespec="seconds")),
            *(str(one.received.repeats), "yes" if one.unsafe else "no", "; ".join(flags.get(one.pk, ()))),
        )
        for one in _read(found)
    )


def _answers(mission: Mission, found: "QuerySet[Submission]") -> Made:
    """A row for each report, a column for each question that any version of any form asks. What stands in no
    column (repeats, questions of no published version) is in the last one, by its path."""
    forms = mission.forms.order_by("form_id", "pk").values_list("form_id", "pk")
    asked = dict.fromkeys(
        (form, question.path)
        for form, number in forms
        for question in questions_of(number)
        if question.kind.is_asked
    )
    place: dict[str, dict[str, int]] = {}
    for column, (form, path) in enumerate(asked):
        place.setdefault(form, {})[path] = column
    heading = (*HEAD, *(f"{form}/{path}" for form, path in asked), FURTHER)
    return heading, (_answer_row(one, place.get(one.form_id, {}), len(asked)) for one in _read(found))


def _answer_row(one: Submission, place: dict[str, int], columns: int) -> list[str]:
    cells, further = [""] * columns, dict[str, list[str]]()
    for path, value in report_in(one.received).answers:
        column = place.get(path)
        if column is None:
            further.setdefault(path, []).append(value)
        else:
            cells[column] = value  # the path is the report's only one: repeats are numbered
    rest = json.dumps(further, ensure_ascii=False) if further else ""
    return [*_head(one), *cells, rest]


def _places(mission: Mission, found: "QuerySet[Submission]") -> Made:
    rows = mission.places.select_related("parent").order_by("code")
    return ("code", "name", "kind", "parent", "registered", "time_zone"), (
        (
            *(one.code, one.name, one.kind, one.parent.code if one.parent else ""),
            *("" if one.registered is None else str(one.registered), one.time_zone or mission.time_zone),
        )
        for one in rows.iterator(chunk_size=CHUNK)
    )


def _observers(mission: Mission, found: "QuerySet[Submission]") -> Made:
    rows = sorted(
        (
            *(_hidden("observer", one.opaque), _hidden("team", one.team), _hidden("partner", one.partner)),
            "; ".join(sorted({at.place.code for at in one.deployments.all()})),
        )
        for one in mission.observers.prefetch_related("deployments__place")
    )
    return ("observer", "team", "partner", "places"), iter(rows)


def _messages(mission: Mission, found: "QuerySet[Submission]") -> Made:
    """What observers were told of reports; words are the desk's own."""
    rows = Message.objects.filter(mission=mission, submission__in=found).order_by("pk")
    joined = rows.select_related("observer", "submission__received__leaf")
    return ("report", "observer", "words", "written", "state"), (
        (
            *(str(one.submission.received.leaf.index), _hidden("observer", one.observer.opaque), one.words),
            *(one.at.isoformat(timespec="seconds"), str(one.state)),
        )
        for one in joined.iterator(chunk_size=CHUNK)
    )


def _incidents(mission: Mission, found: "QuerySet[Submission]") -> Made:
    """Events by area, none of fewer than three stations, with what was found out; no report of one is hidden
    from the one who asks."""
    seen, cells = frozenset(found.values_list("pk", flat=True)), cells_of(mission)
    rows = (one for one in events_of(mission) if seen.issuperset(told.number for told in one.told))
    return ("incident", "kind", "area", "day", "status", "independent sources", "reports"), (
        (
            *(str(one.index), one.first.kind, cells.get(one.first.place, "")),
            *(one.first.day, one.verified.status.value, str(one.verified.sources), str(len(one.told))),
        )
        for one in rows
    )
