"""Reports as the web form seals them on the phone: only this server opens them, no matter who brings them.

A sealed report is MAGIC, the 65 bytes of a P-256 point made for it alone, the length of its head in two
bytes, the head, and the post, both under AES-256-GCM. Its key is HKDF-SHA256 of the shared secret, with both
points as the salt (SP 800-56A, RFC 5869). The head says who sends and how long the post is: of an unknown
sender no more is read. P-256 and AES-GCM are what browsers have had since 2014; the evidence key of
photos asks for more than old phones know.
"""

import json
from base64 import b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scrutator.errors import ScrutatorError
from scrutator.web.env import secret
from scrutator.web.folder import folder

MAGIC = b"notebook 1\n"
POINT = 65  # bytes of an uncompressed point
PREFIX = len(MAGIC) + POINT + 2
LONGEST_HEAD = 2_000
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
_HEAD_NONCE, _POST_NONCE = bytes(12), bytes(11) + b"\x01"  # each report has a key of its own
_NAMES = {"username": str, "password": str, "device": str, "type": str, "size": int}


@dataclass(frozen=True)
class Head:
    """Who sends: whose token, which phone; the type of the post as a browser makes it, its sealed size in
    bytes, and what opens it."""

    username: str
    password: str
    device: str
    content_type: str
    size: int
    key: bytes
    bound: bytes

    def post(self, sealed: bytes) -> bytes:
        """The post. Raises D50 when it was changed."""
        try:
            return AESGCM(self.key).decrypt(_POST_NONCE, sealed, self.bound)
        except InvalidTag:
            raise ScrutatorError("D50", "the report was changed on its way") from None


def key_of(slug: str) -> ec.EllipticCurvePrivateKey:
    """The key that opens reports of a mission's web form; made on the first asking."""
    number = int.from_bytes(_secret(slug), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def receipt_key_of(slug: str) -> ec.EllipticCurvePrivateKey:
    """The key that a mission's receipts to phones are signed with; of the same secret, and another number."""
    made = HKDF(SHA256(), 48, salt=b"", info=b"notebook receipts").derive(_secret(slug))
    return ec.derive_private_key(int.from_bytes(made, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _secret(slug: str) -> bytes:
    return secret(folder(), f"{slug}.reports")


def forget_key(slug: str) -> None:
    """Delete the key: what was sealed to it and did not arrive is opened by no one any more."""
    (folder() / "secrets" / f"{slug}.reports").unlink(missing_ok=True)


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, as 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half, as the page is given it."""
    return b64encode(point_of(key)).decode()


def head_length(prefix: bytes) -> int:
    """How many bytes of head follow the first `PREFIX` bytes. Raises D50 for what is no sealed report."""
    length = int.from_bytes(prefix[-2:], "big")
    if len(prefix) != PREFIX or not prefix.startswith(MAGIC) or not 16 < length <= LONGEST_HEAD:
        raise ScrutatorError("D50", "this is not a sealed report")
    return length


def opened_head(prefix: bytes, head: bytes, slug: str) -> Head:
    """Who sends. Raises D50 for a head sealed to another mission's key, changed, or without a sender."""
    key, point = key_of(slug), prefix[len(MAGIC) : -2]
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        file_key = _file_key(key.exchange(ec.ECDH(), other), prefix[:-2] + point_of(key))
        content = AESGCM(file_key).decrypt(_HEAD_NONCE, head, prefix)
    except (InvalidTag, ValueError):
        raise ScrutatorError("D50", "the report was sealed for another mission, or was changed") from None
    return _read(content, file_key, prefix + head)


def _read(content: bytes, key: bytes, bound: bytes) -> Head:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    known = isinstance(said, dict) and set(said) == set(_NAMES)
    if not known or any(type(said[name]) is not kind for name, kind in _NAMES.items()):
        raise ScrutatorError("D50", "the sealed report does not say who sends it")
    return Head(said["username"], said["password"], said["device"], said["type"], said["size"], key, bound)


def _file_key(shared: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"scrutator report").derive(shared)
