"""Method: what was due by law, timetable or promise, and whether it was done in time."""

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown

CAVEATS = (
    "Kept and late rest on a source that shows the day. Missed means that a source says, of a day after the "
    "end, that it was not done yet. That nothing was found decides nothing.",
)


def ready(context: Context) -> None:
    """Raises N03 when no deadline is on record, L90 for one that has no end."""
    from scrutator.law.questions.deadlines import end_of

    if not context.case.deadlines:
        raise ScrutatorError("N03", "the case has no deadlines.csv, or it has no rows")
    for one in context.case.deadlines:
        end_of(one)


def run(context: Context) -> Outcome:
    """Every deadline with its end and what the record shows; how many have which verdict."""
    from scrutator.law.questions.deadlines import Kept, judge

    ready(context)
    found = [judge(one) for one in context.case.deadlines]
    figures = [Figure("deadlines", len(found), "deadlines")]
    figures += [
        Figure(kind.name.lower(), sum(one.verdict is kind for one in found), "deadlines") for kind in Kept
    ]
    for one in found:
        at, cites = {"deadline": one.deadline.id}, tuple(map(str, one.deadline.source))
        figures.append(Figure("verdict", one.verdict.value, "", at, sources=cites, note=one.deadline.rule))
        figures.append(Figure("last_day", _said(one.by.isoformat()), "", at, sources=cites))
        if one.days_over is not None:
            figures.append(Figure("days_over", one.days_over, "days", at, sources=cites, note="at least"))
    table = table_of(
        "deadlines",
        "What was due, and whether it was done",
        found,
        {
            "what": lambda one: one.deadline.text,
            "rule": lambda one: one.deadline.rule,
            "last day": lambda one: _said(one.by.isoformat()),
            "done": lambda one: _done(one.deadline.done),
            "not done on": lambda one: str(one.deadline.unmet) if one.deadline.unmet else None,
            "verdict": lambda one: one.verdict.value,
            "note": lambda one: one.deadline.note,
            "sources": lambda one: sources_cell(one.deadline.source),
        },
    )
    kept = sum(one.verdict is Kept.KEPT for one in found)
    return Outcome(
        f"{kept} of {len(found)} deadlines are evidenced as kept", tuple(figures), (table,), CAVEATS
    )


def _said(moment: str) -> str:
    return moment.replace("T", " ").removesuffix(":00") if "T" in moment else moment


def _done(done: PartialDate | Unknown) -> str | Unknown:
    return done if isinstance(done, Unknown) else str(done)


DEADLINES = Method(
    id="law.deadlines",
    version="1",
    question="Was what the law, a timetable or a promise demands by a day done by that day?",
    run=run,
    prepare=ready,
    reads=("deadlines.csv",),
)
