"""The receipt an observer keeps: the place of their report in the log, and eight characters of its leaf.

Written `index-XXXX-XXXX-C`: the characters are the first 40 bits of the leaf's hash in Crockford's base 32
(no I, L, O, U), C is a check digit over all before it: the value at x of the polynomial whose coefficients
they are, in the field of 32 elements (x^5 = x^2 + 1). Any one wrong character, and any two that changed
places, are noticed before anyone looks in the log.
"""

import re

from scrutator.errors import ScrutatorError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS = str.maketrans("ILO", "110")
_CODE = re.compile(rf"(0|[1-9][0-9]{{0,11}})-([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})-?([{ALPHABET}])")


def receipt(index: int, leaf_hash: bytes) -> str:
    """The receipt of the leaf at `index` (from 0) of the log."""
    number = int.from_bytes(leaf_hash[:5], "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{index}-{letters[:4]}-{letters[4:]}-{check_digit(f'{index}{letters}')}"


def check_digit(text: str) -> str:
    """The check digit of a text of the alphabet, for at most 30 characters."""
    value = 0
    for letter in text:
        value = _times_x(value) ^ ALPHABET.index(letter)
    return ALPHABET[_times_x(value)]


def _times_x(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)


def parse(text: str) -> tuple[int, str]:
    """The index and the receipt in its own spelling. Raises D55 for a text that is no receipt.

    Spaces, small letters, missing hyphens after the index and the letters I, L and O are understood.
    """
    plain = text.replace(" ", "").upper()
    found = _CODE.fullmatch(plain.translate(_LOOKS)) if plain.isascii() else None
    if found is None or check_digit(found[1] + found[2] + found[3]) != found[4]:
        raise ScrutatorError("D55", "this is not a receipt: a character is wrong or missing")
    return int(found[1]), "-".join(found.groups())
