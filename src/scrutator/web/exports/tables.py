"""The tables that can be taken away, row by row: reports, answers, places, observers, messages,
incidents; what was planned and decided is in `plans`.

Observers, teams and partners go by pseudonyms of this server, the same in all its tables; names and codes are
in none.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError
from scrutator.field.reading.stored import Paths, StoredReader
from scrutator.web.desk.models import Message
from scrutator.web.exports import plans
from scrutator.web.exports.names import hidden
from scrutator.web.incidents.gathering import events_of
from scrutator.web.incidents.mapping import cells_of
from scrutator.web.intake.contents import DELETED
from scrutator.web.intake.models import Flag, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Deployment, Mission

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 500
MOST_NAMES = 50_000
MOST_LAID = 1_000
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
    DEPLOYMENT = "deployment"
    DUTIES = "duties"
    DECISIONS = "decisions"


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
        Exported.DEPLOYMENT: plans.deployment,
        Exported.DUTIES: plans.duties,
        Exported.DECISIONS: plans.decisions,
    }
    heading, rows = made[what](mission, found)
    return ExportedTable(what.value, heading, rows)


Made = tuple[Sequence[str], Iterator[Sequence[str]]]


_ROW = (
    *("received__leaf__index", "form_id", "version", "received__device__observer__opaque"),
    *("received__device__observer__team", "place__code", "state", "superseded"),
)


def _read(found: "QuerySet[Submission]", *more: str) -> Iterator[tuple[Any, ...]]:
    """The head of each report, then these columns of it; plain values, for objects cost more than all the
    rest."""
    return found.order_by("pk").values_list(*_ROW, *more).iterator(chunk_size=CHUNK)


class _Heads:
    """The first cells of rows, from what `_read` gives; a pseudonym is computed once."""

    def __init__(self) -> None:
        self._hidden = lru_cache(maxsize=MOST_NAMES)(hidden)

    def of(self, row: tuple[Any, ...]) -> tuple[str, ...]:
        index, form, version, observer, team, place, state, replaced = row[: len(_ROW)]
        return (
            *(str(index), form, version, self._hidden("observer", observer or "")),
            *(self._hidden("team", team or ""), place or "", state, "yes" if replaced else "no"),
        )


def _reports(mission: Mission, found: "QuerySet[Submission]") -> Made:
    flags: dict[int, list[str]] = {}
    marked = Flag.objects.filter(submission__mission=mission).order_by("submission_id", "kind")
    for number, kind in marked.values_list("submission_id", "kind"):
        flags.setdefault(number, []).append(kind)
    heading = (*HEAD, "instance", "sha256", "received", "sent again", "not safe", "flags")
    head = _Heads().of
    more = ("instance_id", "received__sha256", "received__at", "received__repeats", "unsafe", "pk")
    return heading, (
        (
            *head(row),
            *(row[-6], row[-5], row[-4].isoformat(timespec="seconds")),
            *(str(row[-3]), "yes" if row[-2] else "no", "; ".join(flags.get(row[-1], ()))),
        )
        for row in _read(found, *more)
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
    return heading, _answer_rows(_read(found, "received__content"), place, len(asked))


def _answer_rows(
    found: Iterator[tuple[Any, ...]], place: Mapping[str, Mapping[str, int]], columns: int
) -> Iterator[list[str]]:
    head, read, laid = _Heads().of, StoredReader().read, dict[tuple[str, Paths], _Laid]()
    for row in found:
        content, form = bytes(row[-1]), row[1]
        if not content:
            raise ScrutatorError("D07", DELETED)
        paths, values = read(content)
        key = (form, paths)
        if key not in laid:
            if len(laid) >= MOST_LAID:
                laid.clear()
            laid[key] = _laid(paths, place.get(form, {}), columns)
        pick, over = laid[key]
        further: dict[str, list[str]] = {}
        for at in over:
            further.setdefault(paths[at], []).append(values[at])
        rest = json.dumps(further, ensure_ascii=False) if further else ""
        yield [*head(row), *pick([*values, ""]), rest]


def _laid(paths: Paths, place: Mapping[str, int], columns: int) -> "_Laid":
    """From the answers of a report, with an empty one behind them, to the cells of its row; and the answers
    that stand in no column."""
    taken = [len(paths)] * columns
    for at, path in enumerate(paths):
        if path in place:
            taken[place[path]] = at  # the path is the report's only one: repeats are numbered
    over = tuple(at for at, path in enumerate(paths) if path not in place)
    return (itemgetter(*taken) if columns > 1 else lambda cells: tuple(cells[at] for at in taken)), over


_Laid = tuple[Callable[[Sequence[str]], tuple[str, ...]], tuple[int, ...]]


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
    places: dict[int, set[str]] = defaultdict(set)
    sent = Deployment.objects.filter(round__mission=mission).values_list("observer_id", "place__code")
    for number, code in sent:
        places[number].add(code)
    rows = sorted(
        (
            *(hidden("observer", one.opaque), hidden("team", one.team), hidden("partner", one.partner)),
            "; ".join(sorted(places[one.pk])),
        )
        for one in mission.observers.all()
    )
    return ("observer", "team", "partner", "places"), iter(rows)


def _messages(mission: Mission, found: "QuerySet[Submission]") -> Made:
    """What observers were told of reports; words are the desk's own."""
    rows = Message.objects.filter(mission=mission, submission__in=found).order_by("pk")
    joined = rows.select_related("observer", "submission__received__leaf")
    return ("report", "observer", "words", "written", "state"), (
        (
            *(str(one.submission.received.leaf.index), hidden("observer", one.observer.opaque), one.words),
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
