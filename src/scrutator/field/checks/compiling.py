"""From declared checks to expressions over the questions of a form, read once for all its reports.

A check may be written for forms that differ: `{votes}` is the sum of the form's lists, `{lists}` are they,
`{any_line}` says that one number is known, `{question}` is each line or each question with a problem, and
`{saw_earlier}`, `{answered_earlier}` (and `_later`) ask whether its problem was seen, and whether it was
answered. What is written so and does not fit a form is no check of that form: the reason is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scrutator.errors import ScrutatorError
from scrutator.expressions.checking import type_of
from scrutator.expressions.explanation import pattern_of
from scrutator.expressions.expression import Expression, read_condition, read_expression
from scrutator.expressions.grammar import COMPARISONS, parse
from scrutator.expressions.tree import Binary, names_of
from scrutator.expressions.types import Kind, Type, Unit, number
from scrutator.field.checks.declared import Check, CheckSet, Each, Scope
from scrutator.field.checks.facts import FACT_TYPES
from scrutator.field.outcomes import vote_lines
from scrutator.field.questions import NOT_OBSERVED, AnswerKind, Question
from scrutator.field.reading.conditions import types_of
from scrutator.field.xlsform import PublishedForm

_GAP = re.compile(r"{[a-z_]*}")
EARLIER, LATER = "earlier", "later"
PAIR_TYPES: Mapping[str, Type] = {
    "same.team": Type(Kind.TRUTH),
    "earlier.at": Type(Kind.MOMENT),
    "later.at": Type(Kind.MOMENT),
}


@dataclass(frozen=True)
class Applied:
    """A check as it is asked of a form: its question when it is repeated, its condition, and the two sides of
    a comparison of votes, ballots or persons."""

    check: Check
    question: str
    holds: Expression
    where: Expression | None
    sides: tuple[Expression, Expression] | None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All the names it uses."""
        more = self.where.names if self.where else ()
        return tuple(dict.fromkeys((*self.holds.names, *more)))

    @cached_property
    def pattern(self) -> tuple[str, ...]:
        """What it asks, in words, apart at its names."""
        return pattern_of(self.holds)


@dataclass(frozen=True)
class Idle:
    """A check that a form does not have, and why."""

    check: Check
    why: str


@dataclass(frozen=True)
class FormChecks:
    """The checks of one report of a form, those beside its neighbours, and those that do not fit it."""

    form: PublishedForm
    within: tuple[Applied, ...]
    beside: tuple[Applied, ...]
    idle: tuple[Idle, ...]


def checks_of_form(form: PublishedForm, checks: CheckSet) -> FormChecks:
    """Answer: what is asked of a report of this form, alone and beside its neighbours?"""
    types = {**types_of(form.questions), **FACT_TYPES}
    once = {**types_of(asked_once(form)), **FACT_TYPES}
    found: dict[Scope, list[Applied]] = {Scope.REPORT: [], Scope.NEIGHBOURS: []}
    idle: list[Idle] = []
    for check in checks.checks:
        if check.scope in found and (not check.forms or form.form_id in check.forms):
            try:
                fitting = applied(check, form, types if check.scope is Scope.REPORT else once)
                found[check.scope] += [_in_one_place(one, form) for one in fitting]
            except ScrutatorError as error:
                idle.append(Idle(check, error.what))
    return FormChecks(form, tuple(found[Scope.REPORT]), tuple(found[Scope.NEIGHBOURS]), tuple(idle))


def asked_once(form: PublishedForm) -> tuple[Question, ...]:
    """The questions that no group repeats: what reports beside one another are compared by."""
    return tuple(question for question in form.questions if not question.repeats)


def _in_one_place(one: Applied, form: PublishedForm) -> Applied:
    """The check, if all that it names can be seen from one entry. Raises E02 where groups that repeat lie
    beside one another: no entry of the one belongs to one of the other."""
    names = {*one.names, one.question}
    groups = {
        question.repeats[-1] for question in form.questions if question.repeats and question.name in names
    }
    deepest = max(groups, key=len, default="")
    apart = sorted(group for group in groups if not f"{deepest}/".startswith(f"{group}/"))
    if apart:
        what = (
            f"{deepest} and {', '.join(apart)} repeat apart, and no entry of one belongs to one of the other"
        )
        raise ScrutatorError("E02", what, remedy="Write a check for each group.")
    return one


