"""What observers were asked, in every language, and whose answers are never shown."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrutator.field.questions import AnswerKind, Question
from scrutator.field.xlsform import PublishedForm

_TYPES = {
    AnswerKind.CHOICE: "choice",
    AnswerKind.CHOICES: "choices",
    AnswerKind.PLACE: "place",
    AnswerKind.COUNT: "count",
    AnswerKind.NUMBER: "number",
    AnswerKind.RANGE: "number",
    AnswerKind.READ: "text",
    AnswerKind.TEXT: "text",
    AnswerKind.MOMENT: "time",
    AnswerKind.DATE: "time",
    AnswerKind.TIME: "time",
    AnswerKind.PHOTO: "photo",
}
_WITHHELD = {
    AnswerKind.PLACE: "it names the station",
    AnswerKind.COUNT: "its number would name the station",
    AnswerKind.NUMBER: "its number would name the station",
    AnswerKind.RANGE: "its number would name the station",
    AnswerKind.READ: "it says only that something was read",
    AnswerKind.TEXT: "words can name a person",
    AnswerKind.MOMENT: "only the visit's rounded times are shown",
    AnswerKind.DATE: "only the visit's rounded times are shown",
    AnswerKind.TIME: "only the visit's rounded times are shown",
    AnswerKind.PHOTO: "a photograph is never shown unseen",
}
_SAFETY = "i_safe"
QUESTION_COLUMNS = (
    *("form", "question", "language", "text", "type", "choices", "words", "problem", "apart"),
    *("denominator", "norms", "versions", "withheld", "group"),
)


def question_rows(forms: Sequence[PublishedForm]) -> Iterator[tuple[str, ...]]:
    """Every question in every language, the newest wording, with the versions of the form that ask it. A
    choice that a later version dropped is still one: earlier reports have it."""
    versions: dict[tuple[str, str], list[str]] = defaultdict(list)
    newest: dict[tuple[str, str], Question] = {}
    for form in sorted(forms, key=lambda form: (form.form_id, version_order(form.version))):
        for question in form.questions:
            if question.kind.is_asked:
                key = (form.form_id, question.name)
                versions[key].append(form.version)
                newest[key] = _with_older(question, newest.get(key))
    for (form_id, name), question in newest.items():
        for language, text in question.labels.items():
            yield (
                *(form_id, name, language, text, _type(question)),
                ";".join(choice.value for choice in question.choices),
                ";".join(
                    choice.labels.get(language, choice.value).replace(";", ",") for choice in question.choices
                ),
                *(";".join(question.problem), ";".join(question.apart), question.denominator),
                *(";".join(question.norms), ";".join(versions[form_id, name]), withheld(question)),
                group_name(question.repeats[-1]) if question.repeats else "",
            )


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Versions in the order of people: 9 before 10, 2026-06-09 before 2026-06-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _with_older(question: Question, older: Question | None) -> Question:
    """The question with the choices that only an earlier version had, and what these counted as."""
    if older is None:
        return question
    known = {choice.value for choice in question.choices}
    dropped = tuple(choice for choice in older.choices if choice.value not in known)
    gone = {choice.value for choice in dropped}
    return replace(
        question,
        choices=question.choices + dropped,
        problem=question.problem + tuple(value for value in older.problem if value in gone),
        apart=question.apart + tuple(value for value in older.apart if value in gone),
    )


def _type(question: Question) -> str:
    is_scale = question.choices and question.choices[0].value == "very_good"
    return "scale" if is_scale else _TYPES[question.kind]


def withheld(question: Question) -> str:
    """Why the answers to a question are never shown; "" when they are."""
    return "it would show who was in danger" if question.name == _SAFETY else _WITHHELD.get(question.kind, "")


def group_name(path: str) -> str:
    """A group that repeats as the tables name it."""
    return path.replace("/", ".")


def is_counted(question: Question) -> bool:
    """Are its answers choices that are asked once at a visit, and shown?"""
    return bool(question.choices) and not question.repeats and not withheld(question)
