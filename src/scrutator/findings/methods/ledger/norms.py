"""Method: what rests on which norm."""

from collections.abc import Callable, Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import (
    named_by_evidence,
)
from scrutator.findings.methods.ledger.verdicts import READS, conditions_of, verdicts_of
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import table_of
from scrutator.ledger.claims.conditions import named_figures
from scrutator.ledger.claims.conditions_met import state_of
from scrutator.ledger.claims.verdicts import mark_of
from scrutator.ledger.promises.commitments import (
    effects,
)
from scrutator.ledger.promises.norms import Coverage, coverage
from scrutator.record.case import Case


def run_norms(context: Context) -> Outcome:
    """What rests on which norm, and on which norms nothing does."""
    case = context.case
    found = coverage(case.norms, case.commitments, case.propositions, case.conditions)
    untouched = [c for c in found if c.untouched]
    figures = (
        Figure("norms", len(found), "norms"),
        Figure("untouched", len(untouched), "norms", note="; ".join(c.norm.id for c in untouched)),
        *(Figure("commitments", len(c.commitments), "commitments", {"norm": c.norm.id}) for c in found),
    )
    title = f"{len(untouched)} of {len(found)} norms on record have nothing resting on them"
    caveat = "Which norm a commitment rests on is the analyst's reading."
    return Outcome(title, figures, (coverage_table(found), chain_table(context, found)), (caveat,))


def coverage_table(found: Sequence[Coverage]) -> Table:
    """One row per norm: which commitments and propositions rest on it."""
    return table_of(
        "coverage",
        "What rests on which norm",
        found,
        {
            "norm": lambda c: f"{c.norm.document}, {c.norm.paragraph}",
            "content": lambda c: c.norm.text,
            "number of the paragraph": lambda c: c.norm.certainty,
            "commitments": lambda c: len(c.commitments),
            "which": lambda c: ", ".join(c.commitments),
            "propositions": lambda c: len(c.propositions),
            "which ones": lambda c: ", ".join(c.propositions),
        },
    )


def chain_table(context: Context, found: Sequence[Coverage]) -> Table:
    """From the stage asked about over the norm to conclusions, the findings they are bound to, and what
    was recommended."""
    case = context.case
    asked = {c.id for c in case.commitments if c.kind in ("recommendation", "demand")}
    return table_of(
        "chain",
        "From question to norm, finding and recommendation",
        found,
        {
            "question: stage of the process": lambda c: c.norm.stages or "any stage",
            "norm": lambda c: f"{c.norm.document}, {c.norm.paragraph}: {c.norm.text}",
            "conclusions and their verdicts": concluder(context),
            "findings behind them": lambda c: ", ".join(findings_behind(case, c)) or "none",
            "recommendations and demands": lambda c: (
                ", ".join(name for name in c.commitments if name in asked) or "none"
            ),
            "promises and remarks": lambda c: (
                ", ".join(name for name in c.commitments if name not in asked) or "none"
            ),
        },
    )


def concluder(context: Context) -> Callable[[Coverage], str]:
    """What is concluded under a norm: its conditions and propositions, each with its verdict."""
    states = {name: state_of(verdict).value for name, verdict in conditions_of(context).items()}
    marks = {v.proposition: mark_of(v.verdict, v.extent) for v in verdicts_of(context)}

    def concluded(covered: Coverage) -> str:
        conditions = [f"{name} {states[name]}" for name in covered.conditions]
        propositions = [f"{name} {marks[name]}" for name in covered.propositions]
        return "; ".join([*conditions, *propositions]) or "nothing on record names it"

    return concluded


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


NORMS = Method(
    id="ledger.norms",
    version="2",
    question="Which norms do the commitments and conclusions rest on, and which are not covered?",
    run=run_norms,
    reads=READS,
    asks=named_by_evidence,
)
