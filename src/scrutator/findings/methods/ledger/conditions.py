"""Methods: the declared conditions of each contest, and the verdict the evidence gives each hypothesis."""

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.verdicts import (
    READS,
    conditions_of,
    names_of,
    profiles_of,
    verdicts_of,
)
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.claims.assessments import State, in_words
from scrutator.ledger.claims.conditions_met import state_of
from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.paragraphs import paragraph, telling_lines
from scrutator.ledger.claims.rulings import COUNTED
from scrutator.ledger.claims.verdicts import mark_of
from scrutator.ledger.promises.norms import norm_names
from scrutator.record.case import Case
from scrutator.record.nouns.claims import OVERALL
from scrutator.record.nouns.hypotheses import Hypothesis

RULE = (
    "The word for the whole: met when every condition is met; not met when at least half of the conditions "
    "are determined and more than half of these are not met; not met in part when any is not met; met in "
    "part when more than half are met and none is not met; otherwise it cannot be determined. The same rule "
    "judges everyone who praised the contest and everyone who condemned it."
)


def run_conditions(context: Context) -> Outcome:
    """Each condition met, not met or undetermined, with the lines behind it, and the word that follows."""
    case, judged = context.case, conditions_of(context)
    lines = {line.id: line for line in case.evidence}
    rows: list[tuple[Value | None, ...]] = []
    figures: list[Figure] = []
    for one in case.conditions:
        verdict = judged[one.id]
        state = state_of(verdict)
        counted = [lines[r.line] for r in verdict.rulings if r.rule == COUNTED]
        sources = tuple(dict.fromkeys(str(c) for line in counted for c in line.source))
        figures.append(
            Figure("state", state.value, "", {"condition": one.id}, sources=sources, note=why(verdict))
        )
        told = "; ".join(
            f"{lines[r.line].text} ({r.direction})" for r in verdict.rulings if r.rule == COUNTED
        )
        rows.append((
            one.contest, one.text, norm_names(case.norms, one.norms), state.value, told or None,
            why(verdict), one.missing, one.gap, "; ".join(sources) or None,
        ))  # fmt: skip
    for contest, profile in profiles_of(context).items():
        at = {"contest": contest}
        figures.append(Figure("standard", profile.standard.value, "", at, note=in_words(profile)))
        figures.append(Figure("declared", len(profile.states), "conditions", at))
        figures += [
            Figure("conditions", profile.count(state), "conditions", {**at, "state": state.value})
            for state in State
        ]
    columns = ("contest", "condition", "norms", "state", "evidence that counts", "why", "what is missing",
               "why it is missing", "sources")  # fmt: skip
    table = Table("conditions", "The declared conditions, one by one", columns, tuple(rows), RULE)
    told_all = "; ".join(f"{c}: {in_words(p)}: {p.standard}" for c, p in profiles_of(context).items())
    return Outcome(told_all or "No conditions are declared", tuple(figures), (table,), (RULE,))


def run_hypotheses(context: Context) -> Outcome:
    """For each competing verdict, the paragraph that the ledger gives it."""
    case, names = context.case, names_of(context.case)
    verdicts = {verdict.proposition: verdict for verdict in verdicts_of(context)}
    judged = (*verdicts.values(), *conditions_of(context).values())
    rules = {ruling.line: ruling.rule for verdict in judged for ruling in verdict.rulings}
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for one in case.hypotheses:
        telling = telling_lines(one.id, case.readings, rules)
        verdict = verdicts.get(one.proposition or "")
        holders = "; ".join(names[name] for name in one.held_by)
        text = paragraph(one, holders, telling, verdict, missing_of(case, one))
        at, cited = {"hypothesis": one.id}, tuple(map(str, one.source))
        mark = mark_of(verdict.verdict, verdict.extent) if verdict else "not a proposition of the ledger"
        figures += [
            Figure("paragraph", text, "", at, sources=cited),
            Figure("verdict", mark, "", at, sources=cited),
            Figure("lines", len(telling.supporting), "lines", {**at, "reading": "for"}),
            Figure("lines", len(telling.opposing), "lines", {**at, "reading": "against"}),
            Figure("lines", len(telling.aside), "lines", {**at, "reading": "set aside"}),
        ]
        rows.append((one.text, holders, mark, text))
    columns = ("verdict held", "held by", "what the evidence gives", "made from the ledger")
    table = Table("hypotheses", "Competing verdicts, and what the evidence gives each", columns, tuple(rows))
    return Outcome("What the evidence gives each of the competing verdicts", tuple(figures), (table,))


def missing_of(case: Case, hypothesis: Hypothesis) -> str:
    """What would change the verdict on a hypothesis: what its proposition or its conditions lack."""
    proposition = next((p for p in case.propositions if p.id == hypothesis.proposition), None)
    if proposition is None:
        return ""
    lacking = [proposition.missing] if proposition.missing else []
    if proposition.kind == OVERALL:
        contest = proposition.contest or case.header.contest
        lacking += [one.missing for one in case.conditions if one.contest == contest and one.missing]
    return "; ".join(dict.fromkeys(lacking))


CONDITIONS = Method(
    id="ledger.conditions",
    version="1",
    question="Which of the declared conditions of an honest election were met?",
    run=run_conditions,
    reads=READS,
    asks=named_by_evidence,
)
HYPOTHESES = Method(
    id="ledger.hypotheses",
    version="1",
    question="What does the evidence give each of the competing verdicts?",
    run=run_hypotheses,
    reads=READS,
    asks=named_by_evidence,
)
