"""Shares as a law writes them ("7%", "1/3", "0.7"), read as exact fractions, and printed back."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from scrutator.errors import ScrutatorError

LONGEST = 100  # characters; no law writes a share that is longer
_SHARE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%|/\s*(\d+)|)\s*")


def share(value: object, what: str = "share") -> Fraction:
    """Read a share between 0 and 1. A bare whole number is refused unless it is 0: "1" may mean "1%".

    Raises L10 for anything that is not a share.
    """
    result = number(value, what)
    bare = str(value).strip().isdigit() and result != 0
    if not 0 <= result <= 1 or bare:
        raise ScrutatorError("L10", f"{what}: {value!r} is not between 0 and 1", remedy='Write it as "7%".')
    return result


def number(value: object, what: str = "number") -> Fraction:
    """Read a number of zero or more, written as "0.7", "2/3" or "7%". Raises L10."""
    read = None if isinstance(value, bool) else _read(str(value)[: LONGEST + 1])
    if read is None:
        raise ScrutatorError("L10", f"{what}: {str(value)[:LONGEST]!r} is not a share or a number")
    return read


@lru_cache(1_000)
def _read(text: str) -> Fraction | None:
    """The number that a text is; None where it is none. A search for margins asks for the same ones often."""
    matched = _SHARE.fullmatch(text)
    if matched is None or len(matched[0]) > LONGEST or not int(matched[3] or 1):
        return None
    top = Fraction(matched[1])
    if matched[2] == "%":
        return top / 100
    return top / int(matched[3]) if matched[3] else top


def percent(value: Fraction, digits: int = 2) -> str:
    """A fraction as a percentage for reading, without trailing zeros: 7 %, 3.25 %."""
    text = f"{float(value * 100):.{digits}f}"
    return f"{text.rstrip('0').rstrip('.')} %"


def bands(values: Mapping[str, object], what: str) -> dict[int, Fraction]:
    """A table from a count to a share, as in "a coalition of 2 parties needs 8%"."""
    try:
        return {int(count): share(value, what) for count, value in values.items()}
    except ValueError as error:
        raise ScrutatorError("L10", f"{what}: {sorted(values)} are not counts") from error
