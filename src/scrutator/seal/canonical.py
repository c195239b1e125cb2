"""Canonical JSON (RFC 8785, "JCS"): one value, one sequence of bytes; and a reader that is strict.

The canonical form sorts keys by UTF-16 code units, writes numbers as ECMAScript does and has no
spaces. It does not normalise Unicode. The reader accepts nothing whose canonical form differs.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from scrutator.seal.refusals import Refusal

if TYPE_CHECKING:
    from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""
LONGEST = 2**24
"""The longest JSON text that is read, in bytes."""
DEEPEST = 64
"""The deepest nesting of arrays and objects that is read or written."""

_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_STRING_OR_BRACKET = re.compile(rb'"[^"]*"?|[\[\]{}]')


def encode(value: Json) -> bytes:
    """The canonical bytes of a JSON value (RFC 8785).

    Refuses integers beyond 2^53 - 1, NaN, infinities, lone surrogates, nesting beyond 64 and
    anything that is not JSON.
    """
    try:
        return _text(value, 0).encode("utf-8")
    except UnicodeEncodeError:
        raise Refusal("not_utf8", "a string holds half of a surrogate pair") from None


def _text(value: Json, depth: int) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise Refusal("number_too_large", f"an integer of {value.bit_length()} bits")
        return str(int(value))
    if isinstance(value, float):
        return number_text(value)
    if depth >= DEEPEST:
        raise Refusal("deep_json", f"nested deeper than {DEEPEST}")
    if isinstance(value, Mapping):
        return "{" + ",".join(_member(key, value[key], depth) for key in _sorted_keys(value)) + "}"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return "[" + ",".join(_text(item, depth + 1) for item in value) + "]"
    raise Refusal("not_representable", f"a value of type {type(value).__name__}")


def _member(key: str, value: Json, depth: int) -> str:
    return encode_basestring(key) + ":" + _text(value, depth + 1)


def _sorted_keys(value: Mapping[str, Json]) -> list[str]:
    for key in value:
        if not isinstance(key, str):
            raise Refusal("not_representable", f"a key of type {type(key).__name__}")
    return sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def number_text(number: float) -> str:
    """A float as ECMAScript's Number::toString writes it (RFC 8785 section 3.2.2.3)."""
    if not math.isfinite(number):
        raise Refusal("not_a_number", repr(number))
    if number == 0:
        return "0"
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading_zeros = len(whole + fraction) - len(digits)
    point = len(whole) - leading_zeros + int(exponent or 0)  # value = 0.digits × 10^point
    digits = digits.rstrip("0")
    return ("-" if number < 0 else "") + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    sign = "+" if point > 0 else "-"
    tail = "." + digits[1:] if count > 1 else ""
    return f"{digits[0]}{tail}e{sign}{abs(point - 1)}"


def parse(data: bytes) -> Json:
    """The JSON value of canonical bytes.

    Refuses by name: more than 16 MiB, bytes that are not UTF-8, not JSON, nested deeper than 64, hold
    NaN or a number beyond 2^53 - 1, or differ from the canonical form of what they say (duplicate keys,
    spaces, another order, another spelling of a number).
    """
    if len(data) > LONGEST:
        raise Refusal("oversized_member", f"a JSON text of {len(data)} bytes, the most is {LONGEST}")
    if _deeper_than(data, DEEPEST):
        raise Refusal("deep_json", f"nested deeper than {DEEPEST}")
    try:
        value: Json = json.loads(
            data.decode("utf-8"), parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except UnicodeDecodeError as error:
        raise Refusal("not_utf8", f"at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Refusal("not_json", f"{error.msg} at character {error.pos}") from None
    if encode(value) != data:
        raise Refusal("not_canonical_json", "its canonical form has other bytes")
    return value


def _deeper_than(data: bytes, limit: int) -> bool:
    """Whether brackets nest deeper than `limit`; decided before the parser sees the text."""
    if data.count(b"[") + data.count(b"{") <= limit:
        return False
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(_ESCAPE.sub(b"", data)):
        if token[0] in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif token[0] in b"]}":
            depth -= 1
    return False


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise Refusal("number_too_large", f"{text[:24]} is beyond 2^53 - 1")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number) or abs(number) > LARGEST:
        raise Refusal("number_too_large", f"{text[:24]} is beyond 2^53 - 1")
    return number


def _constant(text: str) -> float:
    raise Refusal("not_a_number", text)
