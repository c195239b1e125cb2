"""A share of one report beside that of all comparable stations: is it far from where the others are?

Far is more than twice the width of the middle half away from it, as shares or as odds, and more than five
points away: where almost all stations agree, a small difference is not far. Odds are what sees a turnout of
97 % where 75 % is common: shares have no room left there.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scrutator.expressions.evaluation import Value, evaluate
from scrutator.field.checks.compiling import Applied
from scrutator.field.checks.flags import Flag

LEAST_COMPARABLE = 20
WIDTHS = 2
LEAST_GAP = Fraction(1, 20)


def share_of(one: Applied, values: Mapping[str, Value]) -> Fraction | None:
    """The share that is compared; None where it is not known or the check says nothing."""
    if one.where is not None and evaluate(one.where, values) is not True:
        return None
    found = evaluate(one.holds, values)
    return Fraction(found) if isinstance(found, int | Fraction) and not isinstance(found, bool) else None


def far_from_others(shares: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Answer: which of these reports, all of comparable stations, have a share that is far from the others'?

    None while there are fewer than twenty: there is nothing to compare with.
    """
    if len(shares) < LEAST_COMPARABLE:
        return ()
    low, high = fences(sorted(shares.values()))
    return tuple(sorted(name for name, share in shares.items() if not low <= share <= high))


def fences(ordered: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """What lies between is not far; quartiles are values that occur, the lower and upper of them."""
    first, third = ordered[(len(ordered) - 1) // 4], ordered[-1 - (len(ordered) - 1) // 4]
    gap = max(WIDTHS * (third - first), LEAST_GAP)
    low, high = first - gap, third + gap
    if first <= 0 or third >= 1:
        return low, high
    below, above = first / (1 - first), third / (1 - third)
    width = (above / below) ** WIDTHS
    return (
        min(max(low, _share(below / width)), first - LEAST_GAP),
        max(min(high, _share(above * width)), third + LEAST_GAP),
    )


def _share(odds: Fraction) -> Fraction:
    return odds / (1 + odds)


def flag_beside(one: Applied, share: Fraction, language: str = "en") -> Flag:
    """What is said of a report whose share is far from the others'."""
    said = f"{one.check.message(language)} {float(100 * share):.1f} %"
    return Flag(one.check.severity, one.check.id, one.holds.names, said)
