"""The answers of a report apart: what was asked once, and the entries of groups that repeat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE, entries_of, entry_of, seen_from
from scrutator.field.questions import AnswerKind, Question


def question(path: str, *repeats: str) -> Question:
    return Question(path, AnswerKind.TEXT, {}, {}, {}, repeats=repeats)


STATION, QUEUE = question("station"), question("hour/queue", "hour")
CASE = question("hour/case/kind", "hour", "hour/case")
ALL = (STATION, QUEUE, CASE)


def test_a_path_without_numbers_is_the_first_entry_and_numbers_of_an_outer_group_come_first() -> None:
    assert entry_of("station", STATION) == ONCE
    assert entry_of("hour/queue", QUEUE) == ("hour", (1,))
    assert entry_of("hour[12]/queue", QUEUE) == ("hour", (12,))
    assert entry_of("hour[2]/case[3]/kind", CASE) == ("hour/case", (2, 3))
    assert entry_of("hour/case[3]/kind", CASE) == ("hour/case", (1, 3))


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("station[2]", STATION),
        ("hour[1]/queue[2]", QUEUE),
        ("hour/case/kind[1]", CASE),
        ("a[1]b/queue", QUEUE),
    ],
)
def test_a_number_where_nothing_repeats_belongs_to_no_entry(path: str, asked: Question) -> None:
    assert entry_of(path, asked) is None


def test_entries_keep_their_answers_apart_and_an_entry_left_empty_is_none() -> None:
    answers = (("station", ""), ("hour[1]/queue", "yes"), ("hour[2]/queue", ""), ("hour[3]/queue", "no"))
    assert entries_of(answers, ALL) == {
        ONCE: {"station": ""},
        ("hour", (1,)): {"queue": "yes"},
        ("hour", (3,)): {"queue": "no"},
    }


@pytest.mark.parametrize(
    "answers",
    [
        (("station", "a"), ("station", "b")),
        (("hour[1]/queue", "a"), ("hour[1]/queue", "b")),
        (("hour/queue", "a"), ("hour[1]/queue", "b")),
        (("station[1]", "a"), ("station[2]", "b")),
    ],
)
def test_a_question_that_is_answered_twice_in_one_entry_is_refused(
    answers: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(ScrutatorError, match="more than once"):
        entries_of(answers, ALL)


def test_a_question_that_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="no question “hour"):
        entries_of((("hour[1]/nosuch", "a"),), ALL)


def test_an_entry_sees_itself_what_it_lies_in_and_what_was_asked_once() -> None:
    said = entries_of(
        (
            *(("station", "S1"), ("hour[1]/queue", "yes"), ("hour[2]/queue", "no")),
            *(("hour[1]/case/kind", "a"), ("hour[2]/case[1]/kind", "b"), ("hour[2]/case[2]/kind", "c")),
        ),
        ALL,
    )
    assert seen_from(("hour/case", (2, 2)), said) == {"station": "S1", "queue": "no", "kind": "c"}
    assert seen_from(("hour", (1,)), said) == {"station": "S1", "queue": "yes"}
    assert seen_from(ONCE, said) == {"station": "S1"}


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=3), max_size=4))
def test_every_answer_is_in_one_entry(hours: list[list[str]]) -> None:
    answers = [
        (f"hour[{h}]/case[{c}]/kind", value)
        for h, cases in enumerate(hours, 1)
        for c, value in enumerate(cases, 1)
    ]
    found = entries_of(answers, ALL)
    assert sum(len(said) for said in found.values()) == len(answers)
    assert {entry: said["kind"] for entry, said in found.items() if said} == {
        ("hour/case", (h, c)): value for h, cases in enumerate(hours, 1) for c, value in enumerate(cases, 1)
    }
