"""The answers of a report apart: what was asked once, and each entry of a group that repeats."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from scrutator.errors import ScrutatorError
from scrutator.field.questions import Question, once_for_each_form
from scrutator.field.submission import plain_path

Entry = tuple[str, tuple[int, ...]]
"""The path of a group that repeats, and the number of the entry from 1; in a group within another, the outer
one's number first."""

ONCE: Entry = ("", ())
_PART = re.compile(r"([^\[\]/]+)(?:\[([0-9]{1,5})\])?")


def entry_of(path: str, question: Question) -> Entry | None:
    """Answer: to which entry does the answer at this path belong?

    `ONCE` where no group of the question repeats; None where the path numbers something that does not repeat:
    a question that is answered twice.
    """
    if not question.repeats and "[" not in path:
        return ONCE
    parts = [_PART.fullmatch(part) for part in path.split("/")]
    names = [part[1] if part else "" for part in parts]
    numbers: list[int] = []
    for part, plain in zip(parts, accumulate(names, lambda above, name: f"{above}/{name}"), strict=True):
        if plain in question.repeats:
            numbers.append(int(part[2] or 1) if part else 0)
        elif part is None or part[2]:
            return None
    return (question.repeats[-1], tuple(numbers)) if question.repeats else ONCE


@once_for_each_form
def _by_path(questions: Sequence[Question]) -> dict[str, tuple[Question, str]]:
    return {question.path: (question, question.name) for question in questions}


def entries_of(
    answers: Sequence[tuple[str, str]], questions: Sequence[Question]
) -> dict[Entry, dict[str, str]]:
    """Answer: what does each entry of a report say, by the name of the question?

    The entry `ONCE` is always there; an entry that was left empty is none. Raises D07 for a path that the
    form does not have, and for a question that is answered twice in one entry.
    """
    by_path = _by_path(questions)
    found: dict[Entry, dict[str, str]] = {ONCE: {}}
    for path, value in answers:
        known = by_path.get(plain_path(path) if "[" in path else path)
        if known is None:
            raise ScrutatorError("D07", f"the form has no question “{path[:60]}”")
        question, name = known
        entry = entry_of(path, question)
        if entry is None or name in found.setdefault(entry, {}):
            raise ScrutatorError("D07", f"the question “{name}” is answered more than once")
        found[entry][name] = value
    return {entry: said for entry, said in found.items() if entry == ONCE or any(said.values())}


def seen_from(entry: Entry, said: Mapping[Entry, Mapping[str, str]]) -> dict[str, str]:
    """The answers around an entry: its own, those of the entries it lies in, and those asked once."""
    group, numbers = entry
    return {
        name: value
        for (other, its), answers in said.items()
        if numbers[: len(its)] == its and f"{group}/".startswith(f"{other}/" if other else "")
        for name, value in answers.items()
    }
