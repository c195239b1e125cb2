"""What the seal's tests share: a fixed key, a small bundle, and a way to change a bundle's members."""

from collections.abc import Mapping

import pytest

from scrutator.seal.bundle import archive
from scrutator.seal.canonical import encode
from scrutator.seal.keys.sign import SecretKey, key_from_seed
from scrutator.seal.log.records import Record
from scrutator.seal.writing.bundle import write_bundle

ORIGIN = "mission.example/2012"
PAGE = '<p>Turnout was <a data-figure="turnout" href="#t"><b>75.45</b>&#32;%</a>.</p>'


def signer(seed: int = 1, name: str = "mission.example") -> SecretKey:
    return key_from_seed(name, bytes([seed]) * 32)


def small_members() -> dict[str, bytes]:
    return {
        "statement.en.html": PAGE.encode(),
        "figures.json": encode({"turnout": {"text": {"en": "75.45 %"}, "value": 75.45}}),
        "data/turnout.csv": b"region,turnout\nAlmaty city,41.0\n",
    }


def small_records() -> list[Record]:
    return [
        Record("c-001", "claim", {"text": "no infringements", "verdict": "cannot_be_determined"}),
        Record("c-002", "claim", {"text": "turnout was 75.45 %", "verdict": "supported"}),
        Record("a-001", "actor", {"name": "Observer mission"}),
    ]


def small_bundle(**changes: object) -> bytes:
    """A bundle of few bytes: verify.pyz is replaced by a stand-in, so that every byte can be flipped."""
    arguments = {
        "members": small_members(),
        "records_now": small_records(),
        "signer": signer(),
        "origin": ORIGIN,
        "verifier": b"stand-in",
    }
    return write_bundle(**(arguments | changes))  # type: ignore[arg-type]


def members_of(bundle: bytes) -> dict[str, bytes]:
    return {name: bytes(view) for name, view in archive.read(bundle).items()}


def rebuilt(members: Mapping[str, bytes]) -> bytes:
    """A well-formed archive of changed members, so that the checks behind the archive are reached."""
    return archive.write(members)


@pytest.fixture(scope="session")
def bundle() -> bytes:
    return small_bundle()
