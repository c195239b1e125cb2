"""Method: shares of media coverage as others counted them, and events on record."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.record.case import Case
from scrutator.record.nouns.observation import MediaShare
from scrutator.record.unknown import Unknown

Count = tuple[str, str, str, str]
"""One count of coverage: monitor, period, outlets, and what was counted."""
CAVEATS = (
    "No interval can be given: none of these monitors published the items it counted.",
    "Equal shares of time and a blurred line between state and party can both be true: "
    "a share says only what was counted.",
)


def counts_of(case: Case) -> dict[Count, list[MediaShare]]:
    """The shares on record by the count they come from."""
    counts: dict[Count, list[MediaShare]] = {}
    for row in case.media:
        counts.setdefault((row.monitor, row.period, row.outlets, row.counted), []).append(row)
    return counts


def shares_table(counts: Mapping[Count, Sequence[MediaShare]]) -> Table:
    """One row per share, the shares of one count together."""
    return table_of(
        "shares",
        "Shares of coverage as others counted them",
        [row for shares in counts.values() for row in shares],
        {
            "monitor": lambda row: row.monitor,
            "period": lambda row: row.period,
            "outlets": lambda row: row.outlets,
            "what was counted": lambda row: row.counted,
            "subject": lambda row: row.subject,
            "share, %": lambda row: row.percent,
            "note": lambda row: row.note,
            "sources": lambda row: sources_cell(row.source),
        },
    )


def figures_of(count: Count, shares: Sequence[MediaShare]) -> list[Figure]:
    """The shares of one count; their sum and spread where at least two are known."""
    monitor, period, _, counted = count
    at = {"monitor": monitor, "period": period, "counted": counted}
    figures = [
        Figure("share", row.percent, "%", {**at, "subject": row.subject}, sources=tuple(map(str, row.source)))
        for row in shares
    ]
    known = [row.percent for row in shares if isinstance(row.percent, Decimal)]
    if len(known) > 1:
        figures.append(Figure("sum", sum(known, Decimal(0)), "%", at))
        figures.append(Figure("spread", max(known) - min(known), "points", at))
    return figures


def run_media(context: Context) -> Outcome:
    """Shares of coverage as published, with what was counted, their sum and their spread."""
    case, counts = context.case, counts_of(context.case)
    missing = sum(isinstance(row.percent, Unknown) for row in case.media)
    figures = [figure for count, shares in counts.items() for figure in figures_of(count, shares)]
    figures.append(Figure("not_obtained", missing, "cells"))
    title = f"{len(counts)} counts of coverage are on record, {missing} of them not obtained"
    return Outcome(title, tuple(figures), (shares_table(counts), incidents_table(case)), CAVEATS)


def incidents_table(case: Case) -> Table:
    """Closures, suits, seizures and refusals as dated events."""
    places = {place.id: place.name for place in case.places}
    return table_of(
        "incidents",
        "Events on record",
        sorted(case.incidents, key=lambda event: (event.date.earliest, event.id)),
        {
            "date": lambda event: str(event.date),
            "kind": lambda event: event.kind,
            "what happened, as the source states it": lambda event: event.text,
            "place": lambda event: places.get(event.place or ""),
            "mark": lambda event: event.mark,
            "sources": lambda event: sources_cell(event.source),
        },
    )


MEDIA = Method(
    id="ledger.media",
    version="1",
    question="What shares of coverage did others count, and what exactly did they count?",
    run=run_media,
    reads=("media.csv", "incidents.csv", "places.csv", "lists.csv"),
)
