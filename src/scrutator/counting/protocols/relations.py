"""Control relations: sums of protocol lines that must (hard) or should (soft) stand in a relation."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Booleans, Integers
from scrutator.errors import ScrutatorError

_COMPARE: dict[str, Callable[[Integers, Integers], Booleans]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_SIDES = re.compile(r"^(?P<left>[^<>=]+)(?P<sign><=|>=|=|<|>)(?P<right>[^<>=]+)$")
_TERM = re.compile(r"\s*(?P<sign>[+-]?)\s*(?:(?P<times>\d+)\s*\*\s*)?(?P<name>0|[a-z_][a-z_0-9]*)\s*")
_ZERO = "0"

Terms = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Relation:
    """One relation: `holds` is "left op right", each side a sum of line names with whole factors.

    A hard relation is required by `law` and printed on the form; a soft one has a `meaning` when it
    fails and proves nothing by itself. Where `where` does not hold the relation says nothing
    (turnout has no meaning at a station whose register is 0).
    """

    name: str
    kind: str
    holds: str
    meaning: str
    law: str
    left: Terms
    sign: str
    right: Terms
    where: "Relation | None" = None

    @property
    def names(self) -> tuple[str, ...]:
        """The lines that occur in it and in its condition."""
        more = self.where.names if self.where else ()
        return tuple(dict.fromkeys([*(n for _, n in self.left + self.right if n != _ZERO), *more]))


@dataclass(frozen=True)
class Checked:
    """One relation over n protocols.

    `violated` marks protocols where all lines are known and the relation fails; `difference` is
    left minus right (0 where not evaluated); `not_evaluated` counts protocols with a line missing or
    outside the relation's condition.
    """

    relation: Relation
    violated: Booleans
    difference: Integers
    not_evaluated: int

    @property
    def violations(self) -> int:
        """Protocols that fail it."""
        return int(self.violated.sum())

    @property
    def magnitude(self) -> int:
        """The sum of |left − right| over the failing protocols, in ballots."""
        return int(np.abs(self.difference[self.violated]).sum())


def parse_relation(
    name: str, kind: str, holds: str, meaning: str = "", law: str = "", where: str = ""
) -> Relation:
    """Read a relation such as "mobile + stationary = invalid + valid"; raises C10."""
    sides = _SIDES.match(holds)
    if kind not in ("hard", "soft") or not sides:
        raise ScrutatorError("C10", f"relation {name!r} cannot be read: {kind} {holds!r}")
    left, right = _terms(sides["left"], holds), _terms(sides["right"], holds)
    condition = parse_relation(f"{name}, where", kind, where) if where else None
    return Relation(name, kind, holds, meaning, law, left, sides["sign"], right, condition)


def _terms(text: str, where: str) -> Terms:
    terms: list[tuple[int, str]] = []
    place = 0
    while place < len(text):
        found = _TERM.match(text, place)
        if not found or (terms and not found["sign"]):
            raise ScrutatorError("C10", f"a relation cannot be read at {text[place:]!r}", where=where)
        factor = int(found["times"] or 1) * (-1 if found["sign"] == "-" else 1)
        terms.append((factor, found["name"]))
        place = found.end()
    return tuple(terms)


def check_relation(
    relation: Relation, lines: Mapping[str, Integers], known: Mapping[str, Booleans]
) -> Checked:
    """Answer: in which protocols does this relation fail?"""
    left, right = (_side(terms, lines) for terms in (relation.left, relation.right))
    complete = np.logical_and.reduce([known[name] for name in relation.names])
    if relation.where:
        sides = (_side(terms, lines) for terms in (relation.where.left, relation.where.right))
        complete &= _COMPARE[relation.where.sign](*sides)
    violated = complete & ~_COMPARE[relation.sign](left, right)
    difference = np.where(complete, left - right, 0)
    return Checked(relation, violated, difference, int((~complete).sum()))


def _side(terms: Terms, lines: Mapping[str, Integers]) -> Integers:
    total = np.zeros(1, dtype=np.int64)
    for factor, name in terms:
        if name != _ZERO:
            total = total + factor * lines[name]
    return total
