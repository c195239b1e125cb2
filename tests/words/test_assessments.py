"""Judgements and comparisons are found in bounded time."""

import time

import pytest

from scrutator.words.assessments import assessment_words, comparing_words, judging_words


@pytest.mark.parametrize(
    "word", ["most ", "the lowest ", "elections free ", "than in 20 ", "чем в 20 ", "выборы "]
)
def test_a_long_text_of_one_word_is_read_in_bounded_time(word: str) -> None:
    text = word * (120_000 // len(word))
    begun = time.process_time()
    for read in (assessment_words, judging_words, comparing_words):
        read(text)
    assert time.process_time() - begun < 3


def test_the_words_found_are_those_of_the_text() -> None:
    assert comparing_words("Turnout was lower than in 2007.") == "than in 2007"
    assert comparing_words("The mission ranked them lower than the others.") == ""
    assert comparing_words("the " + "long " * 40 + "tale is the lowest of all. Not ever again") == ""
    assert judging_words("The election was rigged") == ("rigged",)
    assert judging_words("The freedom of the press was in danger at the election") == ()
    assert assessment_words("Neither free nor fair") == ("neither free nor fair",)
