"""The verdict of a comparison of copies: confirmed only when test, copies and preconditions all say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutator.counting.audits.assertions import Batch
from scrutator.counting.audits.betting import draws_needed, fortune
from scrutator.counting.audits.copies import Copy, broken_bounds, contradicted, taint
from scrutator.counting.audits.plan import Plan, different_stations
from scrutator.counting.audits.preconditions import Answer, list_preconditions, unmet_text
from scrutator.counting.audits.sealed import Rules
from scrutator.counting.audits.without import progress, stations_needed
from scrutator.counting.audits.words import claim, percent, risk_text


class State(StrEnum):
    """Where an audit stands."""

    CONFIRMED = "confirmed"
    PRECONDITIONS = "limit met, preconditions not"
    NOT_YET = "not confirmed yet"
    COUNT_ALL = "not confirmed: count all"
    CONTRADICTED = "contradicted: count all"
    BOUND_BROKEN = "a bound was broken: count all"


@dataclass(frozen=True)
class Verdict:
    """The state with its sentence, and what it rests on. No risk is measured when a bound was broken.

    `further` is the number of draws still needed if every copy agrees; None when no number would do.
    """

    state: State
    sentence: str
    risk: Fraction | None
    further: int | None
    largest_taint: Fraction | None
    overstated: int
    missing: tuple[str, ...]
    broken: tuple[str, ...]
    not_adding_up: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        return self.state is State.CONFIRMED


def judge(
    plan: Plan,
    batches: Mapping[str, Batch],
    drawn: Sequence[str],
    copies: Mapping[str, Copy],
    rules: Rules,
    answers: Sequence[Answer],
) -> Verdict:
    """Answer: is the published outcome confirmed by these copies of the drawn stations, in their order?

    `copies` may hold stations that were not drawn: they give the test nothing, but they are held against
    their bounds, and together with the others may show that the margin is gone. A drawn
    station that `copies` does not hold is the worst case. `answers` are those to the seven preconditions.
    """
    unmet = unmet_text(list_preconditions(answers))
    broken = broken_bounds(batches, copies)
    missing = tuple(sorted({name for name in drawn if name not in copies}))
    unclear = tuple(sorted(name for name in set(drawn) & set(copies) if not copies[name].adds_up))
    if broken:
        sentence = broken_sentence(broken, batches, copies)
        return Verdict(State.BOUND_BROKEN, sentence, None, None, None, 0, missing, broken, unclear)
    taints = [taint(plan, batches[name], copies.get(name)) for name in drawn]
    risk, further = measured(plan, drawn, taints, rules)
    state = _state(plan, rules, len(drawn), risk, further)
    if contradicted(plan, batches, copies):
        state = State.CONTRADICTED
    elif state is State.CONFIRMED and unmet:
        state = State.PRECONDITIONS
    sentence = _sentence(state, plan, rules, risk, further, unmet, drawn)
    overstated = sum(one > 0 and name in copies for name, one in zip(drawn, taints, strict=True))
    return Verdict(state, sentence, risk, further, max(taints), overstated, missing, broken, unclear)


def measured(
    plan: Plan, drawn: Sequence[str], taints: Sequence[Fraction], rules: Rules
) -> tuple[Fraction, int | None]:
    """The measured risk, and how many further draws would do if every copy agrees (None: no number)."""
    if rules.replacement:
        gained = fortune(plan.total_bound, taints, rules.bet)
        if gained.now <= 0:
            return gained.risk, None
        return gained.risk, draws_needed(plan.total_bound, rules.limit, rules.bet, start=gained.now)
    reached = progress(plan.bounds, drawn, dict(zip(drawn, taints, strict=True)), rules.bet)
    undrawn = [bound for name, bound in plan.bounds.items() if name not in set(drawn)]
    return reached.risk, stations_needed(reached, undrawn, rules.limit, rules.bet)


def _state(plan: Plan, rules: Rules, draws: int, risk: Fraction, further: int | None) -> State:
    """What the test alone says; the limit is compared exactly."""
    if risk <= rules.limit:
        return State.CONFIRMED
    most = rules.largest_share * len(plan.bounds)
    if further is None:
        return State.COUNT_ALL
    stations = different_stations(plan, draws + further) if rules.replacement else draws + further
    if stations > most:
        return State.COUNT_ALL
    return State.NOT_YET


def broken_sentence(broken: Sequence[str], batches: Mapping[str, Batch], copies: Mapping[str, Copy]) -> str:
    """What is said instead of a risk when copies show more votes than their bounds allow."""
    first = broken[0]
    more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
    return (
        f"A bound was broken at station {first}{more}: the audit cannot confirm. Its copy shows "
        f"{copies[first].ballots:,} votes, more than the {batches[first].bound:,} of its bound. "
        "No statement on the outcome is possible before this is cleared; count all."
    )


def _sentence(
    state: State,
    plan: Plan,
    rules: Rules,
    risk: Fraction,
    further: int | None,
    unmet: str,
    drawn: Sequence[str],
) -> str:
    measured = f"measured risk {risk_text(risk)} by {rules.bet.text}, limit {percent(rules.limit)}"
    after = f"after {len(drawn)} draws of {len(set(drawn))} of {len(plan.bounds)} stations; {measured}"
    if state is State.CONFIRMED:
        return f"Confirmed by comparison of copies {after}. {claim(plan, rules.limit)}"
    if state is State.CONTRADICTED:
        margin = min(plan.margins)
        return (
            "The copies at hand, drawn or not, take away the margin: they show at least "
            f"{-(-margin.numerator // margin.denominator):,} votes less. A count of all must decide."
        )
    if state is State.PRECONDITIONS:
        return f"{measured[0].upper()}{measured[1:]}; {unmet}: not confirmed."
    also = f" Also {unmet}: without them nothing can be confirmed." if unmet else ""
    if state is State.COUNT_ALL:
        return f"Not confirmed {after}. The plan's limit was reached; a count of all is required.{also}"
    return f"Not confirmed {after}; {further} further draws would do if every copy agrees.{also}"
