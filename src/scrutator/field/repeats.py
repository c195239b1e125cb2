"""Reports that repeat or contradict each other under ids of their own: what counts, by a declared rule.

A visit is told from another by its answers, times among them. A comment or a photograph tells no visit apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrutator.field.outcomes import IN_VISITS, INCIDENT_FORM, Outcome, Settled
from scrutator.field.questions import AnswerKind
from scrutator.field.shown.times import MOMENTS

REPEATED = "the same answers by the same team at the same station, under another id"
CONTRADICTED = "reports of one team at one station contradict each other, and say no times"
_TELLS_NOTHING = (AnswerKind.TEXT, AnswerKind.PHOTO)
Said = tuple[tuple[tuple[str, str], str], ...]


def one_visit_each(settled: Sequence[Settled]) -> Iterator[Settled]:
    """Answer: which of the reports that are shown as visits are visits of their own?

    Of reports of one team, station, form and version with the same answers the first to come counts, and the
    others are duplicates. Where a form asks when the observer arrived, and reports of one team at one station
    say it in none, different answers are of one visit: neither counts, both are withheld. Reports of an
    incident are not compared for contradictions: one team can see several. The order of reports decides
    nothing.
    """
    groups: dict[tuple[str, ...], dict[Said, str]] = defaultdict(dict)
    shown = sorted(filter(_is_visit, settled), key=_order)
    for one in shown:
        groups[_group(one)].setdefault(_said(one), one.report.submission.instance_id)
    for one in settled:
        first = groups[_group(one)] if _is_visit(one) else {}
        if first and first[_said(one)] != one.report.submission.instance_id:
            yield replace(one, outcome=Outcome.DUPLICATE, reason=REPEATED)
        elif first and _is_timeless(one) and sum(_has_no_times(said) for said in first) > 1:
            yield replace(one, outcome=Outcome.WITHHELD, reason=CONTRADICTED)
        else:
            yield one


def _is_visit(one: Settled) -> bool:
    return one.outcome is Outcome.PUBLISHED and one.reason == IN_VISITS and one.station is not None


def _order(one: Settled) -> tuple[str, str]:
    return one.report.received, one.report.submission.instance_id


def _group(one: Settled) -> tuple[str, ...]:
    station = one.station.code if one.station else ""
    return one.report.team, station, one.form.form_id, one.form.version


def _said(one: Settled) -> Said:
    """The answers that distinguish visits; those of groups by entry."""
    told = {question.name for question in one.form.questions if question.kind not in _TELLS_NOTHING}
    once = [("", name, value) for name, value in one.answers.items() if name in told and value]
    many = [
        (str(entry), name, value)
        for entry, answers in one.entries.items()
        for name, value in answers.items()
        if value
    ]
    return tuple(sorted(((entry, name), value) for entry, name, value in once + many))


def _has_no_times(said: Said) -> bool:
    return not any(name[1] in MOMENTS for name, _ in said)


def _is_timeless(one: Settled) -> bool:
    """Whether the form asks when the observer arrived, and this report does not say."""
    asks = any(question.name == MOMENTS[0] for question in one.form.questions)
    return asks and one.form.form_id != INCIDENT_FORM and _has_no_times(_said(one))
