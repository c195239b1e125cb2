"""Results as they are published, station by station, against the protocols that observers sent."""

import hashlib
from collections import Counter
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
from scrutator.tables.totals.worded import is_totals_text
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
    published figures were changed or taken back by a later table, and those whose table says nothing of a
    list that is compared. `published`: stations of the mission that are published."""

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
    that is no count, a station named twice, a list without a column and a row of totals; a row with an empty
    cell is not published yet: it is left out, counted, and takes back what a table before it said."""
    lists = lists_of(mission)
    if not lists:
        raise ScrutatorError("C11", "the mission has no form of protocols", remedy="Publish one first.")
    rows = by_station(rows_of(content, name), STATION)
    first = next(iter(rows.values()))
    columns = {one: _column(one, question, first) for one, question in lists.items()}
    found = {code: _votes(code, row, columns) for code, row in rows.items()}
    known = {code: votes for code, votes in found.items() if votes is not None}
    _refuse_totals(mission, known)
    row = PublishedTable(
        mission=mission,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=found,
        left_out=len(found) - len(known),
        user=user,
        at=now(),
    )
    table = keep(mission, row, What.PUBLISHED, name=row.name, sha256=row.sha256)
    return table, tuple(column for column in first if column not in {STATION, *columns.values()})


def _refuse_totals(mission: Mission, rows: Mapping[str, Mapping[str, int]]) -> None:
    """Raise C11 for a row that is no station of the mission and is called a total, or is one."""
    whole: Counter[str] = Counter()
    for votes in rows.values():
        whole.update(votes)
    for code in sorted(set(rows) - _stations(mission)):
        votes = rows[code]
        halves = all(2 * n == whole[name] for name, n in votes.items())
        is_sum = len(rows) > 2 and any(votes.values()) and halves
        if is_sum or is_totals_text(code):
            what = f"the row “{code[:40]}” is no station, and a sum of the others"
            raise ScrutatorError("C11", what, where=STATION, remedy="Leave rows of totals out.")


def _stations(mission: Mission) -> set[str]:
    return set(mission.places.filter(kind="station").values_list("code", flat=True))


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
    newest, changed = _newest(tables)
    official, other_lists = _in_lists(newest, lists_of(mission))
    stations = _stations(mission)
    known = {code: votes for code, votes in official.items() if code in stations}
    result = reconcile(known, copies_of(mission))
    return Compared(
        result,
        tuple((one, votes_at_stake(one)) for one in by_votes_at_stake(result.differences)),
        tuple(code for code in result.without_official if code not in other_lists),
        result.without_copy,
        tuple(sorted(set(official) - stations)),
        changed,
        tuple(sorted(other_lists)),
        len(known),
    )


def _newest(tables: list[PublishedTable]) -> tuple[Votes, tuple[str, ...]]:
    """The newest figures of each station, and those whose figures a later table changed or took back."""
    official: dict[str, Mapping[str, int]] = {}
    changed = set()
    for table in tables:
        for code, votes in table.rows.items():
            if code in official and official[code] != votes:
                changed.add(code)
            if votes is None:
                official.pop(code, None)
            else:
                official[code] = votes
    return official, tuple(sorted(changed))


def _in_lists(newest: Votes, lists: Mapping[str, str]) -> tuple[Votes, frozenset[str]]:
    """The figures by the lists that are compared now, whether they were kept under a list's name or under its
    question; and the stations whose table lacks one of them, or has it under both."""
    found: dict[str, Mapping[str, int]] = {}
    for code, votes in newest.items():
        under = {name: {name, question} & set(votes) for name, question in lists.items()}
        if all(len(keys) == 1 for keys in under.values()):
            found[code] = {name: votes[keys.pop()] for name, keys in under.items()}
    return found, frozenset(set(newest) - set(found))


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
