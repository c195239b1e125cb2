"""Numbers as ECMAScript writes them: the published sequence, against its published hashes."""

import struct
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from math import isfinite
from pathlib import Path

from scrutator.seal.canonical import number_text

# testdata/README.md of cyberphone/json-canonicalization: the hash of so many lines.
PUBLISHED = {
    1_000: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    10_000: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
    100_000: "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
}


def patterns() -> Iterator[int]:
    """The bit patterns of the sequence: chosen ones, a run of the smallest normal numbers, a chain of hashes."""
    lines = (Path(__file__).parent / "es6_edges.txt").read_text(encoding="ascii").splitlines()
    yield from (int(word, 16) for line in lines if not line.startswith("#") for word in line.split())
    yield from range(0x0010000000000000, 0x0010000000000000 + 2000)
    block = bytes(32)
    while True:
        block = sha256(block).digest()
        yield from struct.unpack("<4Q", block)


def lines() -> Iterator[bytes]:
    for place, bits in enumerate(patterns()):
        number = struct.unpack(">d", bits.to_bytes(8, "big"))[0]
        if place < 2168 or (number != 0 and isfinite(number)):
            yield f"{bits:x},{number_text(number)}\n".encode()


def test_a_hundred_thousand_numbers_are_written_as_ecmascript_writes_them() -> None:
    digest, found = sha256(), {}
    for count, line in enumerate(islice(lines(), 100_000), 1):
        digest.update(line)
        if count in PUBLISHED:
            found[count] = digest.hexdigest()
    assert found == PUBLISHED
