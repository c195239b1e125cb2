"""What stands in the way of a file is said in the words of the page, in every language of readers."""

import pytest

from scrutator.errors import CATALOGUE
from scrutator.web.own.problems import HEADS, head_of, own_remedy
from scrutator.web.own.understanding import Problem
from scrutator.words.saying import Speech
from scrutator.words.server import READERS_LANGUAGES, reader_phrases


def test_every_error_of_tables_has_words_of_the_page_in_every_language() -> None:
    assert set(HEADS) == {code for code in CATALOGUE if code.startswith("B")}
    for language in READERS_LANGUAGES[1:]:
        assert {text for texts in HEADS.values() for text in texts} <= set(reader_phrases(language))


def test_no_word_of_the_command_line_is_a_remedy_in_the_page() -> None:
    assert not [text for texts in HEADS.values() for text in texts if "--" in text or "`" in text]


@pytest.mark.parametrize(
    ("code", "remedy", "shown"),
    [
        ("B04", "Name it with --sheet.", ""),
        ("B10", "See `scrutator docs tables`.", ""),
        ("B05", "Remove the rows that repeat a station.", "Remove the rows that repeat a station."),
        ("X01", "Name it with --sheet.", "Name it with --sheet."),
    ],
)
def test_the_remedy_of_an_error_is_shown_where_it_is_one_in_the_page(
    code: str, remedy: str, shown: str
) -> None:
    assert own_remedy(Problem(code, "what", "where", remedy)) == shown


def test_without_a_problem_nothing_is_said() -> None:
    assert (head_of(None), own_remedy(None)) == (None, "")


@pytest.mark.parametrize("language", READERS_LANGUAGES[1:])
@pytest.mark.parametrize(
    "text",
    [
        "All tests together: cannot be determined: no finding in all of 9 tests, of 10; the others say nothing; "
        "at 120 stations silence says nothing (it does from 400)",
        "All tests together: not explained by chance in 3 of 9 tests, of 10; the others say nothing",
        "All tests together: consistent with chance in all of 10 tests",
        "In honest simulated elections of 2,000 stations this rule finds something with these tests in 2.5 % "
        "(worst world: none invalid).",
        "An anomaly is a fact about numbers. It does not say who did what, or that anybody did.",
        "33 stations lie on whole percentages where 23 are expected",
        "Half of the voters lie around turnout 68 % and share 56 %",
        "the lists are Red, Blue: they add up to the valid votes in 120 of 120 rows",
        "cells are separated by semicolon",
        "not UTF-8: read as Windows-1251, e.g. “a”, “b”",
        "rows hidden in the workbook, and read: 10, 11",
        "Turnout in R3 was the lowest of the 3 regions whose turnout is known, of 4 in all",
        "The law of the day gives 5/3, as published; the seats of 1 of 2 lists are not published",
    ],
)
def test_what_a_file_s_results_say_is_said_in_every_language(language: str, text: str) -> None:
    said = Speech(language).say(text)
    assert said is not None
    assert said != text
