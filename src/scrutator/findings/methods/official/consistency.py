"""Cheap rules before any statistics: do the published numbers describe one reality?

They found real faults in the sources of real elections: totals that do not add up, denominators that
disagree, a share of adults above turnout, misprints, turnout that falls during the day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.expressions import evaluate, names_in
from scrutator.findings.methods.official.published import cited
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.findings.tabulate import table_of
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


@dataclass(frozen=True)
class Checked:
    """A relation, the stated figures it names, and both its sides; None where a figure has no value."""

    relation: Relation
    figures: tuple[StatedFigure, ...]
    sides: tuple[Fraction, Fraction] | None

    @property
    def verdict(self) -> str | Unknown:
        """Does it hold? Unknown where a figure it names has no value."""
        if self.sides is None:
            missing = [row.id for row in self.figures if not isinstance(row.value, Decimal)]
            return Unknown(Missing.NOT_OBTAINED, f"no value for {', '.join(missing)}")
        return HOLDS if holds(self.relation, *self.sides) else FAILS


def checked(case: Case) -> list[Checked]:
    """Every relation of relations.csv over the stated figures."""
    stated = {row.id: row for row in case.stated}
    values = {name: Fraction(row.value) for name, row in stated.items() if isinstance(row.value, Decimal)}
    found = []
    for relation in case.relations:
        names = sorted(names_in(relation.left) | names_in(relation.right))
        figures = tuple(stated[name] for name in names if name in stated)
        known = all(row.id in values for row in figures)
        sides = (evaluate(relation.left, values), evaluate(relation.right, values)) if known else None
        found.append(Checked(relation, figures, sides))
    return found


def relation_figures(one: Checked) -> Iterator[Figure]:
    """The verdict on a relation; both sides and their difference where they are known."""
    at = {"relation": one.relation.id}
    sources = tuple(dict.fromkeys(source for row in one.figures for source in cited(row)))
    yield Figure("verdict", one.verdict, "", at, sources=sources)
    if one.sides is not None:
        left, right = one.sides
        yield Figure("left", left, "", at, sources=sources, note=one.relation.left)
        yield Figure("right", right, "", at, sources=sources, note=one.relation.right)
        yield Figure("difference", left - right, "", at, sources=sources, note="left less right")


def relations_table(case: Case, found: Sequence[Checked]) -> Table:
    """One row per relation."""
    titles = {contest.id: contest.title for contest in case.contests}
    return table_of(
        "relations",
        "What the stated figures must satisfy",
        found,
        {
            "relation": lambda one: one.relation.text,
            "where and when": lambda one: about(one.figures, titles),
            "left": lambda one: one.sides[0] if one.sides else None,
            "must be": lambda one: one.relation.relation,
            "right": lambda one: one.sides[1] if one.sides else None,
            "verdict": lambda one: one.verdict,
            "reading": lambda one: one.relation.reading if one.verdict == FAILS else "",
            "marks": lambda one: marks_of(one.figures) or None,
        },
    )


def note_on(row: StatedFigure, found: Sequence[Checked]) -> str:
    """A stated figure's mark, and whether the relations that name it hold; others say nothing of it."""
    verdicts = {one.verdict for one in found if row in one.figures}
    if FAILS in verdicts:
        standing = "in a relation that does not hold"
    elif verdicts:
        standing = (
            "in relations that hold" if verdicts == {HOLDS} else "in a relation that cannot be computed"
        )
    else:
        standing = "in no relation"
    return "; ".join(filter(None, (row.mark, "as stated", standing)))


def marks_of(figures: Sequence[StatedFigure]) -> str:
    """The marks that these figures have, each beside its words."""
    return "; ".join(dict.fromkeys(f"{row.text}: {row.mark}" for row in figures if row.mark))


def about(figures: Sequence[StatedFigure], titles: Mapping[str, str]) -> str:
    """Of which contest, where and when do these figures speak? In the order of their dates."""
    found = {
        (row.date.earliest, row.place, str(row.date), titles.get(row.contest or "", "")) for row in figures
    }
    return "; ".join(
        f"{title}, {place}, {day}" if title else f"{place}, {day}" for _, place, day, title in sorted(found)
    )


def competing(case: Case) -> Table:
    """Subjects for which sources state different numbers; all of them are kept."""
    titles = {contest.id: contest.title for contest in case.contests}
    subjects: dict[str, list[StatedFigure]] = defaultdict(list)
    for row in case.stated:
        subjects[row.subject].append(row)
    rows: list[tuple[Value | None, ...]] = []
    for group in subjects.values():
        if len({row.value for row in group if isinstance(row.value, Decimal)}) > 1:
            for row in group:
                cites, of = "; ".join(cited(row)), about([row], titles)
                rows.append((row.text, of, row.value, row.unit, cites, row.mark))
    columns = ("what was stated", "where and when", "number", "unit", "sources", "mark")
    return Table("competing", "Different numbers for the same quantity, all kept", columns, tuple(rows))


def chained(case: Case) -> dict[tuple[str, str], list[Turnout]]:
    """Snapshots of a place in the order of the day. Of several outlets' copies of one time the one is taken
    whose source comes first in the alphabet, so that the order of rows decides nothing."""
    chains: dict[tuple[str, str], dict[str, Turnout]] = defaultdict(dict)
    for row in sorted(case.turnout, key=lambda one: (cited(one), str(one.percent))):
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
                at, times = (contest, names[place]), (before.time, before.percent, after.time, after.percent)
                rows.append((*at, *times, cites, marks or None))
    columns = ("contest", "place", "earlier", "turnout, %", "later", "turnout, %", "sources", "marks")
    return Table("falls", "Turnout that falls during the day, which is impossible", columns, tuple(rows))


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
    found = checked(case)
    tables = (relations_table(case, found), competing(case), falls(case), outlets(case))
    failing = sum(one.verdict == FAILS for one in found)
    figures = [figure for one in found for figure in relation_figures(one)]
    figures += [
        Figure("stated", row.value, row.unit, {"id": row.id}, sources=cited(row), note=note_on(row, found))
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
