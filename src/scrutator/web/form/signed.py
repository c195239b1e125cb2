"""Receipts that a phone can tell from those of anyone else who answers it.

A network can answer for the server: a page to sign in to it, a copy of the server with a certificate that the
browser takes. The signature is over the sealed report as it was posted, so it is of no use for another. It is
ECDSA on P-256 with SHA-256 (FIPS 186-4), 64 bytes, as browsers verify it.
"""

import hashlib
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from scrutator.web.form.sealed import receipt_key_of

ABOUT = b"notebook receipt\n"


def signature(slug: str, sealed: bytes, receipt: str) -> str:
    """That the mission's server stored what this report holds and gave this receipt; in base64."""
    said = ABOUT + hashlib.sha256(sealed).digest() + receipt.encode()
    first, second = decode_dss_signature(receipt_key_of(slug).sign(said, ec.ECDSA(SHA256())))
    return b64encode(first.to_bytes(32, "big") + second.to_bytes(32, "big")).decode()
