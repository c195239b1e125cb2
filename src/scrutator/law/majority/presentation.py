"""A round of a majority election as tables for a reader and as plain values."""

from typing import Any

from scrutator.law.ballots.presentation import tie_dict, tie_said
from scrutator.law.majority.deciding import OUTCOMES, Decision
from scrutator.law.majority.margins import Margin

CHECK_COLUMNS = ("candidate", "votes or regions", "asked for", "needed", "met", "article")


def headline(decision: Decision) -> str:
    """The result in one sentence."""
    where = f"{decision.poll.name}: " if decision.poll.name else ""
    said = f"{where}{OUTCOMES[decision.outcome]}"
    if decision.elected:
        said += f"; elected: {', '.join(decision.elected)}"
    if decision.entrants:
        said += f"; may stand in it: {', '.join(decision.entrants)}"
    return said


def vote_rows(decision: Decision) -> list[tuple[object, ...]]:
    """Candidates by votes, with what became of each."""
    order = sorted(decision.poll.candidates, key=lambda one: (-one.votes, one.name))
    return [(one.name, f"{one.votes:,}", _became(decision, one.name)) for one in order]


def _became(decision: Decision, name: str) -> str:
    if name in decision.elected:
        return "elected"
    if decision.tie and name in decision.tie.between:
        return "open"
    return "second round" if name in decision.entrants else "–"


def check_rows(decision: Decision) -> list[tuple[object, ...]]:
    """Every condition for every candidate, those with most votes first."""
    votes = {one.name: one.votes for one in decision.poll.candidates}
    order = sorted(decision.checks, key=lambda one: (-votes[one.candidate], one.candidate))
    return [
        (
            one.candidate,
            f"{one.votes:,}",
            one.condition,
            f"{one.needed:,}",
            "yes" if one.met else "no",
            one.article,
        )
        for one in order
    ]


def remarks(decision: Decision) -> tuple[str, ...]:
    """What a reader should know beside the tables."""
    unfilled = [f"{decision.unfilled} of {decision.seats} seats stay open."] if decision.unfilled else []
    tie = [tie_said(decision.tie)] if decision.tie else []
    return (*unfilled, *tie, *decision.settled_by, *decision.notes)


def decision_dict(decision: Decision) -> dict[str, Any]:
    """The round as plain values."""
    return {
        "rules": decision.rules,
        "district": decision.poll.name,
        "outcome": str(decision.outcome),
        "seats": decision.seats,
        "unfilled": decision.unfilled,
        "elected": list(decision.elected),
        "entrants": list(decision.entrants),
        "votes": {one.name: one.votes for one in decision.poll.candidates},
        "checks": [
            {
                "candidate": one.candidate,
                "asked_for": one.condition,
                "article": one.article,
                "found": one.votes,
                "needed": one.needed,
                "met": one.met,
            }
            for one in decision.checks
        ],
        "tie": tie_dict(decision.tie),
        "settled_by": list(decision.settled_by),
        "notes": list(decision.notes),
    }


def margin_said(found: Margin | str) -> str:
    """The margin in a sentence: how many votes, between whom, and what then."""
    if isinstance(found, str):
        return f"No margin: {found}."
    then = headline(found.then)
    return (
        f"{found.votes:,} votes that move change the result; no fewer do. Then: {then} ({_example(found)})."
    )


def _example(found: Margin) -> str:
    votes = sorted(found.example.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{name} {count:,}" for name, count in votes[:6]) + (", …" if len(votes) > 6 else "")


def margin_dict(found: Margin | str) -> dict[str, Any]:
    """The margin as plain values, with votes that show it."""
    if isinstance(found, str):
        return {"not_computed": found}
    return {
        "votes": found.votes,
        "proof": "least",
        "example": dict(found.example),
        "then": {
            "outcome": str(found.then.outcome),
            "elected": list(found.then.elected),
            "entrants": list(found.then.entrants),
        },
    }
