"""Words that limit or deny."""

import pytest

from scrutator.words.scope import scope_words


@pytest.mark.parametrize("word", ["not", "never", "нет", "не", "емес", "жоқ", "no", "nunca", "cannot"])
def test_denials_of_four_languages_are_among_them(word: str) -> None:
    assert word in scope_words()


def test_every_word_is_one_word_in_small_letters() -> None:
    assert all(word == word.casefold() and len(word.split()) == 1 for word in scope_words())
