"""Methods on words: wordings that differ, and propositions that contradict each other."""

from collections.abc import Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.verdicts import READS, names_of, verdicts_of
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.claims.contradictions import (
    AgainstOwnWords,
    Pair,
    against_themselves,
    pairs,
    stand_together,
)
from scrutator.ledger.claims.scopes import territory
from scrutator.ledger.texts.quotations import Variant, variants
from scrutator.record.case import Case

A_PERSON_READS = (
    "Words that limit the scope are found with a list in English, Spanish, Kazakh and Russian; "
    "a person must read each pair."
)


def variants_table(found: Sequence[Variant]) -> Table:
    """One row per pair of wordings of one quotation."""
    return table_of(
        "variants",
        "One quotation in two wordings",
        found,
        {
            "claim": lambda v: v.claim,
            "first source": lambda v: sources_cell(v.first.source),
            "second source": lambda v: sources_cell(v.second.source),
            "difference": lambda v: v.difference.kind,
            "words only in the first": lambda v: " / ".join(v.difference.only_first),
            "words only in the second": lambda v: " / ".join(v.difference.only_second),
            "words that limit the scope are among them": lambda v: (
                "yes" if v.difference.changes_scope else "no"
            ),
        },
    )


def variant_figure(found: Variant) -> Figure:
    """How two wordings differ, as a word."""
    at = {"claim": found.claim, "first": found.first.id, "second": found.second.id}
    sources = (sources_cell(found.first.source), sources_cell(found.second.source))
    return Figure("difference", found.difference.kind, "", at, sources=sources)


def run_quotations(context: Context) -> Outcome:
    """Wordings of one quotation that differ: cuts, rewordings, and whether the scope changes."""
    found = variants(context.case.quotations)
    cuts = [v for v in found if v.difference.kind.startswith("cut")]
    scoped = sum(v.difference.changes_scope for v in cuts)
    figures = (
        *map(variant_figure, found),
        Figure("wordings", len(context.case.quotations), "wordings"),
        Figure("variants", len(found), "pairs"),
        Figure("cuts", len(cuts), "pairs"),
        Figure("cuts_that_change_scope", scoped, "pairs"),
    )
    title = f"{scoped} of {len(found)} pairs of wordings differ by a cut that changes the scope"
    return Outcome(title, figures, (variants_table(found),), (A_PERSON_READS,))


def pairs_table(case: Case, found: Sequence[Pair]) -> Table:
    """Stated pairs that cannot be true together, or whose scopes keep them apart."""
    names, texts = names_of(case), {p.id: p.text for p in case.propositions}
    return table_of(
        "pairs",
        "Propositions that cannot be true together",
        found,
        {
            "first": lambda pair: pair.first,
            "what it says": lambda pair: texts[pair.first],
            "second": lambda pair: pair.second,
            "what it says ": lambda pair: texts[pair.second],
            "result": lambda pair: "contradict" if pair.contradicts else f"apart in {', '.join(pair.apart)}",
            "speakers on both sides": lambda pair: "; ".join(names.get(s, s) for s in pair.speakers),
        },
    )


def together_table(case: Case, found: Sequence[tuple[str, str, tuple[str, ...]]]) -> Table:
    """Halves of one claim whose scopes do not meet."""
    texts = {p.id: p.text for p in case.propositions}
    return table_of(
        "together",
        "Statements that can both be true: their scopes do not overlap",
        found,
        {
            "first": lambda row: row[0],
            "what it says": lambda row: texts[row[0]],
            "second": lambda row: row[1],
            "what it says ": lambda row: texts[row[1]],
            "apart in": lambda row: ", ".join(row[2]),
        },
    )


def against_themselves_table(case: Case, found: Sequence[AgainstOwnWords]) -> Table:
    """What speakers claim beside what they said elsewhere."""
    names, texts = names_of(case), {p.id: p.text for p in case.propositions}
    lines = {line.id: line for line in case.evidence}
    return table_of(
        "against_themselves",
        "Speakers who contradict themselves",
        found,
        {
            "speaker": lambda one: names.get(one.speaker, one.speaker),
            "what they claim": lambda one: texts[one.proposition],
            "what they said elsewhere": lambda one: lines[one.line].text,
            "sources": lambda one: sources_cell(lines[one.line].source),
        },
    )


def run_contradictions(context: Context) -> Outcome:
    """Stated pairs that cannot be true together, the scopes that keep pairs apart, speakers against
    themselves."""
    case, ground = context.case, territory(context.case.places)
    verdicts = {verdict.proposition: verdict for verdict in verdicts_of(context)}
    found = pairs(case.propositions, case.claims, ground, verdicts)
    together = stand_together(case.propositions, ground)
    turned = against_themselves(case.propositions, case.claims, case.evidence, case.sources)
    clashing = sum(pair.contradicts for pair in found)
    both = sum(pair.both_supported for pair in found)
    figures = (
        Figure("contradictions", clashing, "pairs"),
        Figure("kept_apart", len(found) - clashing, "pairs", note="stated pairs whose scopes do not overlap"),
        Figure(
            "stand_together", len(together), "pairs", note="parts of one claim whose scopes do not overlap"
        ),
        Figure("against_themselves", len(turned), "lines"),
        Figure("both_supported", both, "pairs", note="a fault in the record if above zero"),
    )
    tables = (
        pairs_table(case, found),
        together_table(case, together),
        against_themselves_table(case, turned),
    )
    return Outcome(f"{clashing} pairs of propositions contradict each other", figures, tables)


QUOTATIONS = Method(
    id="ledger.quotations",
    version="1",
    question="Do the wordings in which one statement is quoted differ, and is anything cut?",
    run=run_quotations,
    reads=("quotations.csv", "claims.csv"),
)
CONTRADICTIONS = Method(
    id="ledger.contradictions",
    version="1",
    question="Which statements cannot be true together, and which only seem so?",
    run=run_contradictions,
    reads=READS,
    asks=named_by_evidence,
)
