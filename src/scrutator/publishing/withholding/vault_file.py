"""The vault as a file beside the key, readable with the key alone: `<key file>.vault`.

ChaCha20-Poly1305 under SHA-256 of a signature by the key: Ed25519 gives the same bytes each time, and no
one else can make them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from scrutator.errors import ScrutatorError
from scrutator.publishing.whole_files import locked, replace_whole
from scrutator.seal.keys.sign import Signer
from scrutator.seal.withheld.vault import Vault, parse_vault, vault_bytes

BEGIN = b"scrutator-vault/v1\n"
NONCE = 12


def vault_path(key: Path) -> Path:
    """Where the vault of a key file stands."""
    return key.with_name(key.name + ".vault")


def read_vault(key: Path, signer: Signer) -> Vault:
    """The vault beside a key; an empty one when there is none. Raises Z03 for one of another key."""
    path = vault_path(key)
    if not path.exists():
        return Vault()
    try:
        data = path.read_bytes()
        nonce, sealed = data[len(BEGIN) :][:NONCE], data[len(BEGIN) + NONCE :]
        return parse_vault(ChaCha20Poly1305(_secret(signer)).decrypt(nonce, sealed, BEGIN))
    except (InvalidTag, ValueError, OSError):
        remedy = "Name the key it was made with, or put the file back from a backup."
        raise ScrutatorError("Z03", "the vault cannot be opened", where=str(path), remedy=remedy) from None


@contextmanager
def changing(key: Path) -> Iterator[None]:
    """Hold the vault's lock while it is read and written."""
    with locked(vault_path(key)):
        yield


def write_vault(key: Path, signer: Signer, vault: Vault) -> None:
    """Replace the vault beside a key in one step; no one else can read it."""
    nonce = os.urandom(NONCE)
    sealed = ChaCha20Poly1305(_secret(signer)).encrypt(nonce, vault_bytes(vault), BEGIN)
    replace_whole(vault_path(key), BEGIN + nonce + sealed)


def _secret(signer: Signer) -> bytes:
    return sha256(signer.sign(BEGIN + str(signer.key).encode())).digest()
