"""Results as they are published, station by station, against the protocols that observers sent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from scrutator.counting.counts import by_station, is_count
from scrutator.counting.protocols.at_stake import by_votes_at_stake, votes_at_stake
from scrutator.counting.protocols.differences import Difference
from scrutator.counting.protocols.reconciliation import Reconciled, reconcile
from scrutator.errors import ScrutatorError
from scrutator.field.outcomes import PROTOCOL_FORM, vote_lines
from scrutator.web.audit.events import What
from scrutator.web.clock import now
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.models import Mission
from scrutator.web.night.arrivals import tally
from scrutator.web.night.given import Row, rows_of
from scrutator.web.night.keeping import keep
from scrutator.web.night.live import state_of_night
from scrutator.web.night.models import PublishedTable
from scrutator.web.night.registered import rules_of, tables_of
from scrutator.web.night.source import reports_of

STATION = "station"
Votes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Compared:
    """Published results against observers' protocols: the most votes at stake first; apart from them the
    stations not published, those without a protocol, codes the mission does not know, stations whose
    published figures were changed by a later table, and those whose figures are of other lists than are
    compared now: the night's rules were registered after they were given."""

    result: Reconciled
    differing: tuple[tuple[Difference, int], ...]
    not_published: tuple[str, ...]
    without_protocol: int
    unknown: tuple[str, ...]
    changed: tuple[str, ...]
    other_lists: tuple[str, ...]
    published: int


def lists_of(mission: Mission) -> Mapping[str, str]:
    """The lists that are compared, and the question that holds the votes of each: those of the night's rules,
    else all that the protocol form asks for."""
    rules = rules_of(mission)
    if rules is not None:
        return tables_of(rules.pk).lists
    form = mission.forms.filter(form_id=PROTOCOL_FORM, current=True).first()
    return {} if form is None else {q.name: q.name for q in vote_lines(published_form(form.pk))}


def add_table(
    mission: Mission, user: Any, name: str, content: bytes
) -> tuple[PublishedTable, tuple[str, ...]]:
    """Keep a table of published results; also the columns that it has and no one uses. Raises C11 for a cell
    that is no count, a station named twice and a list without a column; a row with an empty cell is not
    published yet: it is left out and counted."""
    lists = lists_of(mission)
    if not lists:
        raise ScrutatorError("C11", "the mission has no form of protocols", remedy="Publish one first.")
    rows = by_station(rows_of(content, name), STATION)
    first = next(iter(rows.values()))
    columns = {one: _column(one, question, first) for one, question in lists.items()}
    found = {code: _votes(code, row, columns) for code, row in rows.items()}
    known = {code: votes for code, votes in found.items() if votes is not None}
    row = PublishedTable(
        mission=mission,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=known,
        left_out=len(found) - len(known),
        user=user,
        at=now(),
    )
    table = keep(mission, row, What.PUBLISHED, name=row.name, sha256=row.sha256)
    return table, tuple(column for column in first if column not in {STATION, *columns.values()})


def _column(name: str, question: str, row: Mapping[str, str]) -> str:
    there = [column for column in dict.fromkeys((name, question)) if column in row]
    if len(there) != 1:
        what = f"the list {name} has {'two columns' if there else 'no column'}"
        remedy = f"Name one column {name} or {question}."
        raise ScrutatorError("C11", what, where=", ".join(row), remedy=remedy)
    return there[0]


def _votes(code: str, row: Row | Mapping[str, str], columns: Mapping[str, str]) -> dict[str, int] | None:
    cells = {name: row[column].strip() for name, column in columns.items()}
    wrong = [name for name, text in cells.items() if text and not is_count(text)]
    if wrong:
        what = f"“{cells[wrong[0]][:20]}” is not a count"
        raise ScrutatorError("C11", what, where=f"{code}, {columns[wrong[0]]}")
    if not all(cells.values()):
        return None
    return {name: int(text.partition(".")[0]) for name, text in cells.items()}


_LAST: dict[int, tuple[str, Compared | None]] = {}


def compared_now(mission: Mission) -> Compared | None:
    """`compared`, kept until something comes, is decided, registered or published."""
    tables = mission.published_tables.aggregate(Max("pk"))["pk__max"]
    state = f"{state_of_night(mission)}-{tables}"
    known = _LAST.get(mission.pk)
    if known is None or known[0] != state:
        known = _LAST[mission.pk] = (state, compared(mission))
    return known[1]


def compared(mission: Mission) -> Compared | None:
    """Answer: where do published results and observers' protocols differ? None before any are published."""
    tables = list(mission.published_tables.order_by("pk"))
    if not tables:
        return None
    official, changed = _newest(tables)
    copies, lists = copies_of(mission), set(lists_of(mission))
    same = {code: votes for code, votes in official.items() if set(votes) == lists}
    result = reconcile(same, copies)
    known = set(mission.places.filter(kind="station").values_list("code", flat=True))
    return Compared(
        result,
        tuple((one, votes_at_stake(one)) for one in by_votes_at_stake(result.differences)),
        tuple(code for code in result.without_official if code not in official),
        result.without_copy,
        tuple(sorted(set(official) - known)),
        changed,
        tuple(sorted(set(official) - set(same))),
        len(official),
    )


def _newest(tables: list[PublishedTable]) -> tuple[Votes, tuple[str, ...]]:
    """The newest figures of each station, and the stations whose figures a later table changed."""
    official: dict[str, Mapping[str, int]] = {}
    changed = set()
    for table in tables:
        for code, votes in table.rows.items():
            if code in official and official[code] != votes:
                changed.add(code)
            official[code] = votes
    return official, tuple(sorted(changed))


def copies_of(mission: Mission) -> Votes:
    """The votes of every station whose protocols count and agree, by list; not of drawn stations alone."""
    lists, rules = lists_of(mission), rules_of(mission)
    parts = {name: [part.strip() for part in question.split(" + ")] for name, question in lists.items()}
    lines = list(dict.fromkeys(part for found in parts.values() for part in found))
    came, said = reports_of(mission, rules.form_id if rules else PROTOCOL_FORM, lines)
    found = tally({one.station for one in came if one.station}, came, said, lines)
    return {
        one.station: {name: sum(one.counts[part] for part in found) for name, found in parts.items()}
        for one in found.rows
    }
