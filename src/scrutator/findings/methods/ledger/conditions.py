"""Methods: the declared conditions of each contest, and the verdict the evidence gives each hypothesis."""

from collections.abc import Mapping

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.verdicts import (
    READS,
    conditions_of,
    holders_of,
    names_of,
    profiles_of,
    verdicts_of,
)
from scrutator.findings.model import Figure, Outcome, Row, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.claims.assessments import Profile, State, in_words
from scrutator.ledger.claims.conditions_met import state_of
from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.paragraphs import Telling, paragraph, telling_lines
from scrutator.ledger.claims.rulings import COUNTED, RULES
from scrutator.ledger.claims.verdicts import Verdict, mark_of
from scrutator.ledger.promises.norms import norm_names
from scrutator.record.case import Case
from scrutator.record.nouns.claims import OVERALL, EvidenceLine
from scrutator.record.nouns.hypotheses import Hypothesis

RULE = (
    "The word for the whole: met when every condition is met; not met when more than half of all conditions "
    "are not met at least in part and more than a quarter as a whole; not met in part when any is not met at "
    "least in part; met in part when more than half are met at least in part; otherwise it cannot be "
    "determined. The same rule judges everyone who praised the contest and everyone who condemned it."
)


def lines_that_count(case: Case, verdict: Verdict) -> list[tuple[EvidenceLine, str]]:
    """The lines of evidence that a verdict counts, each with its direction."""
    lines = {line.id: line for line in case.evidence}
    return [(lines[r.line], r.direction) for r in verdict.rulings if r.rule == COUNTED]


def set_aside(case: Case, verdict: Verdict) -> str | None:
    """The lines that point one way and do not count, each with the rule that sets it aside."""
    lines = {line.id: line for line in case.evidence}
    found = [r for r in verdict.rulings if r.rule not in (COUNTED, "neutral")]
    return "; ".join(f"{lines[r.line].text} ({RULES[r.rule]})" for r in found) or None


def sources_behind(case: Case, verdict: Verdict) -> tuple[str, ...]:
    """The citations of the lines that count, each once."""
    counted = lines_that_count(case, verdict)
    return tuple(dict.fromkeys(str(citation) for line, _ in counted for citation in line.source))


def conditions_table(case: Case, judged: Mapping[str, Verdict]) -> Table:
    """Each condition, its state and the evidence behind it."""
    counted = {one.id: lines_that_count(case, judged[one.id]) for one in case.conditions}
    return table_of(
        "conditions",
        "The declared conditions, one by one",
        case.conditions,
        {
            "id": lambda one: one.id,
            "contest": lambda one: one.contest,
            "condition": lambda one: one.text,
            "norms": lambda one: norm_names(case.norms, one.norms),
            "state": lambda one: state_of(judged[one.id]).value,
            "evidence that counts": lambda one: (
                "; ".join(f"{line.text} ({direction})" for line, direction in counted[one.id]) or None
            ),
            "why": lambda one: why(judged[one.id]),
            "set aside, and why": lambda one: set_aside(case, judged[one.id]),
            "what is missing": lambda one: one.missing,
            "why it is missing": lambda one: one.gap,
            "sources": lambda one: sources_cell(sources_behind(case, judged[one.id])) or None,
        },
        RULE,
    )


def contest_figures(contest: str, profile: Profile) -> list[Figure]:
    """The word for a contest as a whole, and how many of its conditions are in each state."""
    at = {"contest": contest}
    return [
        Figure("standard", profile.standard.value, "", at, note=in_words(profile)),
        Figure("declared", len(profile.states), "conditions", at),
        Figure("failing", profile.failing, "conditions", at, note="not met, as a whole or in part"),
        Figure("holding", profile.holding, "conditions", at, note="met, as a whole or in part"),
        *(
            Figure("conditions", profile.count(state), "conditions", {**at, "state": state.value})
            for state in State
        ),
    ]


def run_conditions(context: Context) -> Outcome:
    """Each condition met, not met or undetermined, with the lines behind it, and the word that follows."""
    case, judged, contests = context.case, conditions_of(context), profiles_of(context)
    figures: list[Figure] = []
    for one in case.conditions:
        verdict = judged[one.id]
        at, sources = {"condition": one.id}, sources_behind(case, verdict)
        figures.append(Figure("state", state_of(verdict).value, "", at, sources=sources, note=why(verdict)))
    for contest, profile in contests.items():
        figures += contest_figures(contest, profile)
    called = {one.id: one.called() for one in case.contests}
    told = "; ".join(f"{called[c]}: {in_words(p)}: {p.standard}" for c, p in contests.items())
    tables = (conditions_table(case, judged),)
    return Outcome(told or "No conditions are declared", tuple(figures), tables, (RULE,))


def run_hypotheses(context: Context) -> Outcome:
    """For each competing verdict, the paragraph that the ledger gives it."""
    case, names = context.case, names_of(context.case)
    verdicts = {verdict.proposition: verdict for verdict in verdicts_of(context)}
    judged = (*verdicts.values(), *conditions_of(context).values())
    rules = {ruling.line: ruling.rule for verdict in judged for ruling in verdict.rulings}
    figures: list[Figure] = []
    rows: list[Row] = []
    for one in case.hypotheses:
        telling = telling_lines(one.id, case.readings, rules)
        verdict = verdicts.get(one.proposition or "")
        holders = holders_of(one, names)
        text = paragraph(one, holders, telling, verdict, missing_of(case, one))
        mark = mark_of(verdict.verdict, verdict.extent) if verdict else "not a proposition in the ledger"
        figures += hypothesis_figures(one, text, mark, telling)
        rows.append((one.text, holders, mark, text))
    columns = ("verdict held", "held by", "what the evidence gives", "made from the ledger")
    title = "Competing verdicts and what the evidence shows for each"
    tables = (Table("hypotheses", title, columns, tuple(rows)),)
    return Outcome("What the evidence shows for each of the competing verdicts", tuple(figures), tables)


def hypothesis_figures(one: Hypothesis, text: str, mark: str, telling: Telling) -> list[Figure]:
    """The paragraph on one competing verdict, its mark, and how many lines speak for it and against it."""
    at, cited = {"hypothesis": one.id}, tuple(map(str, one.source))
    readings = {"for": telling.supporting, "against": telling.opposing, "set aside": telling.aside}
    return [
        Figure("paragraph", text, "", at, sources=cited),
        Figure("verdict", mark, "", at, sources=cited),
        *(Figure("lines", len(x), "lines", {**at, "reading": name}) for name, x in readings.items()),
    ]


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
    version="2",
    question="Which of the declared conditions of an honest election were met?",
    run=run_conditions,
    reads=READS,
    asks=named_by_evidence,
)
HYPOTHESES = Method(
    id="ledger.hypotheses",
    version="2",
    question="What does the evidence show for each of the competing verdicts?",
    run=run_hypotheses,
    reads=READS,
    asks=named_by_evidence,
)
