"""An expression in words, for the person who looks at a report that fails a check."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scrutator.expressions.evaluation import Value
from scrutator.expressions.expression import Expression
from scrutator.expressions.grammar import COMPARISONS
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary

_MARK = "\n"  # no text of an expression, and no name, goes over a line
_SIGNS = {
    "=": "equals",
    "!=": "differs from",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "divided by",
    "^": "to the power",
}
_LEVEL = {
    "or": 0,
    "and": 1,
    "not": 2,
    **dict.fromkeys(COMPARISONS, 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "^": 7,
}


def explain(
    expression: Expression, words: Mapping[str, str] | None = None, values: Mapping[str, Value] | None = None
) -> str:
    """Answer: what does this check ask, in words?

    `words` gives the wording of names; `values`, those of one report, are set behind them: `voters on the
    list (600) is at least ballots issued (665)`.
    """
    return _Words(words or {}, values).of(expression.tree)


def pattern_of(expression: Expression) -> tuple[str, ...]:
    """The words of an expression, apart at its names: words, a name, words, a name, …, words. With `filled`
    it says of many reports what `explain` says of each, and is made once."""
    marked = {name: f"{_MARK}{name}{_MARK}" for name in expression.names}
    return tuple(explain(expression, marked).split(_MARK))


def filled(pattern: Sequence[str], words: Mapping[str, str], values: Mapping[str, Value]) -> str:
    """The pattern with the wording of its names, and the values of one report behind them."""
    parts = list(pattern)
    for at in range(1, len(parts), 2):
        parts[at] = _named(parts[at], words, values)
    return "".join(parts)


class _Words:
    def __init__(self, words: Mapping[str, str], values: Mapping[str, Value] | None) -> None:
        self._words, self._values = words, values

    def of(self, node: Node, level: int = 0) -> str:
        """The words of a part, in brackets where it binds more loosely than its place asks for."""
        own, text = self._plain(node)
        return f"({text})" if own < level else text

    def _plain(self, node: Node) -> tuple[int, str]:
        match node:
            case Number(value=value):
                return 9, _shown(value)
            case Text(value=text):
                return 9, f"“{text}”"
            case Name(name=name):
                return 9, self._name(name)
            case Unary(sign="not"):
                return _LEVEL["not"], f"not {self.of(node.operand, 3)}"
            case Unary():
                return 6, f"minus {self.of(node.operand, 6)}"
            case Binary():
                return self._binary(node)
            case Call():
                return 9, self._call(node)

    def _binary(self, node: Binary) -> tuple[int, str]:
        level = _LEVEL[node.sign]
        right_binds = node.sign == "^"
        left, right = self.of(node.left, level + right_binds), self.of(node.right, level + (not right_binds))
        return level, f"{left} {_SIGNS.get(node.sign, node.sign)} {right}"

    def _name(self, name: str) -> str:
        return (
            self._words.get(name, name) if self._values is None else _named(name, self._words, self._values)
        )

    def _call(self, node: Call) -> str:
        found = [self.of(argument) for argument in node.arguments]
        patterns = {
            "selected": "{0} has {1}",
            "count_selected": "the number of answers to {0}",
            "length": "the number of characters of {0}",
            "known": "{0} is known",
            "if": "{1} if {0}, else {2}",
            "abs": "the size of {0}",
            "share": "{0} as a share",
        }
        if node.name in patterns:
            text = patterns[node.name].format(*found)
            return f"({text})" if node.name == "if" else text
        word = {"coalesce": "the first known of", "min": "the smallest of", "max": "the largest of"}[
            node.name
        ]
        return f"{word} ({', '.join(found)})"


def _named(name: str, words: Mapping[str, str], values: Mapping[str, Value]) -> str:
    value = values.get(name)
    return f"{words.get(name, name)} ({'not known' if value is None else _shown(value)})"


def _shown(value: Value) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
