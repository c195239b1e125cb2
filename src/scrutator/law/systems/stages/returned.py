"""Surplus district seats go back: the list with the lowest comparison number loses, the next in turn wins."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import Divisor
from scrutator.law.chain.state import Step
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.systems.state import SystemState, award, chain_of

MOST_RETURNS = 1000


def return_surplus(state: SystemState, due: Mapping[str, int], article: str) -> SystemState:
    """Return seats until no list has more district seats than its national share `due`.

    The seat returned is the list's seat with the lowest comparison number in any district; there it goes to
    the largest comparison number among the lists that still have room below their share. Ties by recorded
    facts. Source: Vallag (2005:837) ch. 14; which seat is returned is unverified (Prop. 2013/14:48).
    """
    rule = _rule(state)
    for _ in range(MOST_RETURNS):
        held = state.held()
        over = sorted(name for name, count in held.items() if name in due and count > due[name])
        if not over:
            return state
        state, moved = _one_return(state, over[0], due, rule, article)
        if not moved:
            return state
    raise ScrutatorError("L40", f"more than {MOST_RETURNS} seats would have to be returned")


def _rule(state: SystemState) -> Divisor:
    for step in chain_of(state, "district"):
        if isinstance(step, HighestAverages):
            return step.rule()
    raise ScrutatorError(
        "L40", "seats are returned by comparison numbers, and the districts have no divisor rule"
    )


def _one_return(
    state: SystemState, loser: str, due: Mapping[str, int], rule: Divisor, article: str
) -> tuple[SystemState, bool]:
    """One seat of one list; False when a tie or an empty district keeps it from moving."""
    facts = {d.name: d.votes.of(loser) for d in state.ballots.districts if state.won[d.name].get(loser, 0)}
    price = {
        place: -Fraction(rule.weight(entry.votes)) / rule.at(state.won[place][loser] - 1)
        for place, entry in facts.items()
    }
    where, state = award(state, facts, price, 1, f"seat returned by {loser}", article)
    if not where:
        return state, False
    place, held = where[0], state.held()
    district = next(d for d in state.ballots.districts if d.name == place)
    able = {
        entry.name: entry
        for entry in district.votes.lists
        if entry.votes and entry.name != loser and state.takes_part(entry.name, place)
        and held[entry.name] < due.get(entry.name, 0)
    }  # fmt: skip
    claims = {
        name: Fraction(rule.weight(entry.votes)) / rule.at(state.won[place].get(name, 0))
        for name, entry in able.items()
    }
    winner, state = (
        award(state, able, claims, 1, f"seat returned in {place}", article) if able else ((), state)
    )
    cells = dict(state.won[place])
    cells[loser] -= 1
    moved = {loser: -1}
    if winner:
        cells[winner[0]] = cells.get(winner[0], 0) + 1
        moved[winner[0]] = 1
    step = Step("seat returned", article, f"in {place}, for {loser} has more than its share", moved)
    unfilled = state.unfilled + (0 if winner or able else 1)
    waiting = state.waiting + (1 if able and not winner else 0)
    return replace(state.add(step), won={**state.won, place: cells}, unfilled=unfilled, waiting=waiting), True
