"""Method: missions side by side, and their competing verdicts against the evidence."""

from collections.abc import Mapping, Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.verdicts import holders_of, names_of
from scrutator.findings.model import Figure, Outcome, Row, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.actors.graph import Graph, build_graph
from scrutator.ledger.actors.independence import Independence, towards
from scrutator.ledger.claims.hypotheses import matrix
from scrutator.record.case import Case
from scrutator.record.nouns.observation import Mission

NO_PAYER = "not on record"


def missions_table(case: Case, subjects: Sequence[str]) -> Table:
    """Who looked at how much, chosen by whom, paid by whom, and what they concluded."""
    graph = build_graph(case.links, case.actors)
    return table_of(
        "missions",
        "Missions side by side",
        case.missions,
        {
            "mission": lambda mission: mission.name,
            "election": lambda mission: mission.election,
            "observers": lambda mission: mission.observers,
            "stations": lambda mission: mission.stations,
            "selection of stations": lambda mission: mission.selection,
            "with infringements": lambda mission: mission.infringements,
            "conclusion": lambda mission: mission.verdict,
            "tie to those observed": lambda mission: tie_of(case, graph, mission, subjects),
            "paid by": lambda mission: payers_of(case, graph, mission),
            "sources": lambda mission: sources_cell(mission.source),
        },
    )


def tie_of(case: Case, graph: Graph, mission: Mission, subjects: Sequence[str]) -> str | None:
    """How a mission is tied to those it observed; None when no tie is asked for or the actor is not named."""
    tie = towards(graph, mission.actor, subjects, mission.date) if mission.actor else None
    return tie_in_words(tie, names_of(case)) if tie else None


def payers_of(case: Case, graph: Graph, mission: Mission) -> str:
    """Who paid a mission, as far as the record says."""
    names = names_of(case)
    payers = [
        names[link.origin] + (" (alleged)" if link.status == "alleged" else "")
        for link in graph.at(mission.actor or "")
        if link.relation == "payment" and link.target == mission.actor
    ]
    return "; ".join(payers) or NO_PAYER


def tie_in_words(found: Independence, names: Mapping[str, str]) -> str:
    """What a tie is, towards whom, and by which links."""
    whom = names.get(found.subject, found.subject)
    if not found.ties:
        return f"{found.status} towards {whom}"
    links = ", ".join(step.link.text for step in found.ties[0].path)
    return f"{found.status} towards {whom}: {links}"


def matrix_table(case: Case) -> Table:
    """Competing verdicts in columns, lines of evidence in rows; diagnostic lines first."""
    found, names = matrix(case.hypotheses, case.readings), names_of(case)
    lines = {line.id: line for line in case.evidence}
    heads = [f"{one.text} ({holders_of(one, names)})" for one in case.hypotheses]
    rows: list[Row] = []
    for row in found.rows:
        line, differs = lines[row.line], "yes" if row.diagnostic else "no"
        rows.append((row.line, line.text, *row.readings, differs, sources_cell(line.source)))
    columns = ("line", "evidence", *heads, "differs between them", "sources")
    note = "Shown, not scored: lines of evidence depend on one another and are not equally strong."
    return Table("matrix", "Competing verdicts against the evidence", columns, tuple(rows), note)


def run_missions(context: Context) -> Outcome:
    """Missions side by side, and the lines of evidence that distinguish between their verdicts."""
    case, parameters = context.case, context.parameters
    subjects = [str(parameters["subject"])] if "subject" in parameters else []
    missions, cells = missions_table(case, subjects), matrix_table(case)
    found = matrix(case.hypotheses, case.readings)
    telling = sum(row.diagnostic for row in found.rows)
    unpaid = sum(row[8] == NO_PAYER for row in missions.rows)
    figures = (
        Figure("missions", len(missions.rows), "missions"),
        Figure("payer_not_on_record", unpaid, "missions"),
        Figure("hypotheses", len(found.hypotheses), "verdicts"),
        Figure("lines", len(found.rows), "lines"),
        Figure("diagnostic_lines", telling, "lines", numerator=telling, denominator=len(found.rows) or None),
    )
    title = f"{telling} of {len(found.rows)} lines of evidence distinguish between the competing verdicts"
    caveat = "How a line reads under a verdict is the analyst's judgement; the record gives each reason."
    return Outcome(title, figures, (missions, cells), (caveat,))


MISSIONS = Method(
    id="ledger.missions",
    version="1",
    question="How do the missions compare, and which evidence distinguishes between their verdicts?",
    run=run_missions,
    reads=("missions.csv", "hypotheses.csv", "readings.csv", "evidence.csv", "links.csv", "actors.csv"),
    parameters={"subject": "id of the actor whose election was observed (default: no tie is shown)"},
)
