"""The words that make a number an amount, in each language."""

import tomllib
from importlib import resources

import pytest

from scrutator.words.counted import counted_after, counted_before

WORDS = tomllib.loads((resources.files("scrutator.words") / "counted.toml").read_text(encoding="utf-8"))


def test_every_language_has_the_same_kinds_of_words_and_no_duplicates() -> None:
    assert set(WORDS) == {"en", "ru", "kk", "es"}
    for language in WORDS.values():
        assert set(language) == {"nouns", "units", "between", "before"}
        for words in language.values():
            assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", ["en", "ru", "kk", "es"])
def test_each_noun_and_unit_is_found_after_a_number_and_not_inside_a_longer_word(language: str) -> None:
    for word in [*WORDS[language]["nouns"], *WORDS[language]["units"]]:
        assert counted_after().match(f" {word.rstrip('*')} ")
        if not word.endswith("*") and word[-1].isalpha():
            assert not counted_after().match(f" {word}qqq ")


@pytest.mark.parametrize(
    ("after", "found"),
    [(" valid votes", True), (" of the valid postal votes", True), (", votes", False), (" the vote", False),
     (" %", True), (" saw votes", False)],
)  # fmt: skip
def test_up_to_three_adjectives_may_stand_between(after: str, found: bool) -> None:
    assert bool(counted_after().match(after)) is found


@pytest.mark.parametrize(
    ("before", "found"), [("at least ", True), ("in ", False), ("€", True), ("not more than **", True)]
)
def test_an_amount_is_announced(before: str, found: bool) -> None:
    assert bool(counted_before().search(before)) is found
