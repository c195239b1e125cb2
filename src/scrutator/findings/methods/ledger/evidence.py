"""Method: what each line of evidence counts for."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.verdicts import READS, conditions_of, verdicts_of
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.claims.rulings import COUNTED, RULES
from scrutator.ledger.claims.verdicts import Verdict
from scrutator.record.case import Case


def lines_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """One row per line of evidence and what it speaks about."""
    lines = {line.id: line for line in case.evidence}
    rows = [(v.proposition, ruling, lines[ruling.line]) for v in verdicts for ruling in v.rulings]
    return table_of(
        "lines",
        "Evidence, line by line",
        rows,
        {
            "proposition or condition": lambda row: row[0],
            "line": lambda row: row[2].id,
            "what it says": lambda row: row[2].text,
            "direction": lambda row: row[1].direction,
            "covers": lambda row: row[1].covers,
            "method": lambda row: row[2].method,
            "strength": lambda row: row[2].strength,
            "ruling": lambda row: RULES[row[1].rule],
            "bound to": lambda row: row[2].figure,
            "sources": lambda row: sources_cell(row[2].source),
        },
    )


def run_evidence(context: Context) -> Outcome:
    """Every line of evidence, what it counts for, and why it does not when it does not."""
    verdicts = (*verdicts_of(context), *conditions_of(context).values())
    rules = Counter(ruling.rule for verdict in verdicts for ruling in verdict.rulings)
    figures = [Figure("lines", rules[rule], "lines", {"ruling": text}) for rule, text in RULES.items()]
    counted, total = rules[COUNTED], sum(rules.values())
    share = Fraction(100 * counted, total) if total else Fraction(0)
    figures.append(Figure("share_counted", share, "%", numerator=counted, denominator=total or None))
    title = f"{counted} of {total} lines of evidence count"
    return Outcome(title, tuple(figures), (lines_table(context.case, verdicts),))


EVIDENCE = Method(
    id="ledger.evidence",
    version="2",
    question="What does each line of evidence count for?",
    run=run_evidence,
    reads=READS,
    asks=named_by_evidence,
)
