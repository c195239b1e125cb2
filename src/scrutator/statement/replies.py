"""Right of reply on the page: every reply stands under what it answers, whatever the author's text prints.

The author of a statement cannot leave a reply out: the build puts it under each table that prints the
entry, and lists all replies and corrections in a chapter of its own. A reply that was kept out is listed
with the reason and without its words.
"""

from dataclasses import replace

from scrutator.findings.model import Table
from scrutator.record.case import Case
from scrutator.record.nouns.replies import Reply


def with_replies(case: Case, finding: str, table: Table) -> Table:
    """The table with the published replies to its rows, or to its finding, in the note below it."""
    cells = {cell for row in table.rows for cell in row if isinstance(cell, str)}
    notes = [
        reply_note(case, reply)
        for reply in in_order(case)
        if reply.state == "published" and shown_as(case, reply) & (cells | {f"finding {finding}"})
    ]
    return replace(table, note=" · ".join([*filter(None, [table.note]), *notes])) if notes else table


def reply_note(case: Case, reply: Reply) -> str:
    """The words under a table that print a reply."""
    return (
        f"{name_of(case, reply.by)} replies to {reply.subject} {reply.entry} ({reply.date}): “{reply.text}”"
    )


def shown_as(case: Case, reply: Reply) -> set[str]:
    """The cells by which a table shows what a reply answers: ids, and the words of an incident."""
    if reply.subject == "finding":
        return {f"finding {reply.entry}"}
    if reply.subject == "claim":
        return {reply.entry} | {p.id for p in case.propositions if p.claim == reply.entry}
    if reply.subject == "incident":
        return {event.text for event in case.incidents if event.id == reply.entry}
    return {reply.entry}


def closing_tables(case: Case) -> tuple[Table, ...]:
    """All replies, and all corrections, of a case; none when there are none."""
    replies = tuple(
        (
            r.id,
            name_of(case, r.by),
            f"{r.subject} {r.entry}",
            str(r.date),
            r.text if r.state == "published" else "kept out",
            r.reason,
        )
        for r in in_order(case)
    )
    errata = tuple(
        (
            e.id,
            f"{e.table}/{e.entry}/{e.field}",
            e.was,
            e.now,
            e.reason,
            str(e.date),
            e.signed_by,
            e.signature or "not signed",
        )
        for e in sorted(case.errata, key=lambda erratum: (erratum.date.earliest, erratum.id))
    )
    said = ("id", "by", "answers", "date", "reply", "why it was kept out")
    corrected = ("id", "cell", "it said", "it says", "why", "date", "corrected by", "signature")
    tables = (
        Table("replies", "Replies of those named in the record", said, replies),
        Table("errata", "Corrections; the old words stay readable", corrected, errata),
    )
    return tuple(table for table in tables if table.rows)


def in_order(case: Case) -> list[Reply]:
    return sorted(case.replies, key=lambda reply: (reply.date.earliest, reply.id))


def name_of(case: Case, actor: str) -> str:
    return next((known.name for known in case.actors if known.id == actor), actor)
