"""A documented random generator that anyone can re-run: SHA-256 over an unambiguous text.

Everything random about a public draw is the SHA-256 of one line of JSON (UTF-8, no spaces, no \\u
escapes): an array of the draw's format, the public seed, the path of labels that says what is drawn,
the word "number" or "ticket", and the counter or the item:

    ["scrutator-draw-2","14621…",["frame","design","north"],"number",1]
    ["scrutator-draw-2","14621…",["frame","design","north"],"ticket","S001"]

A number is the first 53 bits of the hash as a fraction in [0, 1); a ticket is the hash in hexadecimal.
Format 1 joined the parts by commas, so that the ticket of a station called "7" *was* random number 7 and
draws in proportion to size were biased; an array with a word for the use cannot coincide that way.
Compare P. B. Stark's audit tools, which hash "seed,counter".
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scrutator.errors import ScrutatorError

DRAW_FORMAT = "scrutator-draw-2"
SHORTEST_SEED = 20


def normalise_seed(seed: str) -> str:
    """Return the seed without white space; refuse one that could be searched for a wished draw.

    Twenty decimal digits (66 bits) or twenty dice (51 bits) are the least that is accepted, so that
    "1 4 6 2 …" and "1462…" are one seed. Raises C04.
    """
    text = "".join(seed.split())
    if len(text) < SHORTEST_SEED:
        what = f"the public seed has {len(text)} characters and needs at least {SHORTEST_SEED}"
        raise ScrutatorError("C04", what)
    return text


@dataclass(frozen=True)
class Randomness:
    """The random numbers and tickets of one public seed, for what the labels in `path` name."""

    seed: str
    path: tuple[str, ...]

    def below(self, label: str) -> "Randomness":
        """The numbers and tickets of a part of the draw, such as one stratum."""
        return replace(self, path=(*self.path, label))

    def number(self, counter: int) -> float:
        """Number `counter` (from 1): 53 bits of the hash as a fraction in [0, 1)."""
        return (int.from_bytes(self._hash("number", counter)[:8], "big") >> 11) / (1 << 53)

    def numbers(self) -> Iterator[float]:
        """Number 1, 2, 3, … without end."""
        counter = 0
        while True:
            counter += 1
            yield self.number(counter)

    def ticket(self, item: str) -> str:
        """The ticket of an item in a lottery, in hexadecimal."""
        return self._hash("ticket", item).hex()

    def shuffle(self, items: Sequence[str]) -> list[str]:
        """The items in the order of their tickets: a random order that depends on no list order.

        The first n are a simple random sample; the next ones are its replacements, in order.
        """
        return sorted(items, key=lambda item: (self.ticket(item), item))

    def _hash(self, use: str, what: str | int) -> bytes:
        parts = [DRAW_FORMAT, self.seed, list(self.path), use, what]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).digest()
