"""Answers that a form does not allow: unknown questions and choices, broken constraints, the unasked."""

from collections.abc import Mapping
from datetime import datetime

from scrutator.field.checks.flags import Flag, FlagKind, in_order
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.reading.conditions import moment_value, value_of, values_of
from scrutator.field.reading.xpath import NOW
from scrutator.field.xlsform import PublishedForm


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
        values[NOW] = moment_value(received)
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
    for name in conditions.miscalculated(values):
        words = f"{name}: “{answers[name][:60]}” is not {questions[name].calculation}"
        flags.append(Flag(FlagKind.IMPOSSIBLE, "calculated otherwise", (name,), words))
    return in_order(flags)


_READ_AS = (AnswerKind.COUNT, AnswerKind.NUMBER, AnswerKind.RANGE, AnswerKind.READ, AnswerKind.MOMENT)


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
    if question.kind in _READ_AS:
        value = value_of(question, answer)
        whole = question.kind is not AnswerKind.COUNT or isinstance(value, int)
        return "" if value is not None and whole else "not what was asked for"
    return ""
