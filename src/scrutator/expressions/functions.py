"""The functions of the language: their arguments and what they give."""

from dataclasses import dataclass

from scrutator.expressions.types import TRUTH, Kind, Type, Unit

ANY = tuple(Kind)
_MOST = 20


@dataclass(frozen=True)
class Function:
    """One function. The last of `arguments` repeats up to `most`; `result` None: of the arguments' type."""

    usage: str
    means: str
    arguments: tuple[tuple[Kind, ...], ...]
    result: Type | None
    least: int
    most: int

    def kinds(self, given: int) -> tuple[tuple[Kind, ...], ...]:
        """The kinds that each of so many arguments may have."""
        return tuple(self.arguments[min(place, len(self.arguments) - 1)] for place in range(given))


_NUMBERS = ((Kind.NUMBER,),)
FUNCTIONS: dict[str, Function] = {
    "selected": Function(
        "selected(question, 'value')",
        "was the value chosen?",
        ((Kind.CHOICE, Kind.CHOICES), (Kind.TEXT,)),
        TRUTH,
        2,
        2,
    ),
    "count_selected": Function(
        "count_selected(question)", "how many were chosen", ((Kind.CHOICES,),), Type(Kind.NUMBER), 1, 1
    ),
    "length": Function("length(text)", "the number of characters", ((Kind.TEXT,),), Type(Kind.NUMBER), 1, 1),
    "known": Function("known(x)", "is there a value? Never unknown itself", (ANY,), TRUTH, 1, 1),
    "if": Function(
        "if(condition, x, y)", "x where the condition holds, else y", ((Kind.TRUTH,), ANY, ANY), None, 3, 3
    ),
    "coalesce": Function("coalesce(x, y, …)", "the first that is known", (ANY,), None, 2, _MOST),
    "min": Function("min(x, y, …)", "the smallest; unknown where one is", _NUMBERS, None, 1, _MOST),
    "max": Function("max(x, y, …)", "the largest; unknown where one is", _NUMBERS, None, 1, _MOST),
    "abs": Function("abs(x)", "without its sign", _NUMBERS, None, 1, 1),
    "share": Function(
        "share(x)", "a plain number as a share", ((Kind.NUMBER,),), Type(Kind.NUMBER, Unit.SHARE), 1, 1
    ),
}
