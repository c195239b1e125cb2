"""A law with one thing turned: its seats, threshold, method, or the rule that admits the next list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import DIVISORS
from scrutator.law.arithmetic.quotas import QUOTAS
from scrutator.law.chain.rules import Link, Reading, Rules, demand_used, rules_from
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.steps.admission import AdmitNext, Threshold
from scrutator.law.chain.steps.allocation import Coefficient, Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.steps.rounds import RemaindersThenAverages
from scrutator.law.questions.counterfactual import other_shares
from scrutator.law.systems.system import System

METHODS = (*DIVISORS, *QUOTAS)
FORMULA = (Quota, Coefficient, WholeSeats, Leftovers, RemaindersThenAverages, HighestAverages)


@dataclass(frozen=True)
class Turned:
    """What to change in a law: 0, "" and False leave it as it is.

    `threshold` is a share ("5%", "1/20"), `method` one of METHODS, `no_next_list` drops the rule that
    admits the next list where too few clear the threshold.
    """

    seats: int = 0
    threshold: str = ""
    method: str = ""
    no_next_list: bool = False


@dataclass(frozen=True)
class ChangedLaw:
    """The law as changed, and what was changed, a sentence each."""

    law: Rules | System
    changes: tuple[str, ...]


def changed_law(law: Rules | System, turned: Turned) -> ChangedLaw:
    """The law with what was turned. Raises L10 for what the law does not have and for unknown methods."""
    changes: list[str] = []
    name = law.name
    if turned.seats:
        law = law.with_house(turned.seats)
        changes.append(f"Seats: {turned.seats}, whatever the law says.")
    if turned.threshold:
        changes += [f"Threshold: {turned.threshold}.", *other_shares(law.steps_of(Threshold))]
        law = law.with_threshold(turned.threshold)
    if turned.method or turned.no_next_list:
        rules = _of_one_contest(law)
        if turned.no_next_list:
            rules = _without_next_list(rules)
            changes.append("The next list is not admitted, however few lists clear the threshold.")
        if turned.method:
            rules = with_method(rules, turned.method)
            changes.append(f"Method: {turned.method}, in the place of the law's.")
        law = rules
    return ChangedLaw(replace(law, name=f"{name}, changed" if changes else name), tuple(changes))


def _of_one_contest(law: Rules | System) -> Rules:
    if isinstance(law, System):
        what = f"{law.name} is a system of districts and tiers, each with a method of its own"
        raise ScrutatorError("L40", what, remedy="Change its seats or its threshold, or edit its rules.")
    return law


def with_method(rules: Rules, method: str) -> Rules:
    """The same law with another formula for the seats; all its other steps stay. Raises L10."""
    if method not in METHODS:
        raise ScrutatorError("L10", f"method {method!r}", remedy=f"Known: {', '.join(METHODS)}.")
    formula = rules_from({"seats": 1, "method": method}).links
    others = _kept(rules.links, lambda step: not isinstance(step, FORMULA))
    new = replace(rules, links=(*others, *(link for link in formula if link.id != "house")))
    demand_used(new)
    return new


def _without_next_list(rules: Rules) -> Rules:
    if not rules.steps_of(AdmitNext):
        raise ScrutatorError("L10", f"{rules.name} has no rule that admits the next list")
    return replace(rules, links=_kept(rules.links, lambda step: not isinstance(step, AdmitNext)))


def _kept(links: Iterable[Link], keep: Callable[[ChainStep], bool]) -> tuple[Link, ...]:
    """The links without some of their steps; readings that no longer part become one."""
    found = []
    for link in links:
        readings = tuple(replace(one, steps=tuple(filter(keep, one.steps))) for one in link.readings)
        if all(one.steps == readings[0].steps for one in readings):
            readings = (Reading("", "", readings[0].steps),)
        if any(one.steps for one in readings):
            found.append(replace(link, readings=readings))
    return tuple(found)
