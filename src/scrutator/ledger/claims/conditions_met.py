"""Whether the conditions of a contest were met: lines of evidence judged as for any proposition of fact."""

from collections.abc import Mapping, Sequence

from scrutator.ledger.claims.assessments import Profile, State
from scrutator.ledger.claims.rulings import Evidence
from scrutator.ledger.claims.verdicts import Verdict, derive
from scrutator.record.nouns.claims import EvidenceLine, Proposition
from scrutator.record.nouns.conditions import Condition

STATES: Mapping[tuple[str, str | None], State] = {
    ("supported", "whole"): State.MET,
    ("supported", "part"): State.MET_IN_PART,
    ("contradicted", "part"): State.NOT_MET_IN_PART,
    ("contradicted", "whole"): State.NOT_MET,
}


def judge(condition: Condition, lines: Sequence[EvidenceLine], evidence: Evidence) -> Verdict:
    """Was this condition met? The word of those responsible for it does not count for it."""
    return derive(as_proposition(condition), lines, condition.responsible or (), evidence)


def as_proposition(condition: Condition) -> Proposition:
    """A condition read as the proposition of fact that it was met."""
    empty = dict.fromkeys(
        (
            "speaker",
            "place",
            "period",
            "about",
            "verdict",
            "extent",
            "override_reason",
            "search",
            "contest",
            "assessment",
            "each",
            "contradicts",
        )
    )
    return Proposition(
        id=condition.id,
        claim="",
        text=condition.text,
        kind="fact",
        stage=condition.stage,
        missing=condition.missing,
        gap=condition.gap,
        norms=condition.norms,
        **empty,
    )


def state_of(verdict: Verdict) -> State:
    """Met or not met as far as the lines reach, by one table in both directions."""
    return STATES.get((verdict.verdict, verdict.extent), State.UNDETERMINED)


def judge_all(
    conditions: Sequence[Condition], lines: Sequence[EvidenceLine], evidence: Evidence
) -> dict[str, Verdict]:
    """The verdict on every condition, by id."""
    grouped: dict[str, list[EvidenceLine]] = {}
    for line in lines:
        if line.condition is not None:
            grouped.setdefault(line.condition, []).append(line)
    return {one.id: judge(one, grouped.get(one.id, ()), evidence) for one in conditions}


def profiles(conditions: Sequence[Condition], judged: Mapping[str, Verdict]) -> dict[str, Profile]:
    """The profile of each contest that has declared conditions."""
    states: dict[str, list[tuple[str, State]]] = {}
    for one in conditions:
        states.setdefault(one.contest, []).append((one.id, state_of(judged[one.id])))
    return {contest: Profile(contest, tuple(found)) for contest, found in states.items()}
