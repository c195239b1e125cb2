"""A documented random generator that anyone can re-run by hand: SHA-256 of seed and counter.

Number i of a stream is the first 53 bits of SHA-256("seed,label,i") as a fraction in [0, 1), where
`seed` is the text of the public seed (for example the digits of twenty dice thrown in public),
`label` names what is drawn and i counts 1, 2, 3, … in decimal. Everything is UTF-8, joined by
commas. The seed is normalised by removing white space, so "1 4 6 2" and "1462" are one seed.
Compare P. B. Stark's audit tools, which also hash "seed,counter".
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypeVar

from scrutator.errors import ScrutatorError

Item = TypeVar("Item")
SHORTEST_SEED = 20


def normalise_seed(seed: str) -> str:
    """Return the seed without white space; refuse one that could be searched for a wished draw.

    Twenty decimal digits (66 bits) or twenty dice (51 bits) are the least that is accepted.
    """
    text = "".join(seed.split())
    if len(text) < SHORTEST_SEED:
        what = f"the public seed has {len(text)} characters and needs at least {SHORTEST_SEED}"
        raise ScrutatorError("C04", what)
    return text


def fraction(seed: str, label: str, counter: int) -> float:
    """Number `counter` (from 1) of the stream `label`: 53 bits of SHA-256 as a fraction."""
    digest = hashlib.sha256(f"{seed},{label},{counter}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / (1 << 53)


def stream(seed: str, label: str) -> Iterator[float]:
    """The endless stream of fractions of one label."""
    counter = 0
    while True:
        counter += 1
        yield fraction(seed, label, counter)


def ticket(seed: str, label: str, item: str) -> str:
    """The ticket of an item in a lottery: SHA-256("seed,label,item") in hexadecimal."""
    return hashlib.sha256(f"{seed},{label},{item}".encode()).hexdigest()


def shuffle(seed: str, label: str, items: Sequence[str]) -> list[str]:
    """The items in the order of their tickets: a random order that depends on no list order.

    The first n are a simple random sample; the next ones are its replacements, in order.
    """
    return sorted(items, key=lambda item: (ticket(seed, label, item), item))
