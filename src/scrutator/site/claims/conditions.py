"""The declared conditions of a contest: how each stands, and every line of evidence for and against it."""

from dataclasses import dataclass

from scrutator.record.nouns.claims import OVERALL, Proposition
from scrutator.record.nouns.conditions import Condition
from scrutator.site.cells import Cell, Drawer
from scrutator.site.claims.evidence import Sides, sides_of, text_of
from scrutator.site.subject import Subject


@dataclass(frozen=True)
class ConditionView:
    """One condition of an honest election with everything that decides it. `state` is None when the case
    did not ask."""

    id: str
    anchor: str
    text: str
    state: Cell | None
    why: str
    missing: str
    gap: str
    lines: Sides


def conditions_of(subject: Subject, drawer: Drawer, one: Proposition) -> tuple[ConditionView, ...]:
    """For an overall assessment: the conditions on which its contest is judged; none for another part."""
    contest = contest_of(subject, one)
    return tuple(
        condition_view(subject, drawer, condition, one.id)
        for condition in subject.case.conditions
        if condition.contest == contest
    )


def conditions_alone(subject: Subject, drawer: Drawer) -> tuple[ConditionView, ...]:
    """The conditions of contests that no claim on record assesses: they are on no claim's own page."""
    assessed = {contest_of(subject, one) for one in subject.case.propositions}
    return tuple(
        condition_view(subject, drawer, condition, "condition")
        for condition in subject.case.conditions
        if condition.contest not in assessed
    )


def contest_of(subject: Subject, one: Proposition) -> str | None:
    """The contest that a proposition assesses as a whole, as the finding takes it."""
    return one.contest or subject.case.header.contest if one.kind == OVERALL else None


def condition_view(subject: Subject, drawer: Drawer, one: Condition, within: str) -> ConditionView:
    """A condition with its lines; `within` begins its address, as several parts of a claim may show it."""
    row, name = subject.conditions.get(one.id, {}), f"{within}:{one.id}"
    state = text_of(row.get("state"))
    return ConditionView(
        one.id,
        name,
        one.text,
        drawer.word(state) if state else None,
        text_of(row.get("why")),
        one.missing or "",
        one.gap or "",
        sides_of(subject, drawer, subject.evidence_on_conditions.get(one.id, ()), name),
    )
