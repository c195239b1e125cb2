"""Methods on commitments and norms: where each promise stands, and what rests on which norm."""

from collections import Counter
from collections.abc import Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import (
    figures_behind,
    named_by_effects,
    named_by_evidence,
)
from scrutator.findings.methods.ledger.verdicts import READS, conditions_of, verdicts_of
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.claims.conditions import FigureLookup, named_figures
from scrutator.ledger.claims.conditions_met import state_of
from scrutator.ledger.claims.verdicts import mark_of
from scrutator.ledger.promises.commitments import (
    PUBLIC_LABELS,
    Standing,
    effects,
    standings,
    timeline,
    value_of_effect,
)
from scrutator.ledger.promises.norms import Coverage, coverage
from scrutator.record.case import Case
from scrutator.record.nouns.commitments import STATUS_FIELDS
from scrutator.record.unknown import Missing, Unknown


def lookup_of(context: Context) -> FigureLookup:
    """The figures that the effects of the commitments name."""
    return figures_behind(context, (e.expression for c in context.case.commitments for e in effects(c)))


def effect_words(standing: Standing, value_of: FigureLookup) -> str | None:
    """What the named figures give, in words; None when no effect is named."""
    parts = []
    for effect in effects(standing.commitment):
        value = value_of_effect(effect, value_of)
        shown = "not computed" if value is None else value
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
    names = {actor.id: actor.name for actor in case.actors}
    rows: list[tuple[Value | None, ...]] = []
    for s in found:
        c = s.commitment
        fields = [s.latest[f].status if f in s.latest else None for f in STATUS_FIELDS]
        last = s.history[-1] if s.history else None
        rows.append(
            (
                c.id,
                c.text,
                names.get(c.made_by or ""),
                str(c.date) if c.date else None,
                c.due,
                c.verifiable,
                *fields,
                s.public_label,
                last.set_by if last else None,
                last.reason if last else None,
                effect_words(s, value_of),
                "; ".join(map(str, c.source)),
            )
        )
    columns = (
        "id",
        "commitment",
        "made by",
        "made",
        "due",
        "verifiable",
        *STATUS_FIELDS,
        "public label it would have",
        "set by",
        "reason",
        "effect, computed",
        "sources",
    )
    return Table("standings", "Commitments and where they stand", columns, tuple(rows))


def timeline_table(found: tuple[Standing, ...]) -> Table:
    rows = tuple((e.commitment, str(e.date), e.what, e.text) for s in found for e in timeline(s))
    return Table(
        "timeline", "From promise through act to practice", ("commitment", "date", "what", "text"), rows
    )


def run_commitments(context: Context) -> Outcome:
    """Where every commitment stands, in four fields, with its timeline and computed effect."""
    case = context.case
    found = standings(case.commitments, case.statuses, case.measures)
    value_of = lookup_of(context)
    figures = [Figure("commitments", len(found), "commitments")]
    kinds = Counter(s.commitment.kind for s in found)
    figures += [Figure("by_kind", kinds[k], "commitments", {"kind": k}) for k in sorted(kinds)]
    for field in STATUS_FIELDS:
        counts = Counter(s.latest[field].status for s in found if field in s.latest)
        for status in sorted(counts):
            figures.append(
                Figure("standing", counts[status], "commitments", {"field": field, "status": status})
            )
    labels = Counter(s.public_label for s in found if s.commitment.kind != "remark")
    figures += [Figure("label", labels[label], "commitments", {"label": label}) for label in PUBLIC_LABELS]
    own = sum("analyst" in status.set_by for status in case.statuses)
    figures.append(
        Figure("set_by_analyst", own, "statuses", numerator=own, denominator=len(case.statuses) or None)
    )
    for s in found:
        for field, latest in s.latest.items():
            at = {"commitment": s.commitment.id, "field": field}
            figures.append(Figure("status", latest.status, "", at, sources=tuple(map(str, latest.source))))
    figures += effect_figures(found, value_of)
    late = sum(s.latest["schedule"].status in ("late", "missed") for s in found if "schedule" in s.latest)
    dated = sum(s.commitment.due_date is not None for s in found)
    title = f"Of {dated} commitments with a date, {late} are on record as late or missed"
    caveats = (
        "Statuses are the analyst's own unless the table says otherwise; none is an official evaluation.",
        "A computed effect holds the votes as they were: voters might act otherwise under another law.",
    )
    return Outcome(
        title, tuple(figures), (standings_table(case, found, value_of), timeline_table(found)), caveats
    )


