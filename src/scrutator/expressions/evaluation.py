"""The value of an expression for one report, exactly: whole numbers and fractions, never floats.

Unknown is None. Arithmetic and comparisons of an unknown are unknown; `and` is false as soon as one side is
false, `or` true as soon as one side is true, whatever the other is. A quotient by zero is unknown. A moment
is the number of seconds since 1970-01-01T00:00Z.
"""

from collections.abc import Mapping
from fractions import Fraction

from scrutator.expressions.constants import whole_constant
from scrutator.expressions.expression import Expression
from scrutator.expressions.grammar import COMPARISONS
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary
from scrutator.expressions.types import Kind, Type

Value = bool | int | Fraction | str | frozenset[str] | None


def evaluate(expression: Expression, values: Mapping[str, Value]) -> Value:
    """Answer: what is the expression for this report? None where it is unknown.

    `values` by name; a name without a value is unknown. Assumes that every value is of its type.
    """
    found = _Evaluator(values, expression.types).of(expression.tree)
    if isinstance(found, Fraction) and found.denominator == 1:
        return found.numerator
    return found


Exact = int | Fraction
"""A number; Python also takes a truth for one, and types keep the two apart."""


class _Evaluator:
    def __init__(self, values: Mapping[str, Value], names: Mapping[str, Type]) -> None:
        self._values, self._names = values, names

    def of(self, node: Node) -> Value:
        match node:
            case Number(value=value):
                return value.numerator if value.denominator == 1 else value
            case Text(value=text):
                return text
            case Name(name=name):
                return self._values.get(name)
            case Unary(sign="not"):
                truth = self.of(node.operand)
                return None if truth is None else not truth
            case Unary():
                size = self._number(node.operand)
                return None if size is None else -size
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)

    def _number(self, node: Node) -> Exact | None:
        found = self.of(node)
        return found if isinstance(found, int | Fraction) else None

    def _binary(self, node: Binary) -> Value:
        if node.sign in ("and", "or"):
            return self._joined(node)
        if node.sign in ("=", "!="):
            sides = (self.of(node.left), self.of(node.right))
            return None if None in sides else (sides[0] == sides[1]) is (node.sign == "=")
        left, right = self._number(node.left), self._number(node.right)
        if left is None or right is None:
            return None
        return (
            _ordered(node.sign, left, right)
            if node.sign in COMPARISONS
            else self._arithmetic(node, left, right)
        )

    def _joined(self, node: Binary) -> Value:
        decides = node.sign == "or"
        sides = (self.of(node.left), self.of(node.right))
        if decides in sides:
            return decides
        return None if None in sides else not decides

    def _arithmetic(self, node: Binary, left: Exact, right: Exact) -> Exact | None:
        moments = (self._is_moment(node.left), self._is_moment(node.right))
        if node.sign in "+-":
            if moments == (True, True):
                return Fraction(left - right) / 60
            left, right = (
                left * (1 if moments[0] or not any(moments) else 60),
                right * (60 if moments[0] else 1),
            )
            return left + right if node.sign == "+" else left - right
        if node.sign == "*":
            return left * right
        if node.sign == "/":
            return Fraction(left) / right if right else None
        power = whole_constant(node.right)
        return None if power is None else left**power

    def _is_moment(self, node: Node) -> bool:
        return is_moment(node, self._names)

    def _call(self, node: Call) -> Value:
        if node.name == "known":
            return self.of(node.arguments[0]) is not None
        if node.name == "coalesce":
            return next((v for v in map(self.of, node.arguments) if v is not None), None)
        if node.name == "if":
            condition = self.of(node.arguments[0])
            return None if condition is None else self.of(node.arguments[1 if condition else 2])
        found = [self.of(argument) for argument in node.arguments]
        return None if None in found else _apply(node.name, found)


def _ordered(sign: str, left: Exact, right: Exact) -> bool:
    if sign in ("<", "<="):
        return left < right or (sign == "<=" and left == right)
    return left > right or (sign == ">=" and left == right)


def _apply(name: str, found: list[Value]) -> Value:
    """A function of arguments that are all known."""
    first = found[0]
    if name == "selected":
        return found[1] in first if isinstance(first, frozenset) else first == found[1]
    if isinstance(first, frozenset | str):
        return len(first)
    return _of_numbers(name, [one for one in found if isinstance(one, int | Fraction)])


def _of_numbers(name: str, numbers: list[Exact]) -> Exact:
    if name == "min":
        return min(numbers)
    if name == "max":
        return max(numbers)
    first = numbers[0]
    return -first if name == "abs" and first < 0 else first


def is_moment(node: Node, names: Mapping[str, Type]) -> bool:
    """Is this part of a checked expression a moment?"""
    match node:
        case Name(name=name):
            return names[name].kind is Kind.MOMENT
        case Binary(sign="+"):
            return is_moment(node.left, names) or is_moment(node.right, names)
        case Binary(sign="-"):
            return is_moment(node.left, names) and not is_moment(node.right, names)
        case Call(name="if"):
            return is_moment(node.arguments[1], names)
        case Call(name="coalesce"):
            return is_moment(node.arguments[0], names)
        case _:
            return False
