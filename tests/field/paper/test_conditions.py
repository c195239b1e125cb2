"""Conditions on paper."""

import pytest

from scrutator.field.paper.conditions import condition_words
from scrutator.words.paper import paper_words

NUMBERS = {"a": "1", "b": "2", "c": "3"}
CHOICES = {"a": {"yes": "Yes", "no": "No"}, "b": {"x": "Ex"}}


@pytest.mark.parametrize(
    ("relevance", "words"),
    [
        ((), ""),
        (("${a} = 'yes'",), "[1]: “Yes”"),
        (("${a} != 'no'", "${b} = 'x'"), "[1]: not “No” and [2]: “Ex”"),
        (("${a} = 'yes' or ${b} = 'x'",), "[1]: “Yes” or [2]: “Ex”"),
        (("${a} = 'yes' or ${b} = 'x'", "${c} > 2"), "([1]: “Yes” or [2]: “Ex”) and [3] > 2"),
        (("${c} != '' and ${c} >= ${sum}",), "[3] ≥ [1] + [2]"),
        (("${c} != ''",), "[3] answered"),
        (("${c} != '' or ${a} = 'yes'",), "[3] answered or [1]: “Yes”"),
        (("selected(${b}, 'x')",), "[2]: “Ex”"),
    ],
)
def test_a_condition_is_said_with_numbers_and_words(relevance: tuple[str, ...], words: str) -> None:
    assert condition_words(relevance, NUMBERS, {"sum": "${a} + ${b}"}, CHOICES, paper_words("en")) == words
