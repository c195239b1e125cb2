"""Bytes that lie on the disk under a key of the server: working copies of photos, names, telephone numbers.

AES-256-GCM; each use has a secret of its own and binds what the bytes are (`about`), so that nothing can be
moved from one row to another.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scrutator.errors import ScrutatorError

NONCE = 12


def seal(key: bytes, content: bytes, about: str) -> bytes:
    """The content under the key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def opened(key: bytes, sealed: bytes, about: str) -> bytes:
    """The content. Raises D58 when the key is another one, or the bytes were changed or moved."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise ScrutatorError("D58", "bytes on the disk do not open with the server's key") from None
