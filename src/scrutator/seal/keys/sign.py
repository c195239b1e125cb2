"""Keys and signing: the only part of the seal that needs a secret and the `cryptography` package."""

import re
from collections.abc import Iterable
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

from scrutator.seal.keys.encrypted import decrypt, encrypt, is_encrypted
from scrutator.seal.log.checkpoint import checkpoint_text
from scrutator.seal.notes.note import (
    COSIGNATURE,
    PLAIN,
    VerifierKey,
    cosigned_message,
    is_key_name,
    parse_key,
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

    def to_file(self, passphrase: str | None) -> bytes:
        """The key file: name, kind and public key in clear, then the secret key as PEM (PKCS #8), under a
        passphrase unless that is None."""
        head = f"{_NAME_LINE}{self.name}\nkind: {self.kind}\npublic key: {self.key}\n".encode()
        pem = self.secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return head + pem if passphrase is None else encrypt(head, pem, passphrase)


def new_key(name: str, kind: int = PLAIN) -> SecretKey:
    """A fresh secret key from the system's randomness."""
    if not is_key_name(name):
        raise Refusal("malformed_key", f"a key's name has no spaces and no plus sign: {name!r}")
    return SecretKey(name, Ed25519PrivateKey.generate(), kind)


def key_from_seed(name: str, seed: bytes, kind: int = PLAIN) -> SecretKey:
    """The key of 32 secret bytes, for tests and for keys kept on paper."""
    return SecretKey(name, Ed25519PrivateKey.from_private_bytes(seed), kind)


def read_key(data: bytes, passphrase: str | None = None) -> SecretKey:
    """The secret key of a file that `to_file` wrote; refused when its head names another public key."""
    if is_encrypted(data):
        if passphrase is None:
            raise Refusal("wrong_passphrase", "the key file is under a passphrase, and none was given")
        data = b"".join(decrypt(data, passphrase))
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
    key = SecretKey(name, secret, kind)
    if stated.get("public key", str(key.key)) != str(key.key):
        raise Refusal("malformed_key", "the public key in its head is not that of its secret key")
    return key


def stated_key(data: bytes) -> VerifierKey:
    """The public key that a key file says is its own; only opening the file shows whether it is."""
    found = re.search(rb"^public key: ([^\n]+)\n", data, re.MULTILINE)
    if found is None:
        raise Refusal("malformed_key", "the file is not a secret key that `scrutator key new` wrote")
    return parse_key(found[1].decode("utf-8", "replace"))


def sign_checkpoint(signer: Signer, origin: str, size: int, root: bytes) -> bytes:
    """The signed note that states the log's size and root."""
    return sign_text(checkpoint_text(origin, size, root), [signer])


def sign_text(text: str, signers: Iterable[Signer]) -> bytes:
    """A signed note: the text, which ends with a newline, and a line for each signer."""
    lines = [signature_line(s.key.name, s.key.key_id, s.sign(text.encode())) for s in signers]
    return f"{text}\n{''.join(lines)}".encode()


def cosignature_line(witness: Signer, text: str, time: int) -> str:
    """A witness's signature line over a checkpoint's text, at a POSIX time in seconds."""
    signature = time.to_bytes(8, "big") + witness.sign(cosigned_message(text, time))
    return signature_line(witness.key.name, witness.key.key_id, signature)
