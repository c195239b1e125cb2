"""Methods on missions and media: competing verdicts side by side, shares as others counted them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.verdicts import names_of
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import Independence, towards
from scrutator.ledger.claims.hypotheses import matrix
from scrutator.record.case import Case
from scrutator.record.nouns.observation import MediaShare
from scrutator.record.unknown import Unknown


def missions_table(case: Case, subjects: Sequence[str]) -> Table:
    """Who looked at how much, chosen by whom, paid by whom, and what they concluded."""
    graph, names = build_graph(case.links, case.actors), names_of(case)
    rows: list[tuple[Value | None, ...]] = []
    for mission in case.missions:
        tie = towards(graph, mission.actor, subjects, mission.date) if mission.actor else None
        payers = [
            names[link.origin] + (" (alleged)" if link.status == "alleged" else "")
            for link in graph.at(mission.actor or "")
            if link.relation == "payment" and link.target == mission.actor
        ]
        rows.append(
            (
                mission.name,
                mission.election,
                mission.observers,
                mission.stations,
                mission.selection,
                mission.infringements,
                mission.verdict,
                tie_in_words(tie, names) if tie else None,
                "; ".join(payers) or "not on record",
                "; ".join(map(str, mission.source)),
            )
        )
    columns = (
        "mission",
        "election",
        "observers",
        "stations",
        "selection of stations",
        "with infringements",
        "conclusion",
        "tie to those observed",
        "paid by",
        "sources",
    )
    return Table("missions", "Missions side by side", columns, tuple(rows))


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
    heads = [f"{h.text} ({'; '.join(names[a] for a in h.held_by)})" for h in case.hypotheses]
    rows = tuple(
        (
            row.line,
            lines[row.line].text,
            *row.readings,
            "yes" if row.diagnostic else "no",
            "; ".join(map(str, lines[row.line].source)),
        )
        for row in found.rows
    )
    columns = ("line", "evidence", *heads, "differs between them", "sources")
    note = "Shown, not scored: lines depend on one another and do not weigh the same."
    return Table("matrix", "Competing verdicts against the evidence", columns, rows, note)


def run_missions(context: Context) -> Outcome:
    """Missions side by side, and the lines of evidence that tell their verdicts apart."""
    case, parameters = context.case, context.parameters
    subjects = [str(parameters["subject"])] if "subject" in parameters else []
    missions, cells = missions_table(case, subjects), matrix_table(case)
    found = matrix(case.hypotheses, case.readings)
    telling = sum(row.diagnostic for row in found.rows)
    unpaid = sum(row[8] == "not on record" for row in missions.rows)
    figures = (
        Figure("missions", len(missions.rows), "missions"),
        Figure("payer_not_on_record", unpaid, "missions"),
        Figure("hypotheses", len(found.hypotheses), "verdicts"),
        Figure("lines", len(found.rows), "lines"),
        Figure("diagnostic_lines", telling, "lines", numerator=telling, denominator=len(found.rows) or None),
    )
    title = f"{telling} of {len(found.rows)} lines of evidence tell the competing verdicts apart"
    caveat = (
        "How a line reads under a verdict is the analyst's judgement; each cell has its reason in the record."
    )
    return Outcome(title, figures, (missions, cells), (caveat,))


def run_media(context: Context) -> Outcome:
    """Shares of coverage as published, with what was counted, their sum and their spread."""
    case = context.case
    groups: dict[tuple[str, str, str, str], list[MediaShare]] = {}
    for row in case.media:
        groups.setdefault((row.monitor, row.period, row.outlets, row.counted), []).append(row)
    rows: list[tuple[Value | None, ...]] = []
    figures: list[Figure] = []
    for (monitor, period, outlets, counted), shares in groups.items():
        at = {"monitor": monitor, "period": period, "counted": counted}
        known = [row.percent for row in shares if isinstance(row.percent, Decimal)]
        for row in shares:
            sources = tuple(map(str, row.source))
            figures.append(Figure("share", row.percent, "%", {**at, "subject": row.subject}, sources=sources))
            rows.append(
                (monitor, period, outlets, counted, row.subject, row.percent, row.note, "; ".join(sources))
            )
        if len(known) > 1:
            figures.append(Figure("sum", sum(known, Decimal(0)), "%", at))
            figures.append(Figure("spread", max(known) - min(known), "points", at))
    missing = sum(isinstance(row.percent, Unknown) for row in case.media)
    figures.append(Figure("not_obtained", missing, "cells"))
    columns = ("monitor", "period", "outlets", "what was counted", "subject", "share, %", "note", "sources")
    table = Table("shares", "Shares of coverage as others counted them", columns, tuple(rows))
    caveats = (
        "No interval can be given: none of these monitors published the items it counted.",
        "Equal shares of time and a blurred line between state and party can both be true: "
        "a share says only what was counted.",
    )
    title = f"{len(groups)} counts of coverage are on record, {missing} of them not obtained"
    return Outcome(title, tuple(figures), (table, incidents_table(case)), caveats)


def incidents_table(case: Case) -> Table:
    """Closures, suits, seizures and refusals as dated events."""
    places = {place.id: place.name for place in case.places}
    ordered = sorted(case.incidents, key=lambda event: (event.date.earliest, event.id))
    rows = tuple(
        (str(e.date), e.kind, e.text, places.get(e.place or ""), e.mark, "; ".join(map(str, e.source)))
        for e in ordered
    )
    columns = ("date", "kind", "what happened, as the source states it", "place", "mark", "sources")
    return Table("incidents", "Events on record", columns, rows)


MISSIONS = Method(
    id="ledger.missions",
    version="1",
    question="How do the missions compare, and which evidence tells their verdicts apart?",
    run=run_missions,
    reads=("missions.csv", "hypotheses.csv", "readings.csv", "evidence.csv", "links.csv", "actors.csv"),
    parameters={"subject": "id of the actor whose election was observed (default: no tie is shown)"},
)
MEDIA = Method(
    id="ledger.media",
    version="1",
    question="What shares of coverage did others count, and what exactly did they count?",
    run=run_media,
    reads=("media.csv", "incidents.csv", "places.csv", "lists.csv"),
)
