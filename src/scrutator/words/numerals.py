"""Numbers as English words print them, and how Russian, Kazakh and Spanish print the same numbers."""

import re

THIN = "\u202f"  # narrow no-break space, between thousands
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?![\d.])")


def numerals_in(text: str, language: str) -> str:
    """Every number of a text as a language prints it: a comma before decimals, spaces between thousands."""
    return text if language == "en" else _ENGLISH.sub(lambda found: _numeral(found.group()), text)


def _numeral(english: str) -> str:
    whole, dot, decimals = english.partition(".")
    digits = whole.replace(",", "")
    if "," in whole and len(digits) >= 5:
        digits = f"{int(digits):,}".replace(",", THIN)
    return digits + (f",{decimals}" if dot else "")
