"""Methods on words: wordings that differ, and propositions that contradict each other."""

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.verdicts import READS, names_of, verdicts_of
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.claims.contradictions import against_themselves, pairs, stand_together
from scrutator.ledger.claims.scopes import territory
from scrutator.ledger.texts.quotations import variants


def run_quotations(context: Context) -> Outcome:
    """Wordings of one quotation that differ: cuts, rewordings, and whether the scope changes."""
    case = context.case
    found = variants(case.quotations)
    rows: list[tuple[Value | None, ...]] = []
    figures = []
    for v in found:
        here, there = ("; ".join(map(str, q.source)) for q in (v.first, v.second))
        only_first, only_second = (" / ".join(x) for x in (v.difference.only_first, v.difference.only_second))
        scope = "yes" if v.difference.changes_scope else "no"
        rows.append((v.claim, here, there, v.difference.kind, only_first, only_second, scope))
        at = {"claim": v.claim, "first": v.first.id, "second": v.second.id}
        figures.append(Figure("difference", v.difference.kind, "", at, sources=(here, there)))
    cuts = sum(v.difference.kind.startswith("cut") for v in found)
    scoped = sum(v.difference.kind.startswith("cut") and v.difference.changes_scope for v in found)
    figures += [
        Figure("wordings", len(case.quotations), "wordings"),
        Figure("variants", len(found), "pairs"),
        Figure("cuts", cuts, "pairs"),
        Figure("cuts_that_change_scope", scoped, "pairs"),
    ]
    columns = (
        "claim",
        "first source",
        "second source",
        "difference",
        "words only in the first",
        "words only in the second",
        "words that limit the scope are among them",
    )
    title = f"{scoped} of {len(found)} pairs of wordings differ by a cut that changes the scope"
    table = Table("variants", "One quotation in two wordings", columns, tuple(rows))
    caveat = (
        "Words that limit a scope are found by a list in English, Spanish, Kazakh and Russian; "
        "a person has to read the pair."
    )
    return Outcome(title, tuple(figures), (table,), (caveat,))


def run_contradictions(context: Context) -> Outcome:
    """Stated pairs that cannot be true together, the scopes that keep pairs apart, speakers against
    themselves."""
    case = context.case
    names, ground = names_of(case), territory(case.places)
    verdicts = {verdict.proposition: verdict for verdict in verdicts_of(context)}
    found = pairs(case.propositions, case.claims, ground, verdicts)
    together = stand_together(case.propositions, ground)
    turned = against_themselves(case.propositions, case.claims, case.evidence, case.sources)
    texts = {p.id: p.text for p in case.propositions}
    lines = {line.id: line for line in case.evidence}
    pair_rows = tuple(
        (
            p.first,
            texts[p.first],
            p.second,
            texts[p.second],
            "contradict" if p.contradicts else f"apart in {', '.join(p.apart)}",
            "; ".join(names.get(s, s) for s in p.speakers),
        )
        for p in found
    )
    together_rows = tuple((a, texts[a], b, texts[b], ", ".join(apart)) for a, b, apart in together)
    turned_rows = tuple(
        (
            names.get(t.speaker, t.speaker),
            texts[t.proposition],
            lines[t.line].text,
            "; ".join(map(str, lines[t.line].source)),
        )
        for t in turned
    )
    clashing = sum(pair.contradicts for pair in found)
    figures = (
        Figure("contradictions", clashing, "pairs"),
        Figure("kept_apart", len(found) - clashing, "pairs", note="stated pairs whose scopes do not meet"),
        Figure("stand_together", len(together), "pairs", note="halves of one claim, scopes apart"),
        Figure("against_themselves", len(turned), "lines"),
        Figure(
            "both_supported",
            sum(p.both_supported for p in found),
            "pairs",
            note="a fault of the record when above zero",
        ),
    )
    tables = (
        Table(
            "pairs",
            "Propositions that cannot be true together",
            ("first", "what it says", "second", "what it says ", "result", "speakers on both sides"),
            pair_rows,
        ),
        Table(
            "together",
            "Statements that stand together: their scopes do not meet",
            ("first", "what it says", "second", "what it says ", "apart in"),
            together_rows,
        ),
        Table(
            "against_themselves",
            "Speakers against themselves",
            ("speaker", "what they claim", "what they said elsewhere", "sources"),
            turned_rows,
        ),
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
