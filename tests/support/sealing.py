"""Sealing a report as the page does, written apart from the server: SP 800-56A, RFC 5869, AES-256-GCM."""

import base64
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BEGIN = b"notebook 1\n"


def seal_bytes(head: bytes, post: bytes, public: bytes) -> bytes:
    """Head and post, sealed to the point."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    begin = BEGIN + point
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public))
    key = AESGCM(HKDF(SHA256(), 32, salt=begin + public, info=b"scrutator report").derive(shared))
    prefix = begin + (len(head) + 16).to_bytes(2, "big")
    first = prefix + key.encrypt(bytes(12), head, prefix)
    return first + key.encrypt(bytes(11) + b"\1", post, first)


def seal(who: dict[str, object], post: bytes, public: bytes) -> bytes:
    """The post with who sends it, sealed to the point."""
    return seal_bytes(json.dumps({"size": len(post) + 16} | who).encode(), post, public)


def is_signed(answer: dict[str, str], sealed: bytes, public: bytes) -> bool:
    """Whether the receipt of an answer is the server's for this sealed report."""
    raw = base64.b64decode(answer["signature"])
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    said = b"notebook receipt\n" + hashlib.sha256(sealed).digest() + answer["receipt"].encode()
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    try:
        key.verify(signature, said, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
