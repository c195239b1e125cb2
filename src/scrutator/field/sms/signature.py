"""The signature of a gateway's request: HMAC-SHA256 over its time and its body, good for five minutes."""

import hashlib
import hmac
import re

SECONDS = 300


def sign(secret: bytes, at: int, body: bytes) -> str:
    """The signature of a body at a time, in seconds since 1970; hexadecimal."""
    return hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def is_signed(secret: bytes, at: str, signature: str, body: bytes, now: int) -> bool:
    """Whether the signature is right and its time within five minutes of now."""
    if not re.fullmatch(r"[0-9]{1,12}", at) or not re.fullmatch(r"[0-9a-f]{64}", signature):
        return False
    fresh = abs(now - int(at)) <= SECONDS
    return hmac.compare_digest(sign(secret, int(at), body), signature) and fresh
