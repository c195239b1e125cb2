"""In how many parts a text is sent, and what that costs: by the alphabets of GSM 03.38 (3GPP TS 23.038)."""

from decimal import Decimal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO = frozenset("^{}\\[~]|€\f")
SEPTETS, SEPTETS_EACH = 160, 153
UNITS, UNITS_EACH = 70, 67


def parts(text: str) -> int:
    """Answer: how many messages does a network make of this text?

    160 letters of the basic alphabet fit one (some take two places), 70 of any other; of a longer text each
    part holds 153 or 67. An empty text is one.
    """
    if all(letter in _BASIC or letter in _TWO for letter in text):
        length = sum(2 if letter in _TWO else 1 for letter in text)
        return 1 if length <= SEPTETS else -(-length // SEPTETS_EACH)
    length = len(text.encode("utf-16-be", "replace")) // 2
    return 1 if length <= UNITS else -(-length // UNITS_EACH)


def cost(counted: int, price: Decimal) -> Decimal:
    """What so many parts cost."""
    return counted * price
