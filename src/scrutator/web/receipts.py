"""The receipt an observer keeps: the place of their report in the log, and eight characters of its leaf.

Written `index-XXXX-XXXX-C`: the characters are the first 40 bits of the leaf's hash in Crockford's base 32
(no I, L, O, U), C is the check character of ISO/IEC 7064, MOD 37,36 over all before it. One wrong character
or two swapped neighbours are noticed before anyone looks in the log.
"""

import re

from scrutator.errors import ScrutatorError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKS = str.maketrans("ILO", "110")
_CODE = re.compile(r"(\d{1,12})-?([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z])")


def receipt(index: int, leaf_hash: bytes) -> str:
    """The receipt of the leaf at `index` (from 0) of the log."""
    number = int.from_bytes(leaf_hash[:5], "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{index}-{letters[:4]}-{letters[4:]}-{check_character(f'{index}{letters}')}"


def check_character(text: str) -> str:
    """ISO/IEC 7064, MOD 37,36: the character that makes the text valid. `text`: digits and A to Z."""
    product = 36
    for letter in text:
        total = (product + _CHECK.index(letter)) % 36
        product = (total or 36) * 2 % 37
    return _CHECK[(37 - product) % 36]


def parse(text: str) -> tuple[int, str]:
    """The index and the receipt in its own spelling. Raises D55 for a text that is no receipt.

    Spaces, small letters, missing hyphens after the index and the letters I, L and O are understood.
    """
    head, hyphen, tail = text.strip().upper().replace(" ", "").partition("-")
    letters, check = tail.replace("-", "")[:-1].translate(_LOOKS), tail[-1:]
    found = _CODE.fullmatch(f"{head}-{letters}{check}") if hyphen and head.isascii() else None
    if found is None or not set(letters) <= set(ALPHABET) or check_character(found[1] + letters) != check:
        raise ScrutatorError("D55", "this is not a receipt: a character is wrong or missing")
    return int(found[1]), f"{int(found[1])}-{letters[:4]}-{letters[4:]}-{check}"
