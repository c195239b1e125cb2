"""Words found in tables: of rows of totals, and for a figure that is missing."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

FILE = "totals.toml"


@cache
def totals_words() -> frozenset[str]:
    """Words that mark a row of totals, in `plain` form, from all languages of the list."""
    return _words("totals")


@cache
def missing_words() -> frozenset[str]:
    """What stands in a cell in place of a figure that is not there, in `plain` form."""
    return _words("missing")


def plain(text: str) -> str:
    """A text for comparison: compatibility form, case folded, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(table: str) -> frozenset[str]:
    content = tomllib.loads((files("scrutator.words") / FILE).read_text(encoding="utf-8"))
    return frozenset(plain(word) for words in content[table].values() for word in words)
