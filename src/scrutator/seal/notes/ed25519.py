"""Ed25519 signature verification (RFC 8032) on Python integers, with one strict rule.

Accepted: a public key that is the canonical encoding of a point not of low order, S below the
group order, and R whose canonical encoding equals [S]B - [k]A (the equation without cofactor).
Not constant in time and not meant to be: nothing secret passes through it.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z."""
NEUTRAL: Point = (0, 1, 1, 0)


def _add(first: Point, second: Point) -> Point:
    x1, y1, z1, t1 = first
    x2, y2, z2, t2 = second
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(point: Point) -> Point:
    x, y, z, _ = point
    a = x * x % P
    b = y * y % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = 2 * z * z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _negate(point: Point) -> Point:
    x, y, z, t = point
    return -x % P, y, z, -t % P


def _decode(data: bytes) -> Point | None:
    """The point of a canonical 32-byte encoding, or nothing."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encode(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _multiples(point: Point) -> list[Point]:
    table = [NEUTRAL]
    for _ in range(15):
        table.append(_add(table[-1], point))
    return table


@lru_cache(maxsize=64)
def _kept_multiples(point: Point) -> list[Point]:
    """Of a key that signed many notes the table is made once."""
    return _multiples(point)


def _base_point() -> Point:
    y = 4 * pow(5, P - 2, P) % P
    point = _decode(y.to_bytes(32, "little"))
    assert point is not None
    return point


_BASE_MULTIPLES = _multiples(_base_point())


def _combine(s: int, k: int, point: Point) -> Point:
    """[s]B + [k]point, four bits of both scalars at a time."""
    table = _kept_multiples(point)
    total = NEUTRAL
    for shift in range(252, -4, -4):
        for _ in range(4):
            total = _double(total)
        total = _add(total, _BASE_MULTIPLES[s >> shift & 15])
        total = _add(total, table[k >> shift & 15])
    return total


@lru_cache(maxsize=64)
def _strong_point(public_key: bytes) -> Point | None:
    point = _decode(public_key) if len(public_key) == 32 else None
    if point is None:
        return None
    # Eight times a point has x = 0 only where it is the neutral one, that is where the point is of low order.
    return None if _double(_double(_double(point)))[0] == 0 else point


def is_strong_key(public_key: bytes) -> bool:
    """Whether 32 bytes are the canonical encoding of a point that is not of low order."""
    return _strong_point(public_key) is not None


def is_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64-byte signature of the message is valid under the strict rule above."""
    point = _strong_point(public_key)
    if point is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    return _encode(_combine(s, k, _negate(point))) == signature[:32]
