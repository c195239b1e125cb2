"""What kind of difference is this? Two readings of one protocol, classified field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutator.errors import ScrutatorError


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
    CLERICAL = "clerical"
    NOTABLE = "notable"
    MATERIAL = "material"


@dataclass(frozen=True)
class ToleranceLimits:
    """Where clerical noise ends and where a difference is material: a choice to be stated beforehand.

    A station is clerical when no list differs by more than `clerical` votes, else material when a list
    differs by at least `material` of the station's votes (the larger of the two totals), else notable.
    Raises C16 for limits that divide nothing.
    """

    clerical: int = 2
    material: Fraction = Fraction(1, 20)

    def __post_init__(self) -> None:
        if self.clerical < 0 or not 0 < self.material <= 1:
            share = float(100 * self.material)
            raise ScrutatorError("C16", f"clerical up to {self.clerical} votes, material from {share:g} %")

    @classmethod
    def read(cls, clerical: object, material: object) -> "ToleranceLimits":
        """From a number of votes and a share in per cent as a person wrote them. Raises C16."""
        try:
            return cls(int(str(clerical)), Fraction(str(material)) / 100)
        except (ValueError, ZeroDivisionError) as error:
            raise ScrutatorError("C16", str(error)) from error

    def treat(self, largest: int, votes: int) -> Tolerance:
        """The class of a station whose largest difference is `largest` of `votes` votes."""
        if largest == 0:
            return Tolerance.EXACT
        if largest <= self.clerical:
            return Tolerance.CLERICAL
        return Tolerance.MATERIAL if largest >= self.material * votes else Tolerance.NOTABLE

    @property
    def words(self) -> dict[Tolerance, str]:
        """What each class means under these limits."""
        share = f"{float(100 * self.material):g} % of the station's votes"
        return {
            Tolerance.EXACT: "no difference",
            Tolerance.CLERICAL: f"at most {self.clerical} votes on any list",
            Tolerance.NOTABLE: f"more than {self.clerical} votes on a list, less than {share}",
            Tolerance.MATERIAL: f"more than {self.clerical} votes on a list, at least {share}",
        }


DEFAULT_LIMITS = ToleranceLimits()


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


def compare(
    station: str,
    official: Mapping[str, int],
    copy: Mapping[str, int],
    limits: ToleranceLimits = DEFAULT_LIMITS,
) -> Difference:
    """Answer: how does the official protocol of a station differ from the copy, and does it matter?

    Amounts are official minus copy per list. Two lists with each other's figures are a wrong
    cell. How the station is treated follows from the largest amount and the limits. Raises C11 where a list
    stands in one of the two alone: its votes in the other are not known, and not 0.
    """
    if alone := sorted(set(official) ^ set(copy)):
        what = f"the votes of {', '.join(alone)} are in one of two tables that are compared"
        raise ScrutatorError("C11", what, where=station, remedy="Give both tables the same lists.")
    names = sorted(official)
    amounts = {name: official[name] - copy[name] for name in names}
    kinds = {name: classify(official[name], copy[name]) for name in names}
    changed = [name for name in names if amounts[name]]
    if len(changed) == 2:
        first, second = changed
        crossed = official.get(first) == copy.get(second) and official.get(second) == copy.get(first)
        if crossed:
            kinds = kinds | dict.fromkeys(changed, Kind.WRONG_CELL)
    largest = max((abs(value) for value in amounts.values()), default=0)
    size = max(sum(official.values()), sum(copy.values()), 1)
    return Difference(station, amounts, kinds, limits.treat(largest, size))
