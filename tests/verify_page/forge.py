"""Bundles made from docs/reference/bundle.md alone: archive, manifest, log, proofs, signatures, root documents."""

import base64
import binascii
import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Members = dict[str, bytes]
MANIFEST = "manifest-sha256.txt"


@dataclass(frozen=True)
class Key:
    """A signing key with its name and kind (1 a log's, 4 a cosigner's)."""

    name: str
    seed: bytes
    kind: int = 1

    @property
    def raw(self) -> bytes:
        return self._secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def _secret(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.raw).digest()[:4]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"

    def line(self, text: str, time: int = 1_700_000_000) -> str:
        """The signature's line under a note's text."""
        if self.kind == 1:
            value = self._secret.sign(text.encode())
        else:
            value = struct.pack(">Q", time) + self._secret.sign(
                f"cosignature/v1\ntime {time}\n{text}".encode()
            )
        return f"— {self.name} {base64.b64encode(self.id + value).decode()}\n"


def canonical(value: object) -> bytes:
    """Canonical JSON of values without fractions and without letters beyond the basic plane in keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def archive(members: Mapping[str, bytes], order: Callable[[str], object] = lambda name: name) -> bytes:
    """The one way to write these members."""
    local, central = b"", b""
    for name in sorted(members, key=order):  # type: ignore[arg-type]
        data, raw = members[name], name.encode()
        common = struct.pack("<HHHHIII", 0, 0, 0, 33, binascii.crc32(data), len(data), len(data))
        head = struct.pack("<IH", 0x04034B50, 20) + common + struct.pack("<HH", len(raw), 0) + raw
        central += struct.pack("<IHH", 0x02014B50, 20 | 3 << 8, 20) + common
        central += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0o100644 << 16, len(local)) + raw
        local += head + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(central), len(local), 0)
    return local + central + end


def node(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + node(hashes[:split]) + node(hashes[split:])).digest()


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The inclusion path of one leaf, from the leaf up."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return [*path(hashes[:split], index), node(hashes[split:])]
    return [*path(hashes[split:], index - split), node(hashes[:split])]


def leaf_hashes(lines: Sequence[bytes]) -> list[bytes]:
    return [sha256(b"\0" + line).digest() for line in lines]


def checkpoint_text(origin: str, lines: Sequence[bytes]) -> str:
    root = base64.b64encode(node(leaf_hashes(lines))).decode()
    return f"{origin}\n{len(lines)}\n{root}\n"


def manifest_of(members: Mapping[str, bytes]) -> bytes:
    """The manifest over the members that it lists."""
    outside = {"log/checkpoint", "log/entries.jsonl", MANIFEST}
    listed = [n for n in sorted(members) if n not in outside and not n.startswith("log/proofs/")]
    return "".join(f"{sha256(members[n]).hexdigest()}  {n}\n" for n in listed).encode()


def proofs_of(lines: Sequence[bytes], checkpoint: bytes) -> Members:
    """One proof for the latest version of each record."""
    latest = {json.loads(line)["id"]: place for place, line in enumerate(lines)}
    hashes = leaf_hashes(lines)
    return {
        f"log/proofs/{place}.tlog-proof": f"c2sp.org/tlog-proof@v1\nindex {place}\n".encode()
        + b"".join(base64.b64encode(one) + b"\n" for one in path(hashes, place))
        + b"\n"
        + checkpoint
        for place in latest.values()
    }


def sealed(
    content: Mapping[str, bytes],
    key: Key,
    *,
    records: Sequence[object] = (),
    earlier: Sequence[bytes] = (),
    origin: str = "",
    also: Sequence[Key] = (),
) -> Members:
    """The members of a signed bundle over `content`: `records` come before the manifest's own.

    `earlier` are the lines of the log's earlier publications; `also` are keys that cosign.
    """
    members = {**content, "log/key": f"{key.text}\n".encode()}
    members[MANIFEST] = manifest_of(members)
    lines = [*earlier, *(canonical(record) for record in records)]
    version = 1 + sum(json.loads(line)["type"] == "manifest" for line in lines)
    lines.append(
        canonical(
            {
                "data": {"sha256": sha256(members[MANIFEST]).hexdigest()},
                "id": MANIFEST,
                "type": "manifest",
                "version": version,
            }
        )
    )
    text = checkpoint_text(origin or f"{key.name}/case", lines)
    checkpoint = f"{text}\n{key.line(text)}{''.join(one.line(text) for one in also)}".encode()
    members["log/entries.jsonl"] = b"".join(line + b"\n" for line in lines)
    members["log/checkpoint"] = checkpoint
    return {**members, **proofs_of(lines, checkpoint)}


def note(text: str, *keys: Key) -> bytes:
    """A signed note."""
    return f"{text}\n{''.join(key.line(text) for key in keys)}".encode()
