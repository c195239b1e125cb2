"""Text that a reader can see: nothing hides in it or changes its direction, and one spelling only."""

import unicodedata

# Controls, formatting characters, surrogates and private characters.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
_ALLOWED = "\n\t"


def visible(text: str) -> str:
    """The text with every hidden character written out as `<U+001B>`, fit for a terminal."""
    if invisible_character(text) is None:
        return text
    return "".join(f"<{hidden}>" if (hidden := invisible_character(one)) else one for one in text)


def invisible_character(text: str) -> str | None:
    """The first character that a reader could not see, as `U+202E`; None when all can be seen."""
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in _INVISIBLE and character not in _ALLOWED:
            return f"U+{ord(character):04X}"
    return None


def other_spelling(text: str) -> str | None:
    """The first word that is not in its composed form (Unicode NFC), quoted; None when all are.

    Two spellings of one letter (é, and e with an accent) look the same and differ in bytes: keys would
    not match, and sorting, searching and sealing would see two names where a reader sees one.
    """
    if unicodedata.is_normalized("NFC", text):
        return None
    return next(f"“{word}”" for word in text.split() if not unicodedata.is_normalized("NFC", word))