def applied(check: Check, form: PublishedForm, types: Mapping[str, Type]) -> Iterator[Applied]:
    """The check as it is asked of a form, once for each of its questions. Raises E01, E02."""
    for name, filled in _fillings(check, form):
        yield compiled(check, name, filled, types)


def compiled(check: Check, question: str, filled: Mapping[str, str], types: Mapping[str, Type]) -> Applied:
    """A check with its gaps filled in, read against these names. Raises E01, E02."""
    text, condition = (_fill(part, filled) for part in (check.holds, check.where))
    where = read_condition(condition, types) if condition else None
    if check.scope is Scope.NEIGHBOURS:
        holds = read_expression(text, types)
        if holds.type != number(Unit.SHARE):
            what = f"what is compared with neighbours is a share, and this is {holds.type}"
            raise ScrutatorError("E02", what, remedy="Divide a count by a count.")
        return Applied(check, question, holds, where, None)
    holds = read_condition(text, types)
    return Applied(check, question, holds, where, _sides(holds))


def _fill(text: str, filled: Mapping[str, str]) -> str:
    for name, words in filled.items():
        text = text.replace("{" + name + "}", words)
    if gap := _GAP.search(text):
        raise ScrutatorError("E02", f"the form has nothing for {gap.group()}")
    return text


def _fillings(check: Check, form: PublishedForm) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The name of the question (empty when it is asked once) and the texts of the gaps."""
    lists = [one.name for one in vote_lines(form) if one.name != "against_all"]
    fixed: dict[str, str] = {}
    if lists:
        known = " or ".join(f"known({one.name})" for one in _lines(form))
        fixed = {"votes": " + ".join(lists), "lists": ", ".join(lists), "any_line": f"({known})"}
    if check.each is Each.ONCE:
        yield "", fixed
    for one in form.questions if check.scope is Scope.REPORT else asked_once(form):
        if check.each is Each.LINE and one in _lines(form):
            yield one.name, fixed | {"question": one.name}
        elif check.each is Each.PROBLEM and one.problem and one.choices:
            yield one.name, fixed | {"question": one.name} | _seen(one)


def _lines(form: PublishedForm) -> Sequence[Question]:
    """The numbers of a protocol; none for a form that asks for no votes."""
    asked = [one for one in form.questions if one.kind is AnswerKind.COUNT]
    return asked if vote_lines(form) else []


def _seen(question: Question) -> dict[str, str]:
    apart = [one.value for one in question.choices if one.value in (NOT_OBSERVED, *question.apart)]
    texts: dict[str, str] = {}
    for side in (EARLIER, LATER):
        name = f"{side}.{question.name}"
        texts[f"saw_{side}"] = _any_of(name, question.problem)
        said = f"not {_any_of(name, apart)}" if apart else f"known({name})"
        texts[f"answered_{side}"] = f"({said})"
    return texts


def _any_of(name: str, values: Sequence[str]) -> str:
    return "(" + " or ".join(f"selected({name}, '{value}')" for value in values) + ")"


def _sides(holds: Expression) -> tuple[Expression, Expression] | None:
    """The two sides of a comparison of counted things."""
    tree = holds.tree
    if not isinstance(tree, Binary) or tree.sign not in COMPARISONS:
        return None
    types = [type_of(side, holds.text, holds.types) for side in (tree.left, tree.right)]
    counted = [one.kind is Kind.NUMBER and (one.unit.is_counted or one.literal) for one in types]
    if not all(counted) or all(one.literal for one in types):
        return None
    left, right = (
        Expression(holds.text, side, of, {name: holds.types[name] for name in names_of(side)})
        for side, of in zip((tree.left, tree.right), types, strict=True)
    )
    return left, right


def forms_named(check: Check) -> tuple[str, ...]:
    """The ids of the forms whose answers a check across forms compares. Raises E01."""
    texts = [one for one in (check.holds, check.where) if one]
    names = [name for text in texts for name in names_of(parse(text))]
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))
