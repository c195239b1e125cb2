"""Reports as the web form seals them on the phone: only this server opens them, no matter who brings them.

A sealed report is MAGIC, the 65 bytes of a P-256 point made for it alone, and the report under AES-256-GCM.
Its key is HKDF-SHA256 of the shared secret (SP 800-56A, RFC 5869), with both points as the salt. P-256 and
AES-GCM are what browsers have had since 2014; the evidence key of photos asks for more than old phones know.
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

MAGIC = b"scrutator report 1\n"
POINT = 65  # bytes of an uncompressed point
LONGEST_HEAD = 2_000
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
_NONCE = bytes(12)  # each report has a key of its own


@dataclass(frozen=True)
class Opened:
    """What was sealed: whose token, which phone, and the post as a browser makes it."""

    username: str
    password: str
    device: str
    content_type: str
    body: bytes


def key_of(slug: str) -> ec.EllipticCurvePrivateKey:
    """The key that opens reports of a mission's web form; made on the first asking."""
    number = int.from_bytes(secret(folder(), f"{slug}.reports"), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def forget_key(slug: str) -> None:
    """Delete the key: what was sealed to it and did not arrive is opened by no one any more."""
    (folder() / "secrets" / f"{slug}.reports").unlink(missing_ok=True)


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, as 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_text(slug: str) -> str:
    """The public half, as the page is given it."""
    return b64encode(point_of(key_of(slug))).decode()


def opened(data: bytes, slug: str) -> Opened:
    """The report in it. Raises D50 when it is none, was sealed to another mission's key, or was changed."""
    head, key = data[: len(MAGIC) + POINT], key_of(slug)
    if not data.startswith(MAGIC):
        raise ScrutatorError("D50", "this is not a sealed report")
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), head[len(MAGIC) :])
        file_key = _file_key(key.exchange(ec.ECDH(), point), head + point_of(key))
        content = AESGCM(file_key).decrypt(_NONCE, data[len(head) :], head)
    except (InvalidTag, ValueError):
        raise ScrutatorError("D50", "the report was sealed for another mission, or was changed") from None
    line, _, body = content.partition(b"\n")
    return _read(line, body)


def _read(line: bytes, body: bytes) -> Opened:
    """The first line says who sends; the rest is what a browser posts."""
    try:
        said = json.loads(line) if len(line) <= LONGEST_HEAD else None
    except (ValueError, RecursionError):
        said = None
    names = ("username", "password", "device", "type")
    if (
        not isinstance(said, dict)
        or set(said) != set(names)
        or not all(isinstance(one, str) for one in said.values())
    ):
        raise ScrutatorError("D50", "the sealed report does not say who sends it")
    return Opened(said["username"], said["password"], said["device"], said["type"], body)


def _file_key(shared: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"scrutator report").derive(shared)
