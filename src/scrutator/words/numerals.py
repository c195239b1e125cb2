"""Numbers as English words print them, and how Russian, Kazakh and Spanish print the same numbers."""

import re

THIN = "\u202f"  # narrow no-break space, between thousands
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?![\d.])")


_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,]*\d)")


def grouped(text: str) -> str:
    """An English text with the house's narrow spaces between thousands; four digits stand together."""
    return _GROUPED.sub(lambda found: _whole(found.group()), text)


def numerals_in(text: str, language: str) -> str:
    """Every number of a text as a language prints it: a comma before decimals, spaces between thousands."""
    return text if language == "en" else _ENGLISH.sub(lambda found: _numeral(found.group()), text)


def _numeral(english: str) -> str:
    whole, dot, decimals = english.partition(".")
    return _whole(whole) + (f",{decimals}" if dot else "")


def _whole(english: str) -> str:
    digits = english.replace(",", "")
    if "," in english and len(digits) >= 5:
        return f"{int(digits):,}".replace(",", THIN)
    return digits
