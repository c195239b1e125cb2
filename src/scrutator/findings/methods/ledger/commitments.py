"""Method: where each commitment stands."""

from collections import Counter
from collections.abc import Callable

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import (
    figures_behind,
    named_by_effects,
)
from scrutator.findings.methods.ledger.verdicts import READS
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.claims.conditions import FigureLookup
from scrutator.ledger.promises.commitments import (
    PUBLIC_LABELS,
    Standing,
    effects,
    standings,
    timeline,
    value_of_effect,
)
from scrutator.record.case import Case
from scrutator.record.nouns.commitments import STATUS_FIELDS, Commitment, CommitmentStatus
from scrutator.record.unknown import Missing, Unknown

StandingRow = tuple[Commitment, Standing, CommitmentStatus | None]
CAVEATS = (
    "Statuses are the analyst's own unless the table says otherwise; none is an official evaluation.",
    "A computed effect keeps the votes as they were; under another law people might have voted differently.",
)


def lookup_of(context: Context) -> FigureLookup:
    """The figures that the effects of the commitments name."""
    return figures_behind(context, (e.expression for c in context.case.commitments for e in effects(c)))


def effect_words(standing: Standing, value_of: FigureLookup) -> str | None:
    """What the named figures give, in words; None when no effect is named."""
    parts = []
    for effect in effects(standing.commitment):
        value = value_of_effect(effect, value_of)
        shown = "not computed" if value is None else f"{value:,}" if isinstance(value, int) else value
        parts.append(f"{effect.words or effect.expression}: {shown}")
    return "; ".join(parts) or None


def effect_figures(found: tuple[Standing, ...], value_of: FigureLookup) -> list[Figure]:
    """Every computed effect as a figure of its own."""
    figures = []
    for standing in found:
        for effect in effects(standing.commitment):
            value = value_of_effect(effect, value_of)
            at = {"commitment": standing.commitment.id, "question": effect.words or effect.expression}
            missing = Unknown(Missing.NOT_OBTAINED, "the figure is not among the findings")
            figures.append(
                Figure("effect", missing if value is None else value, "", at, note=effect.expression)
            )
    return figures


def standings_table(case: Case, found: tuple[Standing, ...], value_of: FigureLookup) -> Table:
    """One row per commitment: what was promised, its four fields, and the latest status."""
    names = {actor.id: actor.name for actor in case.actors}
    return table_of(
        "standings",
        "Commitments and where they stand",
        [(s.commitment, s, s.history[-1] if s.history else None) for s in found],
        {
            "id": lambda row: row[0].id,
            "commitment": lambda row: row[0].text,
            "made by": lambda row: names.get(row[0].made_by or ""),
            "made": lambda row: str(row[0].date) if row[0].date else None,
            "due": lambda row: row[0].due,
            "verifiable": lambda row: row[0].verifiable,
            **{field: status_column(field) for field in STATUS_FIELDS},
            "public label it would have": lambda row: row[1].public_label,
            "set by": lambda row: row[2].set_by if row[2] else None,
            "reason": lambda row: row[2].reason if row[2] else None,
            "effect, computed": lambda row: effect_words(row[1], value_of),
            "sources": lambda row: sources_cell(row[0].source),
        },
    )


def status_column(field: str) -> Callable[[StandingRow], str | None]:
    """What the column of one field shows: its latest status."""
    return lambda row: row[1].latest[field].status if field in row[1].latest else None


def timeline_table(found: tuple[Standing, ...]) -> Table:
    """Every dated event of every commitment."""
    rows = tuple((e.commitment, str(e.date), e.what, e.text) for s in found for e in timeline(s))
    columns = ("commitment", "date", "what", "text")
    return Table("timeline", "From promise through act to practice", columns, rows)


def tally_figures(found: tuple[Standing, ...]) -> list[Figure]:
    """How many commitments there are: by kind, by status in each field, by public label."""
    kinds = Counter(s.commitment.kind for s in found)
    figures = [
        Figure("commitments", len(found), "commitments"),
        *(Figure("by_kind", kinds[kind], "commitments", {"kind": kind}) for kind in sorted(kinds)),
    ]
    for field in STATUS_FIELDS:
        counts = Counter(s.latest[field].status for s in found if field in s.latest)
        for status in sorted(counts):
            at = {"field": field, "status": status}
            figures.append(Figure("standing", counts[status], "commitments", at))
    labels = Counter(s.public_label for s in found if s.commitment.kind != "remark")
    return figures + [
        Figure("label", labels[label], "commitments", {"label": label}) for label in PUBLIC_LABELS
    ]


def status_figures(found: tuple[Standing, ...]) -> list[Figure]:
    """The latest status of every commitment in every field, as words."""
    return [
        Figure(
            "status",
            latest.status,
            "",
            {"commitment": s.commitment.id, "field": field},
            sources=tuple(map(str, latest.source)),
        )
        for s in found
        for field, latest in s.latest.items()
    ]


def run_commitments(context: Context) -> Outcome:
    """Where every commitment stands, in four fields, with its timeline and computed effect."""
    case, value_of = context.case, lookup_of(context)
    found = standings(case.commitments, case.statuses, case.measures)
    own, statuses = sum("analyst" in status.set_by for status in case.statuses), len(case.statuses)
    figures = (
        *tally_figures(found),
        Figure("set_by_analyst", own, "statuses", numerator=own, denominator=statuses or None),
        *status_figures(found),
        *effect_figures(found, value_of),
    )
    late = sum(s.latest["schedule"].status in ("late", "missed") for s in found if "schedule" in s.latest)
    dated = sum(s.commitment.due_date is not None for s in found)
    title = f"Of {dated} commitments with a date, {late} are on record as late or missed"
    tables = (standings_table(case, found, value_of), timeline_table(found))
    return Outcome(title, figures, tables, CAVEATS)


COMMITMENTS = Method(
    id="ledger.commitments",
    version="1",
    question="What became of each promise and recommendation, in law, in practice and in time?",
    run=run_commitments,
    reads=READS,
    asks=named_by_effects,
)
