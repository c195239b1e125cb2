"""What kind of difference is this? Two readings of one protocol, classified field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The classes of a one-field difference, and what is none of them."""

    EQUAL = "equal"
    TRANSPOSITION = "two neighbouring digits exchanged"
    DIGIT = "one digit different"
    DROPPED_DIGIT = "one digit missing or added"
    WRONG_CELL = "figures exchanged between lists"
    SMALL = "small difference"
    LARGE = "other difference"


class Tolerance(StrEnum):
    """How a station's difference is treated. Exact equality would flag most stations."""

    EXACT = "exact"
    CLERICAL = "clerical: within two votes, or one mistyped digit of small effect"
    NOTABLE = "notable: more than two votes"
    MATERIAL = "material: at least a twentieth of the station's votes"


@dataclass(frozen=True)
class Difference:
    """One station: per list the official minus the copy, the classes, and the treatment."""

    station: str
    amounts: Mapping[str, int]
    kinds: Mapping[str, Kind]
    tolerance: Tolerance


def classify(one: int, other: int, *, small: int = 2) -> Kind:
    """Answer: which slip turns one figure into the other?

    A slip in writing is looked for before size: 397/379 is a transposition, 210/211 a digit.
    """
    if one == other:
        return Kind.EQUAL
    left, right = str(one), str(other)
    if len(left) == len(right):
        places = [i for i in range(len(left)) if left[i] != right[i]]
        if len(places) == 1:
            return Kind.DIGIT
        neighbours = len(places) == 2 and places[1] == places[0] + 1
        if neighbours and left[places[0]] == right[places[1]] and left[places[1]] == right[places[0]]:
            return Kind.TRANSPOSITION
    elif abs(len(left) - len(right)) == 1:
        long, short = (left, right) if len(left) > len(right) else (right, left)
        if any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
            return Kind.DROPPED_DIGIT
    return Kind.SMALL if abs(one - other) <= small else Kind.LARGE


def compare(station: str, official: Mapping[str, int], copy: Mapping[str, int]) -> Difference:
    """Answer: how does the official protocol of a station differ from the copy, and does it matter?

    Amounts are official minus copy per list. Two lists that carry each other's figures are a wrong
    cell. The treatment: no more than two votes on any list is clerical, at least a twentieth of the
    larger total is material, anything between is notable.
    """
    names = sorted(set(official) | set(copy))
    amounts = {name: official.get(name, 0) - copy.get(name, 0) for name in names}
    kinds = {name: classify(official.get(name, 0), copy.get(name, 0)) for name in names}
    changed = [name for name in names if amounts[name]]
    if len(changed) == 2:
        first, second = changed
        crossed = official.get(first) == copy.get(second) and official.get(second) == copy.get(first)
        if crossed:
            kinds = kinds | dict.fromkeys(changed, Kind.WRONG_CELL)
    return Difference(station, amounts, kinds, _tolerance(amounts, official, copy))


def _tolerance(amounts: Mapping[str, int], official: Mapping[str, int], copy: Mapping[str, int]) -> Tolerance:
    largest = max((abs(value) for value in amounts.values()), default=0)
    size = max(sum(official.values()), sum(copy.values()), 1)
    if largest == 0:
        return Tolerance.EXACT
    if largest <= 2:
        return Tolerance.CLERICAL
    return Tolerance.MATERIAL if 20 * largest >= size else Tolerance.NOTABLE
