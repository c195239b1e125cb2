"""The original of a photo, sealed to the mission's evidence key: the server can seal, and cannot open.

X25519 with a key of its own for each file, HKDF-SHA256, ChaCha20-Poly1305; the head is bound to the rest.
The secret half is made by `scrutator mission evidence-key` on another computer, under a passphrase.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scrutator.errors import ScrutatorError
from scrutator.seal.keys.encrypted import decrypt, encrypt
from scrutator.seal.refusals import Refusal

MAGIC = b"scrutator evidence 1\n"
HEAD = b"scrutator evidence key\n"
_KEY = re.compile(r"evidence\+([0-9a-f]{8})\+([A-Za-z0-9+/]{43}=)")
_NONCE = bytes(12)  # each file has a key of its own


def new_secret() -> bytes:
    """A new secret key: 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_text(secret: bytes) -> str:
    """The public half, as it is given to the server: with a check of its own."""
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return f"evidence+{sha256(public).hexdigest()[:8]}+{b64encode(public).decode()}"


def parse_public(text: str) -> bytes:
    """The public key of the text. Raises D64 for a text that is none, or was mistyped."""
    found = _KEY.fullmatch(text.strip())
    public = b64decode(found[2]) if found else b""
    if found is None or sha256(public).hexdigest()[:8] != found[1]:
        raise ScrutatorError("D64", "this is not the public half of an evidence key")
    return public


def key_file(secret: bytes, passphrase: str, persons: int = 1) -> bytes:
    """The file that keeps a secret key, under the passphrases of so many persons. Raises D64 for a
    passphrase that is too short."""
    head = f"public key: {public_text(secret)}\n" + (f"persons: {persons}\n" if persons > 1 else "")
    try:
        return encrypt(HEAD + head.encode(), secret, passphrase)
    except Refusal as refusal:
        raise ScrutatorError("D64", refusal.what) from None


def persons_of(data: bytes) -> int:
    """How many persons open a key file together; 1 where it does not say. A file that says another number
    than it was made with does not open."""
    found = re.search(rb"^persons: ([2-9])$", data, re.MULTILINE)
    return int(found[1]) if found else 1


def read_key_file(data: bytes, passphrase: str) -> bytes:
    """The secret key of the file. Raises D64 for another file or passphrase."""
    try:
        head, secret = decrypt(data, passphrase)
    except Refusal as refusal:
        raise ScrutatorError("D64", refusal.what) from None
    if not head.startswith(HEAD) or len(secret) != 32:
        raise ScrutatorError("D64", "the file keeps no evidence key")
    return secret


def seal(content: bytes, public: bytes) -> bytes:
    """The content as only the holder of the secret key reads it."""
    own = X25519PrivateKey.generate()
    head = MAGIC + own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    return head + ChaCha20Poly1305(_file_key(shared, head, public)).encrypt(_NONCE, content, head)


def open_sealed(data: bytes, secret: bytes) -> bytes:
    """The content of a sealed file. Raises D64 when it was sealed to another key, or was changed."""
    head = data[: len(MAGIC) + 32]
    if not data.startswith(MAGIC) or len(head) < len(MAGIC) + 32:
        raise ScrutatorError("D64", "the file is not a sealed original")
    own = X25519PrivateKey.from_private_bytes(secret)
    public = own.public_key().public_bytes_raw()
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(head[len(MAGIC) :]))
        return ChaCha20Poly1305(_file_key(shared, head, public)).decrypt(_NONCE, data[len(head) :], head)
    except (InvalidTag, ValueError):
        raise ScrutatorError("D64", "the file was sealed to another key, or was changed") from None


def _file_key(shared: bytes, head: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=head + public, info=b"scrutator evidence").derive(shared)
