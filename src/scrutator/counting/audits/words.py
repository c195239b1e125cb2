"""The sentences of an audit: what each state means, and no more than that."""

import math
from fractions import Fraction

from scrutator.counting.audits.plan import Plan


def claim(plan: Plan, limit: Fraction) -> str:
    """What a passed comparison of copies proves, and what it does not."""
    margin = min(plan.margins)
    return (
        f"If at least {math.ceil(margin):,} votes of margin had been lost between the station copies and "
        "the published result, this comparison of copies would have failed to confirm with probability at "
        f"least {percent(1 - limit)}. It says nothing of what happened before the copies were made: "
        "stuffing, pressure on voters, or a false count."
    )


def percent(share: Fraction) -> str:
    return f"{float(100 * share):g} %"


def risk_text(risk: Fraction) -> str:
    """A measured risk in per cent, rounded up: it is never printed as smaller than it is."""
    return f"{math.ceil(risk * 10_000) / 100:.2f} %"
