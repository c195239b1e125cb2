"""Signed notes (c2sp.org/signed-note): a text, an empty line, and signature lines of named keys.

The reader knows two kinds of key: 0x01, plain Ed25519, which a log uses, and 0x04, an Ed25519
cosignature with a time (c2sp.org/tlog-cosignature), which a witness uses. Signatures of keys that
are not configured are ignored, as the specification demands; a wrong signature of a configured
key refuses the whole note.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from scrutator.seal.notes import ed25519
from scrutator.seal.refusals import Refusal

PLAIN = 0x01
COSIGNATURE = 0x04
MOST_SIGNATURES = 100
LONGEST_NOTE = 1_000_000
_LINE_START = "— "
_KEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name it signs under: `name+id+base64(kind ‖ key)`."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ key)."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        blob = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{blob}"


@dataclass(frozen=True)
class Signature:
    """One signature line: the name and key id it claims, and the bytes after the id."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class Note:
    """A note split into its text (with the final newline) and its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Verified:
    """A signature that was found valid; `time` in POSIX seconds for cosignatures, else nothing."""

    key: VerifierKey
    time: int | None


def is_key_name(name: str) -> bool:
    """Whether a key may bear this name: not empty, no space, no plus sign, no control character."""
    return bool(name) and not any(c.isspace() or c == "+" or ord(c) < 0x20 or ord(c) == 0x7F for c in name)


def strict_base64(text: str) -> bytes | None:
    """The bytes of standard base64 in its one canonical spelling, or nothing."""
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (Base64Error, ValueError):
        return None
    return data if b64encode(data).decode() == text else None


def parse_key(text: str) -> VerifierKey:
    """The verifier key written as `name+id+base64`; refused if the id does not belong to it.

    Keys that are not canonical points, or of low order, are refused when they are configured.
    """
    match = _KEY.fullmatch(text)
    blob = strict_base64(match[3]) if match else None
    if match is None or not blob or not is_key_name(match[1]):
        raise Refusal("malformed_key", "a key is written name+8 hexadecimal digits+base64")
    if sha256(match[1].encode("utf-8", "surrogatepass") + b"\n" + blob).digest()[:4].hex() != match[2]:
        raise Refusal("malformed_key", "the key's id does not belong to its name and bytes")
    if blob[0] not in (PLAIN, COSIGNATURE):
        raise Refusal("unknown_algorithm", f"kind 0x{blob[0]:02x}")
    if len(blob) != 33:
        raise Refusal("malformed_key", f"an Ed25519 key has 32 bytes, not {len(blob) - 1}")
    if not ed25519.is_strong_key(blob[1:]):
        raise Refusal("weak_key", match[1])
    return VerifierKey(match[1], blob[0], blob[1:])


def parse_note(data: bytes) -> Note:
    """Split a note at its last empty line; refuses everything the specification calls malformed."""
    if len(data) > LONGEST_NOTE:
        raise Refusal("malformed_note", f"longer than {LONGEST_NOTE} bytes")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("not_utf8", f"at byte {error.start}") from None
    if any(byte < 0x20 and byte != 0x0A for byte in data):
        raise Refusal("malformed_note", "it holds control characters")
    text, blank, signed = whole.rpartition("\n\n")
    if not blank or not signed.endswith("\n"):
        raise Refusal("malformed_note", "no signatures after an empty line, or no newline at the end")
    lines = signed[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Refusal("malformed_note", f"more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_parse_signature(line) for line in lines))


def _parse_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_LINE_START).partition(" ")
    blob = strict_base64(encoded)
    if not line.startswith(_LINE_START) or not is_key_name(name) or blob is None or len(blob) < 5:
        raise Refusal("malformed_note", "a line after the empty line is not a signature")
    return Signature(name, blob[:4], blob[4:])


def signature_line(name: str, key_id: bytes, signature: bytes) -> str:
    """The line of a signature, with its newline."""
    return f"{_LINE_START}{name} {b64encode(key_id + signature).decode()}\n"


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs: the time it saw the checkpoint (POSIX seconds), and the note's text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
    """The valid signatures by the configured keys, one per key, in the order of the note.

    Refuses the note if a configured key's signature is wrong, if two configured keys claim the
    same signature, or if no configured key signed it.
    """
    configured = list(keys)
    verified: dict[tuple[str, bytes], Verified] = {}
    for signature in note.signatures:
        claimed = (signature.name, signature.key_id)
        matching = [key for key in configured if (key.name, key.key_id) == claimed]
        if len(matching) > 1:
            raise Refusal("ambiguous_key", signature.name)
        if matching:
            verified[claimed] = _verify_one(note.text, signature, matching[0])
    if not verified:
        raise Refusal("no_known_signature", "none of the signatures is by a key that was asked for")
    return tuple(verified.values())


def _verify_one(text: str, signature: Signature, key: VerifierKey) -> Verified:
    time, message, raw = None, text.encode(), signature.signature
    if key.kind == COSIGNATURE:
        time, raw = int.from_bytes(raw[:8], "big"), raw[8:]
        message = cosigned_message(text, time)
    if (time or 0) >= 2**63 or not ed25519.is_valid(key.public, message, raw):
        raise Refusal("invalid_signature", key.name)
    return Verified(key, time)
