"""The receipt an observer keeps: the place of their report in the log, and eight characters of its leaf.

Written `index-XXXX-XXXX-C`: the characters are the first 40 bits of the leaf's hash in Crockford's base 32
(no I, L, O, U), C is a check digit over all before it: the value at x of the polynomial whose coefficients
they are, in the field of 32 elements (x^5 = x^2 + 1). Any one wrong character, and any two that changed
places, are noticed before anyone looks in the log.
"""

import re
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import check_proof, parse_checkpoint, parse_proof
from scrutator.seal.notes.note import parse_key, strict_base64, verify_note
from scrutator.seal.refusals import Refusal

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


@dataclass(frozen=True)
class Logged:
    """What a proof says of a receipt: the place of its entry, and the log that it is in."""

    index: int
    origin: str
    size: int
    root: str


def check_logged(proof: bytes, code: str, key: str) -> Logged:
    """Answer: is the entry of this receipt in a log that this key signed?

    The key is the mission's, from elsewhere than the proof. What the entry commits to, this cannot say.
    Raises D55 for a receipt that is none or another entry's; Refusal for what does not hold.
    """
    index, own = parse(code)
    found = parse_proof(proof)
    checkpoint = parse_checkpoint(found.checkpoint)
    if not verify_note(checkpoint.note, [parse_key(key)]):
        raise Refusal("no_known_signature", f"the checkpoint is not signed by {key}")
    line = proof.split(b"\n")[1].removeprefix(b"extra ").decode("ascii", "replace")
    leaf = strict_base64(line) or b""
    check_proof(found, leaf, checkpoint)
    if found.index != index or receipt(index, leaf) != own:
        raise ScrutatorError("D55", "the proof is of another entry than this receipt's")
    return Logged(index, checkpoint.origin, checkpoint.size, checkpoint.root.hex())
