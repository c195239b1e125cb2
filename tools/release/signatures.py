"""Signatures of SHA256SUMS by a key of `scrutator key new`, in the formats of minisign and of OpenSSH.

Both formats are short and fixed (minisign: github.com/jedisct1/minisign, "Signature format"; OpenSSH:
PROTOCOL.sshsig), and Ed25519 gives the same bytes each time. Readers check them with `minisign -V` and
`ssh-keygen -Y verify`, neither of which was written here.
"""

import base64
import getpass
from hashlib import blake2b, sha512
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.seal.keys.sign import SecretKey

NAMESPACE = "scrutator-release"
LINE = 70


def sign(sums: Path, key: Path, version: str) -> list[Path]:
    """Write both signatures, and what readers need of the public key, beside SHA256SUMS."""
    from scrutator.publishing.key_files import read_secret_key

    signer = read_secret_key(key, lambda: getpass.getpass("Passphrase of the key: "))
    data, name = sums.read_bytes(), signer.name
    files = {
        f"{sums.name}.{name}.minisig": minisign(data, signer, f"scrutator {version} file:{sums.name}"),
        f"{sums.name}.{name}.sshsig": ssh_signature(data, signer),
        f"{sums.name}.{name}.minisign.pub": minisign_key(signer),
        f"{sums.name}.{name}.allowed_signers": allowed_signer(signer),
    }
    for file, text in files.items():
        (sums.parent / file).write_text(text, encoding="ascii", newline="\n")
    return [sums.parent / file for file in files]


def minisign(data: bytes, signer: "SecretKey", comment: str) -> str:
    """A signature of the hash of the file (ED), and one of it and the trusted comment."""
    signature = signer.sign(blake2b(data).digest())
    both = signer.sign(signature + comment.encode())
    line = base64.b64encode(b"ED" + _number(signer) + signature).decode()
    whole = base64.b64encode(both).decode()
    return f"untrusted comment: signature of {signer.name}\n{line}\ntrusted comment: {comment}\n{whole}\n"


def minisign_key(signer: "SecretKey") -> str:
    """The public key as minisign reads it (`-p FILE`, or the second line with `-P`)."""
    line = base64.b64encode(b"Ed" + _number(signer) + signer.key.public).decode()
    return f"untrusted comment: minisign public key of {signer.name}\n{line}\n"


def _number(signer: "SecretKey") -> bytes:
    """The key's number of eight bytes; minisign draws it, here it follows from the key."""
    return blake2b(signer.key.public, digest_size=8).digest()


def ssh_signature(data: bytes, signer: "SecretKey") -> str:
    """An armoured SSHSIG over the SHA-512 of the file, in our namespace."""
    space, algorithm = _string(NAMESPACE.encode()), _string(b"sha512")
    signed = b"SSHSIG" + space + _string(b"") + algorithm + _string(sha512(data).digest())
    signature = _string(b"ssh-ed25519") + _string(signer.sign(signed))
    version = (1).to_bytes(4, "big")
    body = version + _string(_ssh_key(signer)) + space + _string(b"") + algorithm + _string(signature)
    text = base64.b64encode(b"SSHSIG" + body).decode()
    lines = "\n".join(text[start : start + LINE] for start in range(0, len(text), LINE))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def allowed_signer(signer: "SecretKey") -> str:
    """The line that `ssh-keygen -Y verify -f` reads: who, for what, with which key."""
    key = base64.b64encode(_ssh_key(signer)).decode()
    return f'{signer.name} namespaces="{NAMESPACE}" ssh-ed25519 {key}\n'


def _ssh_key(signer: "SecretKey") -> bytes:
    return _string(b"ssh-ed25519") + _string(signer.key.public)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
