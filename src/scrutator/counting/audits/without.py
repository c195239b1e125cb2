"""The test of an audit whose stations are drawn without replacement: every draw is a new station.

Stations are drawn in proportion to their bound among those left. With `left` the bounds not yet drawn and
`found` the overstatement of those drawn, a wrong outcome leaves 1 − found among them, so that x = 1 − e/u has
mean at most μ = 1 − (1 − found)/left (Stark, "ALPHA", 2022, section 4.2, in overstatements). Once found and
left together are below 1 no error that is left could turn the outcome: it is certain, nothing is left to
chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.counting.audits.betting import Bet
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Progress:
    """The fortune now and at its largest, what was found and what is left, and whether it is certain."""

    now: Fraction
    largest: Fraction
    found: Fraction
    left: Fraction
    certain: bool

    @property
    def risk(self) -> Fraction:
        """The measured risk, 0 when nothing is left to chance."""
        return Fraction(0) if self.certain else 1 / self.largest


def progress(
    bounds: Mapping[str, Fraction], drawn: Sequence[str], taints: Mapping[str, Fraction], bet: Bet
) -> Progress:
    """Answer: what has the test gained after these different stations, in the order drawn?

    A taint below 0 counts as 0. Raises C14 for a taint above 1 and for a station drawn twice.
    """
    if len(set(drawn)) < len(drawn) or any(taints[name] > 1 for name in drawn):
        raise ScrutatorError("C14", "a station was drawn twice, or a taint is above 1: a bound was broken")
    now = most = Fraction(1)
    found, left, certain = Fraction(0), sum(bounds.values(), Fraction(0)), False
    for name in drawn:
        taint = max(taints[name], Fraction(0))
        now *= _factor(found, left, 1 - taint, bet.part)
        most = max(most, now)
        found, left = found + taint * bounds[name], left - bounds[name]
        certain = certain or found + left < 1
    return Progress(now, most, found, left, certain)


def _factor(found: Fraction, left: Fraction, value: Fraction, part: Fraction) -> Fraction:
    mean = 1 - (1 - found) / left
    return 1 - part + part * value / mean if mean > 0 else Fraction(1)


def stations_needed(reached: Progress, undrawn: Sequence[Fraction], limit: Fraction, bet: Bet) -> int | None:
    """Answer: how many further stations meet the limit, if every copy agrees and bounds are as expected?

    The expected bound of a draw in proportion to bounds is Σu²/Σu. None when what was found is the whole
    margin already, so that no number will do.
    """
    if reached.certain or reached.largest >= 1 / limit:
        return 0
    if reached.found >= 1:
        return None
    now, left = float(reached.now), float(reached.left)
    found, part = float(reached.found), float(bet.part)
    typical = sum(float(one) ** 2 for one in undrawn) / left if left else 0.0
    for number in range(1, len(undrawn) + 1):
        mean = 1 - (1 - found) / left
        now *= 1 - part + part / mean if mean > 0 else 1.0
        left -= typical
        if now * float(limit) >= 1 or found + left < 1:
            return number
    return len(undrawn)


def upper_bound_without(
    bounds: Mapping[str, Fraction],
    drawn: Sequence[str],
    taints: Mapping[str, Fraction],
    limit: float,
    part: float,
) -> float:
    """The largest overstatement, in margins, that these draws do not refute: 1 of it is the whole margin."""
    sizes = [float(bounds[name]) for name in drawn]
    errors = [float(max(taints[name], Fraction(0))) * size for name, size in zip(drawn, sizes, strict=True)]
    total = float(sum(bounds.values(), Fraction(0)))
    low, high = 0.0, total
    for _ in range(60):
        middle = (low + high) / 2
        if _refuted(middle, total, sizes, errors, limit, part):
            high = middle
        else:
            low = middle
    return high


def _refuted(
    goal: float, total: float, sizes: Sequence[float], errors: Sequence[float], limit: float, part: float
) -> bool:
    """Whether "the overstatement is at least `goal`" is refuted on the way."""
    now, found, left = 1.0, 0.0, total
    for size, error in zip(sizes, errors, strict=True):
        mean = 1 - (goal - found) / left
        if mean > 0:
            now *= 1 - part + part * (1 - error / size) / mean
        found, left = found + error, left - size
        if now * limit >= 1 or found + left < goal - 1e-12:
            return True
    return False
