"""The inequalities that keep an outcome, for the kinds of chains of which they are known.

A chain of thresholds and one divisor rule, or largest remainders, keeps its seats while inequalities between
pairs of lists hold. Where lists of an alliance stand as one, they hold between alliances, with the sum of
their lists' votes, and inside each alliance between its lists.
"""

from collections import Counter
from collections.abc import Sequence

from scrutator.law.arithmetic.divisors import DIVISORS, Divisor
from scrutator.law.arithmetic.inequalities import divisor_inequalities, remainder_inequalities
from scrutator.law.chain.allocate import Allocation
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold
from scrutator.law.chain.steps.alliances import Alliances, ShareInside
from scrutator.law.chain.steps.allocation import Coefficient, Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.steps.corrections import Floor
from scrutator.law.chain.ties import Ties
from scrutator.law.chain.votes import Votes
from scrutator.law.questions.lines import Kept, Steps

PLAIN = (
    House, Ties, Threshold, AdmitNext, Quota, WholeSeats, Leftovers, HighestAverages, Coefficient, Floor,
)  # fmt: skip
ALLIED = (Alliances, ShareInside)
CHANGING = ("admit next", "coefficient", "floor")
"""Rules after which the seats are no longer those of the votes alone."""


def at_work(steps: Steps, votes: Votes) -> Sequence[ChainStep]:
    """The steps without those that do nothing, however many votes a list has: the rules for alliances, where
    no two lists are of one and none has seats of its own already."""
    members = Counter(entry.alliance for entry in votes.lists if entry.alliance)
    held = any(isinstance(step, HighestAverages) and step.held_first for step in steps)
    if held or max(members.values(), default=0) > 1:
        return steps
    return [step for step in steps if not isinstance(step, ALLIED)]


def keep_admission(steps: Steps, votes: Votes, base: Allocation, touched: frozenset[str]) -> Kept:
    """None: who is admitted does not depend on who has which seat."""
    return []


def keep_seats(steps: Steps, votes: Votes, base: Allocation, touched: frozenset[str]) -> Kept | None:
    """The inequalities of this outcome in which the touched lists take part.

    None when the chain is of no kind of which they are known.
    """
    changed = any(step.rule in CHANGING and step.result for step in base.steps)
    allied = [step for step in steps if isinstance(step, ALLIED)]
    if changed or base.ties or not all(isinstance(step, (*PLAIN, *ALLIED)) for step in steps):
        return None
    averages = [step for step in steps if isinstance(step, HighestAverages)]
    quotas = [step for step in steps if isinstance(step, Quota)]
    if len(averages) == 1 and not quotas and _is_linear(averages[0].rule()):
        if allied:
            return _of_alliances(allied, averages[0].rule(), votes, base, touched)
        seats = {name: base.seats[name] for name in base.admitted}
        return list(divisor_inequalities(seats, averages[0].rule(), touched))
    return None if allied or averages else _of_remainders(steps, quotas, base, touched)


def _is_linear(rule: Divisor) -> bool:
    """Whether the rule compares votes as they are."""
    return rule.mean not in ("geometric", "power")


def _of_remainders(
    steps: Steps, quotas: Sequence[Quota], base: Allocation, touched: frozenset[str]
) -> Kept | None:
    whole = [step.is_plain for step in steps if isinstance(step, WholeSeats)]
    left = [step.is_plain for step in steps if isinstance(step, Leftovers)]
    if [quota.is_plain for quota in quotas] != [True] or whole != [True] or left != [True]:
        return None
    seats = {name: base.seats[name] for name in base.admitted}
    # Votes moved between two admitted lists leave the total, and with it every other pair, as it was.
    inside = touched if len(touched) == 2 and touched <= set(seats) else None
    return list(remainder_inequalities(seats, base.house, inside))


def _of_alliances(
    allied: Sequence[ChainStep], rule: Divisor, votes: Votes, base: Allocation, touched: frozenset[str]
) -> Kept | None:
    """Between alliances, a list without partners being one of its own, and inside those that are touched."""
    inside = [DIVISORS.get(step.method) for step in allied if isinstance(step, ShareInside)]
    if len(allied) != 2 or len(inside) != 1 or inside[0] is None or not _is_linear(inside[0]):
        return None
    members: dict[str, list[str]] = {}
    for name in base.admitted:
        members.setdefault(votes.of(name).alliance or f"\0{name}", []).append(name)
    seats = {tuple(names): sum(base.seats[name] for name in names) for names in members.values()}
    met = frozenset(names for names in seats if touched & set(names))
    kept: Kept = list(divisor_inequalities(seats, rule, met))
    for names in met:
        kept += divisor_inequalities({name: base.seats[name] for name in names}, inside[0], touched)
    return kept
