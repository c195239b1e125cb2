"""Text that a reader can see: nothing hides in it or changes its direction."""

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
