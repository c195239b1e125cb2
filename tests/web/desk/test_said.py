"""Answers as the desk reads them: choices and moments in words, everything else as it was sent."""

import pytest
from django.utils import translation

from scrutator.field.questions import AnswerKind, Choice, Question
from scrutator.web.desk.said import said


def question(kind: AnswerKind, *choices: Choice) -> Question:
    return Question("q", kind, {}, {}, {}, choices)


SEEN = question(AnswerKind.CHOICES, Choice("a", {"en": "Police"}), Choice("b", {"en": "Agents"}))


@pytest.mark.parametrize(
    ("value", "words"), [("a", "Police"), ("b a", "Agents, Police"), ("c", "c"), ("", "")]
)
def test_choices_are_said_in_their_words_and_an_unknown_one_as_it_was_sent(value: str, words: str) -> None:
    with translation.override("en"):
        assert said(value, SEEN) == words


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("2026-06-14T11:38:00.000+00:00", "en", "14 June 2026, 11:38 UTC"),
        ("2026-06-14T11:38:07.000+06:00", "en", "14 June 2026, 11:38:07 UTC+06:00"),
        ("2026-06-14T11:38:00", "en", "14 June 2026, 11:38"),
        ("2026-06-14T11:38:00.000-03:30", "ru", "14 июня 2026 года, 11:38 UTC-03:30"),
        ("yesterday", "en", "yesterday"),
    ],
)
def test_a_moment_is_said_with_the_clock_of_the_phone(value: str, language: str, words: str) -> None:
    with translation.override(language):
        assert said(value, question(AnswerKind.MOMENT)) == words


def test_a_number_a_text_and_an_answer_without_a_question_stay_as_they_were_sent() -> None:
    assert said("0012", question(AnswerKind.COUNT)) == "0012"
    assert said("2026-06-14", question(AnswerKind.TEXT)) == "2026-06-14"
    assert said("2026-06-14", None) == "2026-06-14"
