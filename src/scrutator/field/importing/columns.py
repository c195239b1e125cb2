"""From headings of an export to questions of a form: by path, by name, by what the question says.

Where several questions fit a heading, or two headings fit one question, the import is refused: which of
them was meant is not guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.field.questions import AnswerKind, Question

_SEPARATORS = re.compile(r"[/\-:.]")


@dataclass(frozen=True)
class Use:
    """What a column says: the answer to a question, or whether one of its choices was chosen."""

    question: Question
    choice: str = ""


@dataclass(frozen=True)
class Columns:
    """The columns that are used, by heading; `faults` are headings of which it is not clear what they say."""

    uses: Mapping[str, Use]
    faults: tuple[str, ...]


def columns_of(headings: Sequence[str], questions: Sequence[Question], apart: Iterable[str] = ()) -> Columns:
    """Answer: which question does each heading of a table mean?

    `questions` are those that the table may answer; `apart` are the headings of the other system's own. A
    heading is compared without regard to case: with the question's path below any of its groups, its name,
    its words in each language; then, where it has a separator, its beginning with a question of several
    choices and its end with one of their values or words.
    """
    own = set(apart)
    names = _names(questions)
    uses: dict[str, Use] = {}
    faults: list[str] = []
    for heading in headings:
        if heading in own:
            continue
        found = _meant(heading, names)
        if len(found) > 1:
            meant = ", ".join(sorted(one.question.name for one in found))
            faults.append(f"the column “{heading[:60]}” may be any of {meant}")
        elif found:
            uses[heading] = found[0]
    return Columns(uses, (*faults, *_twice(uses)))


def _names(questions: Sequence[Question]) -> Mapping[str, tuple[Question, ...]]:
    """The questions by everything that they may be called."""
    names: dict[str, dict[str, Question]] = defaultdict(dict)
    for question in questions:
        if question.kind is AnswerKind.NOTE:
            continue
        steps = question.path.split("/")
        below = ["/".join(steps[start:]) for start in range(len(steps))]
        for name in (*below, *question.labels.values()):
            names[_plain(name)][question.path] = question
    return {name: tuple(found.values()) for name, found in names.items()}


def _meant(heading: str, names: Mapping[str, tuple[Question, ...]]) -> list[Use]:
    whole = names.get(_plain(heading)) or names.get(_plain(heading.replace("-", "/")), ())
    if whole:
        return [Use(one) for one in whole]
    for cut in _SEPARATORS.finditer(heading):
        before, after = heading[: cut.start()], heading[cut.end() :]
        of_choice = names.get(_plain(before)) or names.get(_plain(before.replace("-", "/")), ())
        several = [one for one in of_choice if one.kind is AnswerKind.CHOICES]
        found = [Use(one, value) for one in several for value in chosen_values(one, after)]
        if found:
            return found
    tail = _plain(heading.rpartition("/")[2])
    return [Use(one) for one in names.get(tail, ())] if "/" in heading else []


def chosen_values(question: Question, text: str) -> tuple[str, ...]:
    """The choices of a question that a text may mean: its value, else its words in any language."""
    plain = _plain(text)
    by_value = tuple(one.value for one in question.choices if _plain(one.value) == plain)
    words = (one.value for one in question.choices if plain in map(_plain, one.labels.values()))
    return by_value or tuple(words)


def _twice(uses: Mapping[str, Use]) -> Iterable[str]:
    by_use: dict[tuple[str, str], list[str]] = defaultdict(list)
    for heading, use in uses.items():
        by_use[use.question.path, use.choice].append(heading)
    for (path, _), headings in by_use.items():
        if len(headings) > 1:
            named = ", ".join(f"“{one[:60]}”" for one in headings)
            yield f"the columns {named} all answer {path}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
