"""How much margin was lost, or added, between the copies and the publication: confidence bounds.

The same fortune, turned into an interval. For every value E test "the overstatement is at least E": the
values that the draws refute leave an upper bound, valid at every look; with the sign turned, a lower bound.
An outcome is confirmed by the test alone exactly when the upper bound is below the margin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.counting.audits.assertions import Batch
from scrutator.counting.audits.copies import Copy, overstatements
from scrutator.counting.audits.plan import Plan
from scrutator.counting.audits.sealed import Rules
from scrutator.counting.audits.without import upper_bound_without

HALVINGS = 60


@dataclass(frozen=True)
class Lost:
    """For one assertion: bounds in votes of its margin. `at_least` above 0 is a finding of its own."""

    assertion: str
    at_most: float
    at_least: float


def margin_lost(
    plan: Plan,
    batches: Mapping[str, Batch],
    drawn: Sequence[str],
    copies: Mapping[str, Copy],
    taints: Sequence[Fraction],
    rules: Rules,
) -> tuple[Lost, ...]:
    """Answer: at most and at least how many votes of each margin were lost on the way from copies to result?

    Each bound holds with probability 1 − the plan's limit, over the draw; `taints` are those of the draws in
    order. The upper one is never below what the copies at hand show themselves. Without replacement no lower
    bound is computed: it is 0.
    """
    total, part, limit = float(plan.total_bound), float(rules.bet.part), float(rules.limit)
    if rules.replacement:
        most = upper_bound(total, [1 - float(max(one, Fraction(0))) for one in taints], limit, part)
    else:
        by_name = dict(zip(drawn, taints, strict=True))
        most = upper_bound_without(plan.bounds, drawn, by_name, limit, part)
    found = []
    for place, (assertion, margin) in enumerate(zip(plan.assertions, plan.margins, strict=True)):
        least = _least(plan, place, batches, drawn, copies, limit, part) if rules.replacement else 0.0
        shown = shown_lost(plan, place, batches, copies)
        found.append(Lost(assertion.text, max(most * float(margin), float(shown)), least))
    return tuple(found)


def shown_lost(plan: Plan, place: int, batches: Mapping[str, Batch], copies: Mapping[str, Copy]) -> Fraction:
    """Answer: how many votes of this margin do copies at hand show to be lost, each station once?"""
    lost = (overstatements(plan, batches[name], copy)[place] for name, copy in copies.items())
    return sum((one for one in lost if one > 0), Fraction(0))


def upper_bound(total: float, values: Sequence[float], limit: float, part: float) -> float:
    """The largest overstatement, in margins, that draws with these values (1 − taint) do not refute.

    Under "at least E" a value has mean at most 1 − E/U; U where nothing is refuted.
    """
    low, high = 0.0, total
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        mean = 1 - middle / total
        if mean > 0 and _largest(values, mean, part) * limit >= 1:
            high = middle
        else:
            low = middle
    return high


def lower_bound(reach: float, values: Sequence[float], limit: float, part: float) -> float:
    """The least overstatement that draws with these values (1 + e/(pZ)) leave, 0 when none is shown.

    Under "at most E" a value has mean at most 1 + E/Z, `reach` being Z.
    """
    low, high = 0.0, reach
    if _largest(values, 1.0, part) * limit < 1:
        return 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _largest(values, 1 + middle / reach, part) * limit >= 1:
            low = middle
        else:
            high = middle
    return low


def own_value(overstatement: Fraction, chance: Fraction, reach: Fraction) -> Fraction:
    """x = 1 − e/(pZ) of a draw with this chance, for one assertion alone: whatever the chances, its mean is
    at most 1 − E/Z when the overstatement is at least E. Z is the largest of bound over chance."""
    return 1 - overstatement / (chance * reach)


def _largest(values: Sequence[float], mean: float, part: float) -> float:
    """The largest fortune on the way, for a mean of at most `mean` and this part of the largest bet."""
    now = most = 1.0
    for value in values:
        now *= 1 - part + part * value / mean
        most = max(most, now)
    return most


def _least(
    plan: Plan,
    place: int,
    batches: Mapping[str, Batch],
    drawn: Sequence[str],
    copies: Mapping[str, Copy],
    limit: float,
    part: float,
) -> float:
    """The lower bound of one assertion, in votes: a missing copy is the case worst for the finding."""
    assertion, total = plan.assertions[place], plan.total_bound
    chances = {name: bound / total for name, bound in plan.bounds.items() if bound > 0}
    reach = max(
        (
            (assertion.highest_per_ballot * batches[name].bound
             - assertion.score(batches[name].votes, batches[name].valid)) / chance
            for name, chance in chances.items()
        ),
        default=Fraction(0),
    )  # fmt: skip
    if reach <= 0:
        return 0.0
    values = [
        float(own_value(-overstatements(plan, batches[name], copies[name])[place], chances[name], reach))
        if name in copies
        else 0.0
        for name in drawn
    ]
    return lower_bound(float(reach), [max(one, 0.0) for one in values], limit, part)
