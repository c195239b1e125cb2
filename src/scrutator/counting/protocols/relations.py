"""Control relations: sums of protocol lines that must (hard) or should (soft) stand in a relation."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Booleans, Integers
from scrutator.errors import ScrutatorError
from scrutator.expressions.column_types import Conditions, Numbers
from scrutator.expressions.columns import evaluate_columns, whole_numbers
from scrutator.expressions.expression import Expression, read_condition
from scrutator.expressions.grammar import parse
from scrutator.expressions.tree import Binary, Node, Number, names_of, parts
from scrutator.expressions.types import number

SIGNS = ("=", ">=", "<=", ">", "<")


@dataclass(frozen=True)
class Relation:
    """One relation: `holds` compares two sums of lines, in the language of expressions.

    A hard relation is required by `law` and printed on the form; a soft one has a `meaning` when it
    fails and proves nothing by itself. Where `where` does not hold the relation says nothing
    (turnout has no meaning at a station whose register is 0).
    """

    name: str
    kind: str
    holds: str
    meaning: str
    law: str
    expression: Expression
    where: "Relation | None" = None

    @property
    def names(self) -> tuple[str, ...]:
        """The lines that occur in it and in its condition."""
        more = self.where.names if self.where else ()
        return tuple(dict.fromkeys([*self.expression.names, *more]))

    def side(self, place: int) -> Expression:
        """The sum on the left (0) or on the right (1)."""
        tree = self.expression.tree
        assert isinstance(tree, Binary)
        part = (tree.left, tree.right)[place]
        return Expression(self.holds, part, number(), self.expression.types)


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
    try:
        tree = parse(holds)
        expression = read_condition(holds, {name: number() for name in names_of(tree)})
    except ScrutatorError as error:
        what = f"relation {name!r} cannot be read: {error.what}"
        raise ScrutatorError("C10", what, where=error.where, remedy=error.remedy) from error
    if kind not in ("hard", "soft") or not _compares_sums(tree):
        remedy = "Write two sums of lines with one of = >= <= > < between them; kind is hard or soft."
        raise ScrutatorError("C10", f"relation {name!r} cannot be used: {kind} {holds!r}", remedy=remedy)
    condition = parse_relation(f"{name}, where", kind, where) if where else None
    return Relation(name, kind, holds, meaning, law, expression, condition)


def _compares_sums(tree: Node) -> bool:
    """Is it one comparison of sums with whole factors, so that the difference is a number of ballots?"""
    if not isinstance(tree, Binary) or tree.sign not in SIGNS:
        return False
    return all(_is_sum(part) for side in (tree.left, tree.right) for part in parts(side))


def _is_sum(part: Node) -> bool:
    if isinstance(part, Number):
        return part.value.denominator == 1
    if isinstance(part, Binary):
        factors = part.sign != "*" or not (names_of(part.left) and names_of(part.right))
        return part.sign not in ("/", "^") and factors
    return True


def check_relation(
    relation: Relation, lines: Mapping[str, Integers], known: Mapping[str, Booleans]
) -> Checked:
    """Answer: in which protocols does this relation fail?"""
    rows = len(next(iter(lines.values()))) if lines else 0
    columns = {name: whole_numbers(lines[name], known[name]) for name in relation.names}

    def holds(one: Relation) -> Conditions:
        found = evaluate_columns(one.expression, columns, rows)
        assert isinstance(found, Conditions)
        return found

    def side(place: int) -> Integers:
        found = evaluate_columns(relation.side(place), columns, rows)
        assert isinstance(found, Numbers)
        return found.top.astype(np.int64)

    found = holds(relation)
    asked = found.known
    if relation.where:
        asked = asked & holds(relation.where).true
    difference = np.where(asked, side(0) - side(1), 0)
    return Checked(relation, asked & ~found.true, difference, int((~asked).sum()))
