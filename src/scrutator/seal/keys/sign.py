"""Keys and signing: the only part of the seal that needs a secret and the `cryptography` package."""

from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from scrutator.seal.log.checkpoint import checkpoint_text
from scrutator.seal.notes.note import (
    COSIGNATURE,
    PLAIN,
    VerifierKey,
    cosigned_message,
    is_key_name,
    signature_line,
)
from scrutator.seal.refusals import Refusal

_NAME_LINE = "name: "


class Signer(Protocol):
    """What can sign a checkpoint: a named key, here or in a device that keeps it."""

    @property
    def key(self) -> VerifierKey:
        """The public key, under the name it signs with."""

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of the message."""


@dataclass(frozen=True, repr=False)
class SecretKey:
    """An Ed25519 secret key and its name; signs as a log (PLAIN) or as a witness (COSIGNATURE)."""

    name: str
    secret: Ed25519PrivateKey
    kind: int = PLAIN

    def __repr__(self) -> str:
        return f"SecretKey({self.key})"

    @property
    def key(self) -> VerifierKey:
        """The public key, under the name it signs with."""
        return VerifierKey(
            self.name, self.kind, self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        )

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of the message; the same message, the same bytes."""
        return self.secret.sign(message)

    def to_pem(self) -> bytes:
        """The secret key as PEM (PKCS #8), after a line with its name and the public key."""
        pem = self.secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return f"{_NAME_LINE}{self.name}\nkind: {self.kind}\npublic key: {self.key}\n".encode() + pem


def new_key(name: str, kind: int = PLAIN) -> SecretKey:
    """A fresh secret key from the system's randomness."""
    if not is_key_name(name):
        raise Refusal("malformed_key", f"a key's name has no spaces and no plus sign: {name!r}")
    return SecretKey(name, Ed25519PrivateKey.generate(), kind)


def key_from_seed(name: str, seed: bytes, kind: int = PLAIN) -> SecretKey:
    """The key of 32 secret bytes, for tests and for keys kept on paper."""
    return SecretKey(name, Ed25519PrivateKey.from_private_bytes(seed), kind)


def read_key(data: bytes) -> SecretKey:
    """The secret key of a file that `to_pem` wrote."""
    head, _, _ = data.partition(b"-----BEGIN")
    try:
        stated = dict(line.split(": ", 1) for line in head.decode("utf-8").splitlines() if ": " in line)
        secret = load_pem_private_key(data, None)
        name, kind = stated["name"], int(stated.get("kind", PLAIN))
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        raise Refusal(
            "malformed_key", "the file is not a secret key that `scrutator key new` wrote"
        ) from None
    if not isinstance(secret, Ed25519PrivateKey) or kind not in (PLAIN, COSIGNATURE) or not is_key_name(name):
        raise Refusal("malformed_key", "the file does not hold a named Ed25519 key")
    return SecretKey(name, secret, kind)


def sign_checkpoint(signer: Signer, origin: str, size: int, root: bytes) -> bytes:
    """The signed note that states the log's size and root."""
    text = checkpoint_text(origin, size, root)
    line = signature_line(signer.key.name, signer.key.key_id, signer.sign(text.encode()))
    return f"{text}\n{line}".encode()


def cosignature_line(witness: Signer, text: str, time: int) -> str:
    """A witness's signature line over a checkpoint's text, at a POSIX time in seconds."""
    signature = time.to_bytes(8, "big") + witness.sign(cosigned_message(text, time))
    return signature_line(witness.key.name, witness.key.key_id, signature)
