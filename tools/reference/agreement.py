"""How far two markers agree beyond chance: Cohen's kappa of nominal marks, exactly."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True)
class Agreement:
    """The share of items with equal marks, the share expected by chance, and kappa.

    `kappa` is None when both markers gave one and the same mark to everything: chance explains it all.
    """

    items: int
    observed: Fraction
    expected: Fraction

    @property
    def kappa(self) -> Fraction | None:
        return None if self.expected == 1 else (self.observed - self.expected) / (1 - self.expected)

    @property
    def interval(self) -> tuple[float, float] | None:
        """About 95 %, from Cohen's large-sample error; it takes the items for independent of one another."""
        if self.kappa is None:
            return None
        variance = self.observed * (1 - self.observed) / (self.items * (1 - self.expected) ** 2)
        half = 1.96 * sqrt(variance)
        return max(-1.0, float(self.kappa) - half), min(1.0, float(self.kappa) + half)


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Cohen (1960), A coefficient of agreement for nominal scales. The same items in the same order.

    Raises ValueError for no items, or for lists of different length.
    """
    if len(first) != len(second) or not first:
        raise ValueError("two lists of marks of the same items are needed")
    items = len(first)
    equal = sum(a == b for a, b in zip(first, second, strict=True))
    ones, others = Counter(first), Counter(second)
    by_chance = sum(ones[mark] * others[mark] for mark in ones)
    return Agreement(items, Fraction(equal, items), Fraction(by_chance, items * items))


def confusion(first: Sequence[str], second: Sequence[str], marks: Sequence[str]) -> list[list[int]]:
    """Rows: the mark of the first; columns: the mark of the second."""
    counted = Counter(zip(first, second, strict=True))
    return [[counted[one, other] for other in marks] for one in marks]
