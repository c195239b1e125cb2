"""Methods: the docket of complaints, and recommendations across the cycles of elections."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.promises.commitments import PUBLIC_LABELS, Standing, standings
from scrutator.ledger.promises.norms import norm_names
from scrutator.record.case import Case
from scrutator.record.nouns.complaints import NO_DECISION, OUTCOMES, Recommendation
from scrutator.record.unknown import Unknown


def docket(case: Case) -> Table:
    """Every complaint by its date; those without one are last."""
    names = {actor.id: actor.name for actor in case.actors}
    return table_of(
        "docket",
        "The docket of complaints",
        sorted(case.complaints, key=lambda c: (c.date.earliest if c.date else date.max, c.id)),
        {
            "id": lambda c: c.id,
            "filed": lambda c: str(c.date) if c.date else None,
            "by": lambda c: c.by,
            "to": lambda c: names[c.body],
            "about": lambda c: c.about,
            "deadline in law": lambda c: c.deadline,
            "outcome": lambda c: c.outcome,
            "decided": lambda c: str(c.decided) if c.decided else None,
            "decision": lambda c: c.decision,
            "effect": lambda c: c.effect,
            "norms": lambda c: norm_names(case.norms, c.norms or ()) or None,
            "sources": lambda c: sources_cell(map(str, c.source)),
        },
    )


def run_complaints(context: Context) -> Outcome:
    """Every complaint on record, to whom it went, when the law asked for a decision, and what followed."""
    complaints = context.case.complaints
    outcomes = Counter(c.outcome for c in complaints)
    known = sum(not isinstance(c.deadline, Unknown) for c in complaints)
    undecided = sum(outcomes[word] for word in NO_DECISION)
    figures = [
        Figure("complaints", len(complaints), "complaints"),
        Figure("without_decision", undecided, "complaints", note="pending, or no decision on record"),
        Figure("deadline_known", known, "complaints", note="the deadline in law is on record"),
        *(Figure("outcome", outcomes[word], "complaints", {"outcome": word}) for word in OUTCOMES),
    ]
    title = f"Of {len(complaints)} complaints on record, {undecided} have no decision on record"
    return Outcome(title, tuple(figures), (docket(context.case),))


def cycles_table(found: Mapping[str, Standing], ordered: Sequence[Recommendation]) -> Table:
    """Each recommendation with its theme and cycle, what was done and where it stands."""

    def last_set_by(one: Recommendation) -> str | None:
        history = found[one.commitment].history
        return history[-1].set_by if history else None

    def done(one: Recommendation) -> str | None:
        return "; ".join(f"{m.date}: {m.text}" for m in found[one.commitment].measures) or None

    return table_of(
        "cycles",
        "Recommendations across the cycles of elections",
        ordered,
        {
            "theme": lambda r: r.theme,
            "cycle": lambda r: str(r.cycle),
            "id": lambda r: r.commitment,
            "recommendation": lambda r: found[r.commitment].commitment.text,
            "priority": lambda r: r.priority,
            "needs a change of law": lambda r: r.needs_law,
            "repeats": lambda r: ", ".join(r.repeats or ()) or None,
            "label it would have": lambda r: found[r.commitment].public_label,
            "what was done": done,
            "who set the status": last_set_by,
            "sources": lambda r: sources_cell(map(str, r.source)),
        },
    )


def run_recommendations(context: Context) -> Outcome:
    """Recommendations by theme and cycle: what was asked for again, and what became of it."""
    case = context.case
    found = {s.commitment.id: s for s in standings(case.commitments, case.statuses, case.measures)}
    ordered = sorted(case.recommendations, key=lambda r: (r.theme, r.cycle.earliest, r.commitment))
    labels = Counter(found[one.commitment].public_label for one in ordered)
    repeated = sorted({earlier for one in ordered for earlier in one.repeats or ()})
    cycles = sorted({str(one.cycle) for one in ordered})
    figures = [
        Figure("recommendations", len(ordered), "recommendations"),
        Figure("cycles", len(cycles), "cycles", note="; ".join(cycles)),
        Figure("themes", len({one.theme for one in ordered}), "themes"),
        Figure("repeated", len(repeated), "recommendations", note="; ".join(repeated)),
        *(Figure("label", labels[word], "recommendations", {"label": word}) for word in PUBLIC_LABELS),
    ]
    caveat = "Which recommendation repeats which is the analyst's reading, where a source does not say it."
    title = f"{len(repeated)} of {len(ordered)} recommendations were made again after a later election"
    return Outcome(title, tuple(figures), (cycles_table(found, ordered),), (caveat,))


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
