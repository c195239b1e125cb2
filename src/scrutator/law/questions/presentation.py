"""An allocation as plain values for JSON and for tables."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scrutator.law.chain.allocate import Allocation, Result
from scrutator.law.chain.state import Step, TieToResolve

if TYPE_CHECKING:
    from scrutator.law.systems.distribute import SystemResult, SystemResults

Plain = int | str | dict[str, Any]


def plain(value: int | Fraction | str | None) -> Any:
    """An exact value for JSON: a fraction keeps its numerator and denominator beside the decimal."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value)
        return {"fraction": f"{value.numerator}/{value.denominator}", "decimal": round(float(value), 6)}
    return value


def spoken(value: int | Fraction | str) -> str:
    """A value for a reader: counts with separators, fractions with four decimals."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):,.4f}"
    return value if isinstance(value, str) else f"{int(value):,}"


def step_dict(step: Step) -> dict[str, Any]:
    """One step with its rule, article, wording, base and result."""
    result = {name: plain(value) for name, value in step.result.items()}
    return {
        "rule": step.rule,
        "article": step.article,
        "says": step.says,
        "base": plain(step.base),
        "result": result,
    }


def tie_dict(tie: TieToResolve) -> dict[str, Any]:
    """A tie that waits for a fact: who, how many seats, which article, which facts would decide."""
    return {
        "lists": list(tie.lists),
        "seats": tie.seats,
        "rule": tie.rule,
        "article": tie.article,
        "decided_by": list(tie.facts),
    }


def result_dict(result: Result) -> dict[str, Any]:
    """The whole result. `seats`, `steps` and `ties` are those of the first reading; see `outcome`."""
    first = result.first
    return {
        "rules": result.rules,
        "outcome": result.outcome,
        "house": first.house,
        "seats": dict(first.seats),
        "unfilled": first.unfilled,
        "admitted": list(first.admitted),
        "steps": [step_dict(step) for step in first.steps],
        "ties": [tie_dict(tie) for tie in first.ties],
        "readings": [
            {
                "choice": dict(reading.choice),
                "label": reading.label,
                "seats": dict(reading.allocation.seats),
                "outcome": reading.allocation.outcome,
                "ties": [tie_dict(tie) for tie in reading.allocation.ties],
                "steps": [step_dict(step) for step in reading.allocation.steps],
            }
            for reading in result.readings
        ],
        "readings_part_at": list(result.pivotal),
        "readings_agree_at": list(result.agreed),
        "readings_not_computable": dict(result.unavailable),
        "readings_computed": result.computed,
        "readings_of_the_law": result.combinations,
        "notes": list(first.notes),
    }


def system_dict(results: "SystemResults") -> dict[str, Any]:
    """A whole system: the first reading's seats, tiers, districts, stages and ties, and every reading."""
    first = results.first
    return {
        "rules": results.name,
        "outcome": results.outcome,
        "readings_differ_at": list(results.pivotal),
        "readings_not_computable": dict(results.unavailable),
        "readings_computed": results.computed,
        "readings_of_the_law": results.combinations,
        "lists_without_a_row": {name: list(places) for name, places in results.absent.items()},
        **reading_dict(first),
        "readings": [reading_dict(reading) for reading in results.readings],
        "notes": list(first.notes),
    }


def reading_dict(result: "SystemResult") -> dict[str, Any]:
    """One reading of a system: where every seat comes from, by which cited steps, and what is open."""
    return {
        "choice": dict(result.choice),
        "house": result.house,
        "seats": dict(result.seats),
        "unfilled": result.unfilled,
        "tiers": {tier: dict(seats) for tier, seats in result.tiers.items()},
        "districts": {district: dict(seats) for district, seats in result.by_district.items()},
        "districts_without_member": list(result.uncovered),
        "stages": [step_dict(step) for step in result.steps],
        "steps": {
            name: [step_dict(step) for step in allocation.steps]
            for name, allocation in result.allocations.items()
        },
        "ties": [tie_dict(tie) for tie in result.ties],
    }


def step_rows(allocation: Allocation) -> list[list[str]]:
    """The steps as rows: number, rule, article, wording, outcome."""
    return numbered(allocation.steps)


def numbered(steps: Sequence[Step]) -> list[list[str]]:
    """Steps of a chain or stages of a system as rows."""
    return [
        [str(number), step.rule, step.article or "–", step.says, outcome_text(step.result)]
        for number, step in enumerate(steps, 1)
    ]


def outcome_text(result: Mapping[str, int | Fraction | str]) -> str:
    """What a step gave, list by list."""
    return "; ".join(f"{name} {spoken(value)}" for name, value in result.items())


OUTCOMES = {
    "settled": "settled",
    "settled_where_computed": "settled only under the readings that could be computed",
    "seats_unfilled": "seats are left that the rules give to no list",
    "statute_ambiguous": "the statute is ambiguous: its readings give different seats",
    "tie_to_resolve": "a tie must be resolved by a recorded fact before all seats are filled",
    "nobody_admitted": "no list is admitted; the seats stay empty",
}


def remarks_on(result: "Result | SystemResults") -> tuple[str, ...]:
    """What goes with any answer under a law: readings left out, parts not encoded, unused facts."""
    missing = [f"Not computable ({where}): {why}." for where, why in result.unavailable.items()]
    if missing:
        missing.insert(0, f"{result.computed} of {result.combinations} readings of the law were computed.")
    return (*missing, *result.first.notes)


def outcome_said(result: "Result | SystemResults") -> str:
    """The outcome in words; where readings of the law could not be computed, how many were."""
    if result.computed == result.combinations:
        return OUTCOMES[result.outcome]
    return f"{OUTCOMES[result.outcome]} ({result.computed} of {result.combinations} readings of the law)"
