import pytest

from scrutator.plain_text import invisible_character, other_spelling, visible


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("plain\ntext\t", None),
        ("Қазақстан", None),
        ("a\u202eb", "U+202E"),
        ("\x1b[31m", "U+001B"),
        ("a\u200bb", "U+200B"),
    ],
)
def test_what_a_reader_cannot_see_is_named(text: str, hidden: str | None) -> None:
    assert invisible_character(text) == hidden


def test_hidden_characters_are_written_out_for_a_terminal() -> None:
    assert visible("\x1b[31mred\u202e") == "<U+001B>[31mred<U+202E>"
    assert visible("Қостанай, line\nbreak") == "Қостанай, line\nbreak"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Алматы қаласы é", None),
        ("", None),
        ("plain", None),
        ("Сайрам и\u0306", "“и\u0306”"),
        ("e\u0301t\u00e9 x", "“e\u0301té”"),
    ],
)
def test_a_word_with_separate_accents_is_named(text: str, word: str | None) -> None:
    assert other_spelling(text) == word
