"""Sealing a report as the page does, written apart from the server: SP 800-56A, RFC 5869, AES-256-GCM."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def seal(content: bytes, public: bytes) -> bytes:
    """The content, sealed to the point."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head = b"scrutator report 1\n" + point
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public))
    key = HKDF(SHA256(), 32, salt=head + public, info=b"scrutator report").derive(shared)
    return head + AESGCM(key).encrypt(bytes(12), content, head)
