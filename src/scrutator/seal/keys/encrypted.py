"""A secret under a passphrase: scrypt (RFC 7914) makes the key, ChaCha20-Poly1305 (RFC 8439) keeps it.

The lines before the secret (name, kind, public key) are bound to it: a file with another head does not open.
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import scrypt

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from scrutator.seal.refusals import Refusal

# OWASP's least for scrypt: 128 MiB and some tenths of a second for each guess.
COST, BLOCKS, LANES = 2**17, 8, 1
SHORTEST_PASSPHRASE = 12
BEGIN, END = b"-----BEGIN SCRUTATOR ENCRYPTED KEY-----\n", b"-----END SCRUTATOR ENCRYPTED KEY-----\n"
SALT, NONCE = 16, 12


def is_encrypted(data: bytes) -> bool:
    """Whether the bytes of a key file are under a passphrase."""
    return BEGIN in data


def encrypt(head: bytes, secret: bytes, passphrase: str) -> bytes:
    """The key file: its head in clear, the secret under the passphrase. Refused: one of under 12 letters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        what = f"it has {len(passphrase)} characters, the least is {SHORTEST_PASSPHRASE}"
        raise Refusal("weak_passphrase", what)
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    sealed = ChaCha20Poly1305(_key(passphrase, salt)).encrypt(nonce, secret, head)
    text = b64encode(salt + nonce + sealed)
    lines = b"".join(text[i : i + 64] + b"\n" for i in range(0, len(text), 64))
    return head + BEGIN + lines + END


def decrypt(data: bytes, passphrase: str) -> tuple[bytes, bytes]:
    """The head and the secret of a key file. Refused: another passphrase, or a file that was changed."""
    head, _, rest = data.partition(BEGIN)
    try:
        blob = b64decode(rest.removesuffix(END).replace(b"\n", b""), validate=True)
        salt, nonce, sealed = blob[:SALT], blob[SALT : SALT + NONCE], blob[SALT + NONCE :]
        return head, ChaCha20Poly1305(_key(passphrase, salt)).decrypt(nonce, sealed, head)
    except InvalidTag:
        raise Refusal("wrong_passphrase", "the passphrase is another one, or the file was changed") from None
    except (Base64Error, ValueError):
        raise Refusal("malformed_key", "the encrypted part of the file is damaged") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    memory = 132 * COST * BLOCKS
    return scrypt(
        passphrase.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=COST,
        r=BLOCKS,
        p=LANES,
        maxmem=memory,
        dklen=32,
    )
