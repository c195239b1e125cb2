"""Methods: the docket of complaints, and recommendations across the cycles of elections."""

from collections import Counter
from datetime import date

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.promises.commitments import PUBLIC_LABELS, standings
from scrutator.ledger.promises.norms import norm_names
from scrutator.record.nouns.complaints import NO_DECISION, OUTCOMES
from scrutator.record.unknown import Unknown

DOCKET = (
    "id", "filed", "by", "to", "about", "deadline in law", "outcome", "decided", "decision", "effect",
    "norms", "sources",
)  # fmt: skip
CYCLES = (
    "theme", "cycle", "id", "recommendation", "priority", "needs a change of law", "repeats",
    "label it would have", "what was done", "who set the status", "sources",
)  # fmt: skip


def run_complaints(context: Context) -> Outcome:
    """Every complaint on record, to whom it went, when the law asked for a decision, and what followed."""
    case = context.case
    names = {actor.id: actor.name for actor in case.actors}
    rows: list[tuple[Value | None, ...]] = [
        (
            c.id, str(c.date) if c.date else None, c.by, names[c.body], c.about, c.deadline, c.outcome,
            str(c.decided) if c.decided else None, c.decision, c.effect,
            norm_names(case.norms, c.norms or ()) or None, "; ".join(map(str, c.source)),
        )
        for c in sorted(case.complaints, key=lambda c: (c.date.earliest if c.date else date.max, c.id))
    ]  # fmt: skip
    outcomes = Counter(c.outcome for c in case.complaints)
    known = sum(not isinstance(c.deadline, Unknown) for c in case.complaints)
    undecided = sum(outcomes[word] for word in NO_DECISION)
    figures = [
        Figure("complaints", len(case.complaints), "complaints"),
        Figure("without_decision", undecided, "complaints", note="pending, or no decision on record"),
        Figure("deadline_known", known, "complaints", note="the deadline in law is on record"),
    ]
    figures += [Figure("outcome", outcomes[word], "complaints", {"outcome": word}) for word in OUTCOMES]
    title = f"Of {len(rows)} complaints on record, {undecided} have no decision on record"
    return Outcome(title, tuple(figures), (Table("docket", "The docket of complaints", DOCKET, tuple(rows)),))


def run_recommendations(context: Context) -> Outcome:
    """Recommendations by theme and cycle: what was asked for again, and what became of it."""
    case = context.case
    found = {s.commitment.id: s for s in standings(case.commitments, case.statuses, case.measures)}
    ordered = sorted(case.recommendations, key=lambda r: (r.theme, r.cycle.earliest, r.commitment))
    rows: list[tuple[Value | None, ...]] = []
    labels: Counter[str] = Counter()
    for one in ordered:
        standing = found[one.commitment]
        labels[standing.public_label] += 1
        last = standing.history[-1] if standing.history else None
        done = "; ".join(f"{m.date}: {m.text}" for m in standing.measures)
        rows.append((
            one.theme, str(one.cycle), one.commitment, standing.commitment.text, one.priority, one.needs_law,
            ", ".join(one.repeats or ()) or None, standing.public_label, done or None,
            last.set_by if last else None, "; ".join(map(str, one.source)),
        ))  # fmt: skip
    repeated = {earlier for one in ordered for earlier in one.repeats or ()}
    cycles = {str(one.cycle) for one in ordered}
    figures = [
        Figure("recommendations", len(ordered), "recommendations"),
        Figure("cycles", len(cycles), "cycles", note="; ".join(sorted(cycles))),
        Figure("themes", len({one.theme for one in ordered}), "themes"),
        Figure("repeated", len(repeated), "recommendations", note="; ".join(sorted(repeated))),
    ]
    figures += [Figure("label", labels[word], "recommendations", {"label": word}) for word in PUBLIC_LABELS]
    caveat = "Which recommendation repeats which is the analyst's reading, where a source does not say it."
    title = f"{len(repeated)} of {len(ordered)} recommendations were made again after a later election"
    table = Table("cycles", "Recommendations across the cycles of elections", CYCLES, tuple(rows))
    return Outcome(title, tuple(figures), (table,), (caveat,))


COMPLAINTS = Method(
    id="ledger.complaints",
    version="1",
    question="Who complained to whom, by when did the law ask for a decision, and what followed?",
    run=run_complaints,
    reads=("complaints.csv", "actors.csv", "norms.csv"),
)
RECOMMENDATIONS = Method(
    id="ledger.recommendations",
    version="1",
    question="Which recommendations were made again after later elections, and what became of them?",
    run=run_recommendations,
    reads=("recommendations.csv", "commitments.csv", "statuses.csv", "measures.csv"),
)
