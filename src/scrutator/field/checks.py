"""What the desk is told of a report: impossible answers, lines that do not add up, reports that disagree.

A flag is a question to a person, never a verdict; nothing here drops or changes a report.
"""

import csv
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files

from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.explanation import explain_result
from scrutator.expressions.expression import Expression, read_condition
from scrutator.expressions.grammar import parse
from scrutator.expressions.tree import names_of
from scrutator.expressions.types import Unit, number
from scrutator.field.mission import Station
from scrutator.field.outcomes import vote_lines
from scrutator.field.questions import NOT_OBSERVED, AnswerKind, Question
from scrutator.field.reading.conditions import UNITS, value_of, values_of
from scrutator.field.reading.xpath import NOW
from scrutator.field.xlsform import PublishedForm


class FlagKind(StrEnum):
    """What a flag is about, hardest first."""

    IMPOSSIBLE = "impossible"  # the form does not allow it
    HARD = "hard"  # the protocol cannot be right
    SOFT = "soft"  # it can be right, and is looked at
    CONFLICT = "conflict"  # two reports disagree


@dataclass(frozen=True, order=True)
class Flag:
    """One thing to look at: the questions it is about, and what is said of it in words."""

    kind: FlagKind
    name: str
    questions: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class ControlRelation:
    """One control relation of a protocol form; `messages` by language."""

    name: str
    kind: FlagKind
    expression: Expression
    messages: Mapping[str, str]


def check_answers(
    form: PublishedForm, answers: Mapping[str, str], received: datetime | None = None
) -> tuple[Flag, ...]:
    """Answer: which answers does this form not allow?

    `answers` by the name of the question, "" where it was left empty. Unknown questions and choices, numbers
    that are none, broken constraints, answers to questions that were not shown, required ones left empty.
    `received`, with its zone, is the moment that a report cannot speak of what comes after; without it a
    constraint on the present moment is not asked.
    """
    questions = {question.name: question for question in form.questions}
    values = dict(values_of(answers, form.questions))
    if received is not None:
        values[NOW] = Fraction(received.timestamp()).limit_denominator(1000)
    conditions = form.conditions
    shown = conditions.shown(values)
    flags = [
        Flag(FlagKind.IMPOSSIBLE, "unknown question", (name,), f"the form has no question {name}")
        for name in answers.keys() - questions.keys()
    ]
    for name, question in questions.items():
        answer = answers.get(name, "")
        why = _impossible(question, answer, shown=name in shown)
        if why:
            flags.append(Flag(FlagKind.IMPOSSIBLE, why, (name,), f"{name}: {why}: “{answer[:60]}”"))
    for name in conditions.broken(values):
        words = f"{name}: “{answers[name][:60]}” breaks {questions[name].constraint}"
        flags.append(Flag(FlagKind.IMPOSSIBLE, "constraint", (name,), words))
    return tuple(sorted(flags))


def _impossible(question: Question, answer: str, *, shown: bool) -> str:
    """Why a form would not give this answer; "" when it would."""
    if not answer:
        return "required and left empty" if question.required and shown else ""
    if not shown and question.kind.is_asked:
        return "answered and not shown"
    if question.choices:
        known = {choice.value for choice in question.choices}
        chosen = answer.split() if question.kind is AnswerKind.CHOICES else [answer]
        return "" if set(chosen) <= known and len(set(chosen)) == len(chosen) else "not one of the choices"
    if question.kind in (AnswerKind.COUNT, AnswerKind.NUMBER, AnswerKind.MOMENT):
        value = value_of(question, answer)
        whole = question.kind is not AnswerKind.COUNT or isinstance(value, int)
        return "" if value is not None and whole else "not what was asked for"
    return ""


@cache
def _relation_rows() -> tuple[Mapping[str, str], ...]:
    path = files("scrutator.field") / "bundled_forms" / "relations.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def control_relations(form: PublishedForm) -> tuple[ControlRelation, ...]:
    """The relations whose lines the form asks for; none for a form that is no protocol."""
    numbers = tuple(q.name for q in form.questions if q.kind in (AnswerKind.COUNT, AnswerKind.CALCULATED))
    lists = tuple(question.name for question in vote_lines(form) if question.name != "against_all")
    return _relations(numbers, lists) if lists else ()


@lru_cache(maxsize=64)
def _relations(numbers: tuple[str, ...], lists: tuple[str, ...]) -> tuple[ControlRelation, ...]:
    types = {name: number(UNITS.get(name, Unit.NONE)) for name in numbers}
    found = []
    for row in _relation_rows():
        text = row["holds"].format(votes=" + ".join(lists), lists=", ".join(lists))
        if set(names_of(parse(text))) <= types.keys():
            messages = {language: row[language] for language in ("en", "ru", "kk")}
            expression = read_condition(text, types)
            found.append(ControlRelation(row["name"], FlagKind(row["kind"]), expression, messages))
    return tuple(found)