def run_norms(context: Context) -> Outcome:
    """What rests on which norm, and on which norms nothing does."""
    case = context.case
    found = coverage(case.norms, case.commitments, case.propositions, case.conditions)
    rows = tuple(
        (
            f"{c.norm.document}, {c.norm.paragraph}",
            c.norm.text,
            c.norm.certainty,
            len(c.commitments),
            ", ".join(c.commitments),
            len(c.propositions),
            ", ".join(c.propositions),
        )
        for c in found
    )
    untouched = [c for c in found if c.untouched]
    figures = (
        Figure("norms", len(found), "norms"),
        Figure("untouched", len(untouched), "norms", note="; ".join(c.norm.id for c in untouched)),
        *(Figure("commitments", len(c.commitments), "commitments", {"norm": c.norm.id}) for c in found),
    )
    columns = (
        "norm",
        "content",
        "number of the paragraph",
        "commitments",
        "which",
        "propositions",
        "which ones",
    )
    caveat = "Which norm a commitment rests on is the analyst's reading."
    title = f"{len(untouched)} of {len(found)} norms on record have nothing resting on them"
    coverage_table = Table("coverage", "What rests on which norm", columns, rows)
    return Outcome(title, figures, (coverage_table, chain_table(context, found)), (caveat,))


def chain_table(context: Context, found: Sequence[Coverage]) -> Table:
    """From the stage asked about over the norm to conclusions, the findings they are bound to, and what
    was recommended."""
    case = context.case
    marks = {v.proposition: mark_of(v.verdict, v.extent) for v in verdicts_of(context)}
    states = {name: state_of(verdict).value for name, verdict in conditions_of(context).items()}
    kinds = {commitment.id: commitment.kind for commitment in case.commitments}
    rows: list[tuple[Value | None, ...]] = []
    for c in found:
        concluded = "; ".join(
            [
                *(f"{name} {states[name]}" for name in c.conditions),
                *(f"{n} {marks[n]}" for n in c.propositions),
            ]
        )
        asked = [name for name in c.commitments if kinds[name] in ("recommendation", "demand")]
        promised = [name for name in c.commitments if name not in asked]
        rows.append(
            (
                c.norm.stages or "any stage",
                f"{c.norm.document}, {c.norm.paragraph}: {c.norm.text}",
                concluded or "nothing on record names it",
                ", ".join(findings_behind(case, c)) or "none",
                ", ".join(asked) or "none",
                ", ".join(promised) or "none",
            )
        )
    columns = (
        "question: stage of the process",
        "norm",
        "conclusions and their verdicts",
        "findings behind them",
        "recommendations and demands",
        "promises and remarks",
    )
    return Table("chain", "From question to norm, finding and recommendation", columns, tuple(rows))


def findings_behind(case: Case, covered: Coverage) -> list[str]:
    """The findings whose figures the evidence of the norm's conclusions, or the effects of its
    commitments, name; in alphabetical order."""
    bound = [
        line.figure
        for line in case.evidence
        if line.figure and (line.proposition in covered.propositions or line.condition in covered.conditions)
    ]
    resting = [c for c in case.commitments if c.id in covered.commitments]
    bound += [effect.expression for commitment in resting for effect in effects(commitment)]
    return sorted({figure.partition("/")[0] for text in bound for figure in named_figures(text)})


COMMITMENTS = Method(
    id="ledger.commitments",
    version="1",
    question="What became of each promise and recommendation, in law, in practice and in time?",
    run=run_commitments,
    reads=READS,
    asks=named_by_effects,
)
NORMS = Method(
    id="ledger.norms",
    version="2",
    question="Which norms do the commitments and conclusions rest on, and which are not covered?",
    run=run_norms,
    reads=READS,
    asks=named_by_evidence,
)
