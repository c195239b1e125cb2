"""An observer's number: five digits and a check digit, which finds each wrong and each swapped digit.

The check digit is that of H. M. Damm (2004): a quasigroup of order 10 with zeros on its diagonal.
"""

import re

LENGTH = 6
CODE_LENGTH = 6
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    """The digit that follows these."""
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def number_of(serial: int) -> str:
    """The number of the observer with this serial, from 0 to 99,999."""
    if not 0 <= serial < 10 ** (LENGTH - 1):
        raise ValueError(f"there are {10 ** (LENGTH - 1):,} numbers, and none for {serial}")
    digits = f"{serial:0{LENGTH - 1}d}"
    return digits + check_digit(digits)


def is_number(text: str) -> bool:
    """Whether the text is a number whose check digit is right."""
    return re.fullmatch(r"[0-9]{6}", text) is not None and check_digit(text[:-1]) == text[-1]
