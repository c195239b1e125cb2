"""Do the types of an expression fit? Asked once, when it is saved; every fault has a place and a remedy.

A sum, a difference and a comparison need one unit on both sides, except that votes, ballots and persons
compare with one another. A number written in the expression takes the unit beside it. A count over a count
is a share, a share of a count is a count, a moment less a moment is minutes.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from scrutator.errors import ScrutatorError
from scrutator.expressions.constants import MOST_POWER, whole_constant
from scrutator.expressions.grammar import COMPARISONS
from scrutator.expressions.tokens import place
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary, children
from scrutator.expressions.types import TRUTH, Kind, Type, Unit

ORDERED = (Kind.NUMBER, Kind.MOMENT)


def type_of(tree: Node, text: str, names: Mapping[str, Type]) -> Type:
    """The type of an expression over these names. Raises E02 with the place and what would fit."""
    return _Checker(text, names).of(tree)


class _Checker:
    def __init__(self, text: str, names: Mapping[str, Type]) -> None:
        self._text, self._names = text, names

    def _refuse(self, node: Node, what: str, remedy: str) -> ScrutatorError:
        return ScrutatorError("E02", what, where=place(self._text, node.at), remedy=remedy)

    def of(self, node: Node) -> Type:
        match node:
            case Number():
                return Type(Kind.NUMBER, literal=True)
            case Text():
                return Type(Kind.TEXT, literal=True)
            case Name(name=name):
                return self._named(node, name)
            case Unary(sign="not"):
                self._need(node.operand, Kind.TRUTH)
                return TRUTH
            case Unary():
                return self._need(node.operand, Kind.NUMBER)
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)

    def _named(self, node: Node, name: str) -> Type:
        if name not in self._names:
            near = get_close_matches(name, self._names, n=3) or sorted(self._names)[:8]
            raise self._refuse(node, f"there is no “{name[:60]}”", f"There are: {', '.join(near)}.")
        return self._names[name]

    def _need(self, node: Node, *kinds: Kind) -> Type:
        found = self.of(node)
        if found.kind not in kinds:
            wanted = " or ".join(kinds)
            raise self._refuse(node, f"{wanted} is needed here, and this is {found}", f"Give {wanted}.")
        return found

    def _binary(self, node: Binary) -> Type:
        if node.sign in ("and", "or"):
            for side in (node.left, node.right):
                self._need(side, Kind.TRUTH)
            return TRUTH
        if node.sign in COMPARISONS:
            self._compared(node)
            return TRUTH
        if node.sign == "^":
            return self._power(node)
        left = self._need(node.left, *ORDERED)
        right = self._need(node.right, *ORDERED)
        return self._sum(node, left, right) if node.sign in "+-" else self._product(node, left, right)

    def _compared(self, node: Binary) -> None:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign not in ("=", "!="):
            for side, found in ((node.left, left), (node.right, right)):
                if found.kind not in ORDERED:
                    remedy = "Compare with = or !=; only numbers and moments have an order."
                    raise self._refuse(side, f"{found} has no order", remedy)
        if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
            self._same_unit(node, left, right, comparing=True)
        elif Kind.CHOICES in (left.kind, right.kind):
            remedy = "Ask `selected(question, 'value')`."
            raise self._refuse(node, "several choices cannot be compared", remedy)
        elif not self._texts(node, left, right) and left.kind is not right.kind:
            remedy = f"Compare {left} with {left}."
            raise self._refuse(node, f"{left} cannot be compared with {right}", remedy)

    def _texts(self, node: Binary, left: Type, right: Type) -> bool:
        """Is one side a text in quotes, and the other something it can be compared with?"""
        for typed, other in ((left, node.right), (right, node.left)):
            if isinstance(other, Text) and typed.kind is Kind.CHOICE:
                self._one_of(other, typed)
                return True
            if isinstance(other, Text) and typed.kind in (Kind.PLACE, Kind.TEXT):
                return True
        return False

    def _one_of(self, node: Text, typed: Type) -> None:
        if node.value not in typed.choices:
            remedy = f"The choices are: {', '.join(sorted(typed.choices))}."
            raise self._refuse(node, f"“{node.value[:60]}” is not one of the choices", remedy)

    def _same_unit(self, node: Binary, left: Type, right: Type, *, comparing: bool) -> Type:
        if left.literal or right.literal:
            return right if left.literal else left
        counted = comparing and left.unit.is_counted and right.unit.is_counted
        if left.unit is not right.unit and not counted:
            what = f"{left} and {right} cannot be {'compared' if comparing else 'added or subtracted'}"
            raise self._refuse(node, what, f"Bring both sides to {left} or to {right}.")
        return left

    def _sum(self, node: Binary, left: Type, right: Type) -> Type:
        if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
            return self._same_unit(node, left, right, comparing=False)
        if left.kind is right.kind:
            if node.sign == "-":
                return Type(Kind.NUMBER, Unit.TIME)
            raise self._refuse(node, "two moments cannot be added", "Subtract them: that gives minutes.")
        moment, minutes = (left, right) if left.kind is Kind.MOMENT else (right, left)
        fits = minutes.literal or minutes.unit is Unit.TIME
        if not fits or (node.sign == "-" and right.kind is Kind.MOMENT):
            raise self._refuse(node, f"{left} {node.sign} {right} means nothing", "Add minutes to a moment.")
        return moment

    def _product(self, node: Binary, left: Type, right: Type) -> Type:
        if Kind.MOMENT in (left.kind, right.kind):
            raise self._refuse(node, "a moment has no multiple and no part", "Use a number.")
        if left.literal and right.literal:
            return left
        units = (left.unit, right.unit)
        plain = Unit.NONE in units
        if node.sign == "*" and (plain or Unit.SHARE in units):
            neutral = Unit.NONE if plain else Unit.SHARE
            return Type(Kind.NUMBER, units[1] if units[0] is neutral else units[0])
        if node.sign == "/" and right.unit in (Unit.NONE, Unit.SHARE) and left.unit is not right.unit:
            return Type(Kind.NUMBER, left.unit)
        if node.sign == "/" and (left.unit is right.unit or (left.unit.is_counted and right.unit.is_counted)):
            return Type(Kind.NUMBER, Unit.NONE if left.unit is Unit.NONE else Unit.SHARE)
        word = "multiplied" if node.sign == "*" else "divided"
        remedy = "A count may be divided by a count, and multiplied by a share or a plain number."
        raise self._refuse(node, f"{left} cannot be {word} by {right}", remedy)

    def _power(self, node: Binary) -> Type:
        base = self._need(node.left, Kind.NUMBER)
        self._need(node.right, Kind.NUMBER)
        if base.unit not in (Unit.NONE, Unit.SHARE):
            raise self._refuse(node, f"a power of {base} means nothing", "Take the power of a plain number.")
        if degree(node) is None:
            remedy = f"Write a whole number, and powers of at most {MOST_POWER} in all."
            raise self._refuse(node.right, "this power cannot be computed exactly", remedy)
        return Type(Kind.NUMBER, base.unit)

    def _call(self, node: Call) -> Type:
        from scrutator.expressions.functions import FUNCTIONS

        function = FUNCTIONS.get(node.name)
        if function is None:
            near = get_close_matches(node.name, FUNCTIONS, n=3) or sorted(FUNCTIONS)
            raise self._refuse(
                node, f"there is no function {node.name[:40]}()", f"There are: {', '.join(near)}."
            )
        if not function.least <= len(node.arguments) <= function.most:
            remedy = f"Write {function.usage}."
            raise self._refuse(node, f"{node.name}() has {len(node.arguments)} arguments", remedy)
        if node.name == "selected":
            return self._selected(node)
        found = [
            self._need(argument, *kinds)
            for argument, kinds in zip(node.arguments, function.kinds(len(node.arguments)), strict=True)
        ]
        if function.result is not None:
            return function.result
        return self._common(node, found[1:] if node.name == "if" else found)

    def _selected(self, node: Call) -> Type:
        asked, value = node.arguments
        found = self._need(asked, Kind.CHOICE, Kind.CHOICES)
        if not isinstance(value, Text):
            raise self._refuse(value, "the second argument is one of the choices", "Write it in quotes.")
        self._one_of(value, found)
        return TRUTH

    def _common(self, node: Call, found: list[Type]) -> Type:
        """The type of a function that gives back one of its arguments."""
        result = found[0]
        for other in found[1:]:
            if result.kind is not other.kind:
                raise self._refuse(node, f"{result} and {other} are different", "Give arguments of one kind.")
            if result.kind is Kind.NUMBER:
                result = self._same_unit(Binary("=", node, node, node.at), result, other, comparing=False)
            elif result.choices != other.choices:
                result = Type(result.kind, choices=result.choices | other.choices)
        return result


def degree(node: Node) -> int | None:
    """The product of the powers that stand in one another below a node; None where one is no whole number
    or the product is above MOST_POWER."""
    below: int = 1
    for part in children(node):
        if isinstance(node, Binary) and node.sign == "^" and part is node.right:
            continue
        found = degree(part)
        if found is None:
            return None
        below = max(below, found)
    if isinstance(node, Binary) and node.sign == "^":
        power = whole_constant(node.right)
        return None if power is None or max(power, 1) * below > MOST_POWER else max(power, 1) * below
    return below