def check_relations(
    form: PublishedForm, answers: Mapping[str, str], language: str = "en"
) -> tuple[Flag, ...]:
    """Answer: which control relations of the protocol fail? One that needs a line that was not obtained is
    unknown, and not among them. A soft relation that only repeats a hard one is left out."""
    values = values_of(answers, form.questions)
    failed = [one for one in control_relations(form) if evaluate(one.expression, values) is False]
    hard = {one.name for one in failed if one.kind is FlagKind.HARD}
    words = {q.name: q.labels.get(language, q.name) for q in form.questions}
    return tuple(
        Flag(one.kind, one.name, one.expression.names, _said(one, words, values, language))
        for one in failed
        if not (one.name == "everyone-voted" and "register" in hard)
    )


def unknown_relations(form: PublishedForm, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The relations that cannot be said, because a line was not obtained."""
    values = values_of(answers, form.questions)
    return tuple(one.name for one in control_relations(form) if evaluate(one.expression, values) is None)


def _said(one: ControlRelation, words: Mapping[str, str], values: Mapping[str, Value], language: str) -> str:
    return f"{one.messages.get(language, one.messages['en'])} {explain_result(one.expression, words, values)}"


def check_register(
    station: Station, form: PublishedForm, answers: Mapping[str, str], *, most_apart: int = 10
) -> Iterator[Flag]:
    """Flags against what is known of the station: a register that is `most_apart` per cent or more away from
    the mission's own, and more voters than it holds."""
    values = values_of(answers, form.questions)
    known = station.registered
    if known is None:
        return
    for name in ("registered", "o_registered"):
        value = values.get(name)
        if isinstance(value, int) and 100 * abs(value - known) >= most_apart * known:
            words = f"{name} is {value}, the mission's list has {known}"
            yield Flag(FlagKind.SOFT, "another register", (name,), words)
    for name in ("v_turnout", "n_said"):
        value = values.get(name)
        if isinstance(value, int) and value > known:
            words = f"{name} is {value}, and {known} voters are registered"
            yield Flag(FlagKind.SOFT, "more than registered", (name,), words)


@dataclass(frozen=True)
class Said:
    """One report beside others of its station: which team, which form, when, and its answers by name."""

    report: str
    team: str
    form: PublishedForm
    at: int
    answers: Mapping[str, str]


def check_station(reports: Sequence[Said]) -> tuple[Flag, ...]:
    """Answer: where do the reports of one station contradict each other?

    Two teams on one question of one form, where one saw a problem and the other did not; lines of the opening
    against those of the protocol; a turnout that falls from one visit to a later one.
    """
    flags = [*_between_teams(reports), *_between_forms(reports), *_falling(reports)]
    return tuple(sorted(set(flags)))


def _between_teams(reports: Sequence[Said]) -> Iterator[Flag]:
    """A visit sees its own half hour: a problem seen and not seen is a conflict, and never within a team."""
    by_question: dict[tuple[str, str], dict[bool, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in reports:
        for question in one.form.questions:
            chosen = set(one.answers.get(question.name, "").split())
            if (
                question.problem
                and chosen
                and NOT_OBSERVED not in chosen
                and not chosen <= set(question.apart)
            ):
                saw = bool(chosen & set(question.problem))
                by_question[one.form.form_id, question.name][saw].add(one.team)
    for (form, name), teams in by_question.items():
        if teams[True] and teams[False] and len(teams[True] | teams[False]) > 1:
            words = f"{form}/{name}: {len(teams[True])} teams saw a problem, {len(teams[False])} saw none"
            yield Flag(FlagKind.CONFLICT, "teams differ", (name,), words)


_SAME_LINE = (("opening", "o_ballots", "received"), ("opening", "o_registered", "registered"))


def _between_forms(reports: Sequence[Said]) -> Iterator[Flag]:
    """The same line on two forms."""
    for form, early, line in _SAME_LINE:
        first = {one.answers[early] for one in reports if one.form.form_id == form and one.answers.get(early)}
        last = {one.answers[line] for one in reports if one.form.form_id != form and one.answers.get(line)}
        if first and last and first != last:
            words = f"{early} is {', '.join(sorted(first))}, {line} is {', '.join(sorted(last))}"
            yield Flag(FlagKind.SOFT, "forms differ", (early, line), words)


def _falling(reports: Sequence[Said]) -> Iterator[Flag]:
    for name in ("v_turnout", "n_said"):
        told = sorted(
            (one.at, int(text)) for one in reports if (text := one.answers.get(name, "")).isdecimal()
        )
        for (_, before), (_, after) in itertools.pairwise(told):
            if after < before:
                words = f"{name} falls from {before} to {after}"
                yield Flag(FlagKind.SOFT, "a turnout that falls", (name,), words)
