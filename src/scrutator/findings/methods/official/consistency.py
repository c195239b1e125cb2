"""Cheap rules before any statistics: do the published numbers describe one reality?

They found real faults in the sources of real elections: totals that do not add up, denominators that
disagree, a share of adults above turnout, misprints, turnout that falls during the day.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.expressions import evaluate, names_in
from scrutator.findings.methods.official.shares import cited
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Relation, StatedFigure, Turnout
from scrutator.record.unknown import Missing, Unknown

HOLDS, FAILS = "holds", "does not hold"
OWN = "the election of the case"


def holds(relation: Relation, left: Fraction, right: Fraction) -> bool:
    """Does the relation hold within the tolerance its author gave for rounding?"""
    slack = Fraction(relation.tolerance)
    if relation.relation == "=":
        return abs(left - right) <= slack
    return left <= right + slack if relation.relation == "<=" else left >= right - slack


def check_relations(case: Case) -> tuple[list[Figure], Table]:
    """Every relation of relations.csv over the stated figures."""
    stated = {row.id: row for row in case.stated}
    values = {name: Fraction(row.value) for name, row in stated.items() if isinstance(row.value, Decimal)}
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for relation in case.relations:
        used = sorted(names_in(relation.left) | names_in(relation.right))
        sources = tuple(dict.fromkeys(s for name in used if name in stated for s in cited(stated[name])))
        at = {"relation": relation.id}
        missing = [name for name in used if name in stated and name not in values]
        if missing:
            reason = Unknown(Missing.NOT_OBTAINED, f"no value of {', '.join(missing)}")
            figures.append(Figure("verdict", reason, "", at, sources=sources))
            about, marks = said_of([stated[name] for name in used if name in stated])
            rows.append((relation.text, about, None, relation.relation, None, reason, "", marks))
            continue
        left, right = evaluate(relation.left, values), evaluate(relation.right, values)
        word = HOLDS if holds(relation, left, right) else FAILS
        figures.append(Figure("verdict", word, "", at, sources=sources))
        figures.append(Figure("left", left, "", at, sources=sources, note=relation.left))
        figures.append(Figure("right", right, "", at, sources=sources, note=relation.right))
        figures.append(Figure("difference", left - right, "", at, sources=sources, note="left less right"))
        about, marks = said_of([stated[name] for name in used if name in stated])
        reading = relation.reading if word == FAILS else ""
        rows.append((relation.text, about, left, relation.relation, right, word, reading, marks))
    columns = ("relation", "election and place", "left", "must be", "right", "verdict", "reading", "marks")
    return figures, Table("relations", "What the stated figures must satisfy", columns, tuple(rows))


def said_of(used: Sequence[StatedFigure]) -> tuple[str, str]:
    """The elections and places the numbers speak of, and the marks they have, each named once."""
    about = dict.fromkeys(row.about for row in used if row.about)
    marks = dict.fromkeys(f"{row.text}: {row.mark}" for row in used if row.mark)
    return "; ".join(about) or OWN, "; ".join(marks)


def competing(case: Case) -> Table:
    """Subjects for which sources state different numbers; all of them are kept."""
    subjects: dict[str, list[StatedFigure]] = defaultdict(list)
    for row in case.stated:
        subjects[row.subject].append(row)
    rows: list[tuple[Value | None, ...]] = []
    for group in subjects.values():
        if len({row.value for row in group if isinstance(row.value, Decimal)}) > 1:
            for row in group:
                rows.append(
                    (row.text, row.about or OWN, row.value, row.unit, "; ".join(cited(row)), row.mark)
                )
    columns = ("what was stated", "election and place", "number", "unit", "sources", "mark")
    return Table("competing", "Different numbers for one thing, all kept", columns, tuple(rows))


def chained(case: Case) -> dict[tuple[str, str], list[Turnout]]:
    """Snapshots of a place in the order of the day; a second outlet's copy of one time is not chained."""
    chains: dict[tuple[str, str], dict[str, Turnout]] = defaultdict(dict)
    for row in case.turnout:
        if row.time and isinstance(row.percent, Decimal):
            chains[row.contest, row.place].setdefault(row.time, row)
    return {at: [snapshots[time] for time in sorted(snapshots)] for at, snapshots in chains.items()}


def falls(case: Case) -> Table:
    """Turnout cannot fall during the day."""
    names = {place.id: place.name for place in case.places}
    rows: list[tuple[Value | None, ...]] = []
    for (contest, place), snapshots in chained(case).items():
        for before, after in pairwise(snapshots):
            if _percent(after) < _percent(before):
                cites = "; ".join(cited(before) + cited(after))
                marks = "; ".join(f"{row.time}: {row.mark}" for row in (before, after) if row.mark)
                rows.append((
                    contest, names[place], before.time, before.percent, after.time, after.percent, cites,
                    marks or None,
                ))  # fmt: skip
    columns = ("contest", "place", "earlier", "turnout, %", "later", "turnout, %", "sources", "marks")
    return Table("falls", "Turnout that falls during the day, which cannot be", columns, tuple(rows))


def _percent(row: Turnout) -> Decimal:
    return row.percent if isinstance(row.percent, Decimal) else Decimal(0)


def outlets(case: Case) -> Table:
    """One snapshot of one place, printed differently by two outlets."""
    names = {place.id: place.name for place in case.places}
    seen: dict[tuple[str, str, str], list[Turnout]] = defaultdict(list)
    for row in case.turnout:
        if row.time and isinstance(row.percent, Decimal):
            seen[row.contest, row.place, row.time].append(row)
    rows: list[tuple[Value | None, ...]] = []
    for (contest, place, time), group in seen.items():
        values = [_percent(row) for row in group]
        if len(set(values)) > 1:
            cites = "; ".join(cite for row in group for cite in cited(row))
            rows.append(
                (contest, names[place], time, min(values), max(values), max(values) - min(values), cites)
            )
    columns = ("contest", "place", "time", "lowest, %", "highest, %", "apart, points", "sources")
    return Table("outlets", "One snapshot, different numbers in different outlets", columns, tuple(rows))


def run(context: Context) -> Outcome:
    """All rules over the whole case."""
    case = context.case
    figures, relations = check_relations(case)
    tables = (relations, competing(case), falls(case), outlets(case))
    failing = sum(1 for figure in figures if figure.value == FAILS)
    figures += [
        Figure("stated", row.value, row.unit, {"id": row.id}, sources=cited(row), note=row.mark or "")
        for row in case.stated
    ]
    figures += counts(failing, case.relations, tables)
    caveats = (
        "A relation that does not hold is a fault in the numbers as published, not a finding on any vote.",
    )
    title = f"{failing} of {len(case.relations)} relations between published figures do not hold"
    return Outcome(title, tuple(figures), tables, caveats)


def counts(failing: int, relations: Sequence[Relation], tables: tuple[Table, ...]) -> list[Figure]:
    figures = [Figure("relations", len(relations), "relations"), Figure("failing", failing, "relations")]
    figures += [Figure(table.name, len(table.rows), "rows") for table in tables[1:]]
    return figures


CONSISTENCY = Method(
    id="official.consistency",
    version="2",
    question="Do the published numbers agree with each other?",
    run=run,
    reads=("stated.csv", "relations.csv", "turnout.csv", "places.csv"),
)
