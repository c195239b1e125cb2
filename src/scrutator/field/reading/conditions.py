"""When a question is shown, and which answers it takes, as the server sees it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.expressions.checking import type_of
from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.expression import Expression
from scrutator.expressions.tree import names_of
from scrutator.expressions.types import Kind, Type, Unit, choice, choices, number
from scrutator.field.questions import AnswerKind, Question, once_for_each_form
from scrutator.field.reading.parameters import is_in_range
from scrutator.field.reading.xpath import NOW, condition_tree

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_PRECISION = Fraction(1, 10**9)
UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(
        ("registered", "absentee", "o_registered", "v_turnout", "n_voters", "n_said"), Unit.PERSONS
    ),
    **dict.fromkeys(("received", "inside", "outside", "unused", "spoiled", "o_ballots"), Unit.BALLOTS),
    **dict.fromkeys(("stationary", "mobile", "invalid", "valid"), Unit.BALLOTS),
    **dict.fromkeys(("s_issued", "s_used", "s_boxes", "s_cast"), Unit.BALLOTS),
    **dict.fromkeys(("against_all", "s_votes", *(f"list_{n}" for n in range(1, 8))), Unit.VOTES),
    "n_missed": Unit.TIME,
}
"""What the numbers of the bundled forms count; a number of any other form is plain."""


def types_of(questions: Sequence[Question]) -> Mapping[str, Type]:
    """The type of every question's answer, and of the moment `now`."""
    return {question.name: _type(question) for question in questions} | {NOW: Type(Kind.MOMENT)}


def _type(question: Question) -> Type:
    values = tuple(one.value for one in question.choices)
    match question.kind:
        case AnswerKind.CHOICE:
            return choice(*values)
        case AnswerKind.CHOICES:
            return choices(*values)
        case AnswerKind.COUNT | AnswerKind.NUMBER | AnswerKind.RANGE | AnswerKind.CALCULATED:
            return number(UNITS.get(question.name, Unit.NONE))
        case AnswerKind.MOMENT:
            return Type(Kind.MOMENT)
        case AnswerKind.PLACE:
            return Type(Kind.PLACE)
        case _:
            return Type(Kind.TEXT)


def read_form_condition(text: str, own: str, types: Mapping[str, Type]) -> Expression:
    """A relevance or a constraint. Raises D02 for what cannot be read or is not true or false."""
    expression = _read(text, own, types)
    if expression.type.kind is not Kind.TRUTH:
        raise ScrutatorError("D02", f"“{own}”: “{text[:60]}” is {expression.type}, not true or false")
    return expression


def _read(text: str, own: str, types: Mapping[str, Type]) -> Expression:
    try:
        tree = condition_tree(text, own)
        return Expression(
            text, tree, type_of(tree, text, types), {name: types[name] for name in names_of(tree)}
        )
    except ScrutatorError as error:
        what = f"“{own}”: “{text[:60]}”: {error.what}"
        raise ScrutatorError("D02", what, where=error.where, remedy=error.remedy) from error


def check_conditions(questions: Sequence[Question]) -> None:
    """Raise D02 for the first relevance, constraint or calculation that names no question, uses a choice that
    does not exist, or sets together what does not fit."""
    types = types_of(questions)
    for question in questions:
        for text in (*question.relevance, question.constraint):
            if text:
                read_form_condition(text, question.name, types)
        if question.calculation:
            _read(question.calculation, question.name, types)


def values_of(answers: Mapping[str, str], questions: Sequence[Question]) -> Mapping[str, Value]:
    """The answers as values by the name of the question; what is empty or cannot be read is unknown."""
    return {name: value_of(question, answers.get(name, "")) for name, question in _named(questions)}


@once_for_each_form
def _named(questions: Sequence[Question]) -> tuple[tuple[str, Question], ...]:
    return tuple((question.name, question) for question in questions)


def value_of(question: Question, answer: str) -> Value:
    """One answer as a value; None where it is empty, or not what its question asks for."""
    try:
        match question.kind:
            case _ if not answer:
                return None
            case AnswerKind.CHOICES:
                return frozenset(answer.split())
            case AnswerKind.COUNT | AnswerKind.NUMBER | AnswerKind.RANGE | AnswerKind.CALCULATED:
                return _in_bounds(_number(answer), question)
            case AnswerKind.READ:
                return answer if answer == "OK" else None
            case AnswerKind.MOMENT:
                return _moment(answer)
            case _:
                return answer
    except ValueError:
        return None


def _in_bounds(value: Value, question: Question) -> Value:
    """A number of a range outside of it is no answer to it."""
    if not question.bounds or not isinstance(value, int | Fraction):
        return value
    return value if is_in_range(value, question.bounds) else None


def _number(answer: str) -> Value:
    if answer.isdigit() and answer.isascii() and len(answer) <= 30:
        return int(answer)
    if len(answer) > 30 or not answer.removeprefix("-").replace(".", "", 1).isdigit() or not answer.isascii():
        return None
    found = Fraction(answer)
    return found.numerator if found.denominator == 1 else found


def _moment(answer: str) -> Value:
    moment = datetime.fromisoformat(answer)
    return None if moment.tzinfo is None else moment_value(moment)


def moment_value(at: datetime) -> int | Fraction:
    """A moment, with its zone, as an expression takes it: seconds since 1970, to the thousandth."""
    since = at - _BEGINNING
    seconds = since.days * 86_400 + since.seconds
    return seconds + Fraction(round(since.microseconds / 1000), 1000) if since.microseconds else seconds


class FormConditions:
    """The conditions of one form, read once for all its reports."""

    def __init__(self, questions: Sequence[Question]) -> None:
        types = types_of(questions)
        self._relevance = {
            question.name: [read_form_condition(text, question.name, types) for text in question.relevance]
            for question in questions
        }
        self._calculations = {
            question.name: _read(question.calculation, question.name, types)
            for question in questions
            if question.calculation and not question.repeats
        }
        self._constraints = {
            question.name: read_form_condition(question.constraint, question.name, types)
            for question in questions
            if question.constraint
        }

    def shown(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The questions that a phone shows with these answers."""
        return frozenset(
            name
            for name, conditions in self._relevance.items()
            if all(evaluate(condition, values) is True for condition in conditions)
        )

    def miscalculated(self, values: Mapping[str, Value]) -> Iterator[str]:
        """The calculations whose result is there and is not what the other answers give. Phones calculate
        with 64-bit fractions, so that the last digits may differ."""
        for name, calculation in self._calculations.items():
            sent, own = values.get(name), evaluate(calculation, values)
            if not isinstance(sent, int | Fraction) or not isinstance(own, int | Fraction):
                continue
            if abs(Fraction(sent) - Fraction(own)) > max(Fraction(1), abs(Fraction(own))) * _PRECISION:
                yield name

    def broken(self, values: Mapping[str, Value]) -> Iterator[str]:
        """The questions whose answer is there and breaks their constraint."""
        for name, constraint in self._constraints.items():
            if values.get(name) is not None and evaluate(constraint, values) is False:
                yield name
