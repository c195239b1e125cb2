"""From the cells of a row to answers as a phone would have sent them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from scrutator.field.importing.columns import Columns, chosen_values
from scrutator.field.importing.sheets import Row
from scrutator.field.questions import AnswerKind, Question

CHOSEN = frozenset(("1", "1.0", "true", "yes"))
_TIMED = re.compile(r"[T ][0-9]")
NOT_CHOSEN = frozenset(("0", "0.0", "false", "no"))


def answers_of(row: Row, columns: Columns, where: str) -> tuple[dict[str, str], list[str]]:
    """Answer: what does this row say, by the name of the question, and which of its cells contradict?

    A choice is known by its value or its words; what is neither stays as it is, and the report will be set
    aside like any other that answers what its form does not offer. Where a question of several choices has
    a column of its own and one for each choice, both must say the same.
    """
    said: dict[str, str] = {}
    marked: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, Question] = {}
    faults: list[str] = []
    for heading, use in columns.uses.items():
        text = row[heading].strip()
        if not text:
            continue
        if not use.choice:
            said[use.question.name] = answer_in(use.question, text)
            continue
        asked[use.question.name] = use.question
        if text.casefold() in CHOSEN:
            marked[use.question.name].append(use.choice)
        elif text.casefold() not in NOT_CHOSEN:
            faults.append(f"{where}: “{heading[:60]}” is neither 1 nor 0 but “{text[:40]}”")
    for name, question in asked.items():
        chosen = " ".join(one.value for one in question.choices if one.value in marked[name])
        both = said.get(name)
        if both is not None and set(both.split()) != set(chosen.split()):
            faults.append(f"{where}: {name} is “{both[:60]}” in one column and “{chosen[:60]}” in others")
        if chosen:
            said[name] = chosen
    return said, faults


def answer_in(question: Question, text: str) -> str:
    """An answer as phones send it: values instead of words, moments as in ISO 8601, whole numbers as such."""
    match question.kind:
        case AnswerKind.CHOICE:
            return _value(question, text)
        case AnswerKind.CHOICES:
            return _values(question, text)
        case AnswerKind.MOMENT:
            return _moment(text)
        case AnswerKind.COUNT:
            whole = text.removesuffix(".0")
            return whole if whole.isascii() and whole.isdigit() else text
        case _:
            return text


def _value(question: Question, text: str) -> str:
    found = chosen_values(question, text)
    return found[0] if len(found) == 1 else text


def _values(question: Question, text: str) -> str:
    """Values between blanks, as phones and Central have them; else words between semicolons, as NEMO has."""
    values = {one.value for one in question.choices}
    if values.issuperset(text.split()):
        return text
    found = [_value(question, one.strip()) for one in text.split(";")]
    return " ".join(found) if values.issuperset(found) else text


def _moment(text: str) -> str:
    """In ISO 8601 with its time; a day alone is no moment, and stays as it is."""
    if not _TIMED.search(text):
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.isoformat()


def counts_by_value(rows: Mapping[str, int]) -> str:
    """Values and how often each occurs, as a sentence's end."""
    return ", ".join(f"“{value[:40]}” {count:,}" for value, count in sorted(rows.items()))
