"""The questions of a published form: what is asked, in which words, and what its answers are for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import TypeVar


class AnswerKind(StrEnum):
    """What an answer to a question is; the value is the type's name in an XLSForm."""

    CHOICE = "select_one"
    CHOICES = "select_multiple"
    PLACE = "select_one_from_file"
    COUNT = "integer"
    NUMBER = "decimal"
    TEXT = "text"
    MOMENT = "dateTime"
    DATE = "date"
    TIME = "time"
    PHOTO = "image"
    RANGE = "range"
    READ = "acknowledge"
    NOTE = "note"
    CALCULATED = "calculate"

    @property
    def is_asked(self) -> bool:
        """Does a person answer it?"""
        return self not in (AnswerKind.NOTE, AnswerKind.CALCULATED)


NOT_OBSERVED = "not_observed"
"""The choice of an observer who could not see: an answer, but neither yes nor no."""


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen; `labels` by the code of the language."""

    value: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One question of one form.

    `path` is its place in a submission, such as `seen/v_secrecy`, without the numbers of repeats; `labels`,
    `hints` and `messages` are by the code of the language. All of `relevance` must hold for it to be asked,
    the outermost group first. `file` is the list that a place is chosen from. `problem` are the answers a
    finding counts, `apart` those that are counted beside the denominator without being `not_observed`. `tag`
    is what stands for it in an SMS, "@" where the comment answers it. `repeats` are the paths of the groups
    around it that repeat, the outermost first; `bounds` are start, end and step of a range.
    """

    path: str
    kind: AnswerKind
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    messages: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    file: str = ""
    required: bool = False
    relevance: tuple[str, ...] = ()
    constraint: str = ""
    calculation: str = ""
    norms: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    denominator: str = ""
    feeds: str = ""
    tag: str = ""
    repeats: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the path, unique in its form."""
        return self.path.rpartition("/")[2]


Result = TypeVar("Result")
MOST_FORMS = 512


def once_for_each_form(
    work: Callable[[tuple[Question, ...]], Result],
) -> Callable[[Sequence[Question]], Result]:
    """A function of the questions of a form that is computed once for each form which is kept: a server reads
    many reports of few forms. A form is known by being the same object, for its questions never change."""
    kept: dict[int, tuple[Sequence[Question], Result]] = {}

    @wraps(work)
    def found(questions: Sequence[Question]) -> Result:
        known = kept.get(id(questions))
        if known is not None and known[0] is questions:
            return known[1]
        result = work(tuple(questions))
        if isinstance(questions, tuple):  # a list may change
            if len(kept) >= MOST_FORMS:
                kept.clear()
            kept[id(questions)] = (questions, result)
        return result

    return found
