"""A small mission for tests: three root keys, two log keys, an approver, and two versions of its root."""

from dataclasses import replace
from datetime import date

from scrutator.seal.keys.root import DatedKey, Part, Revocation, Role, Root, Why, root_text
from scrutator.seal.keys.sign import SecretKey, key_from_seed, sign_text
from scrutator.seal.notes.note import COSIGNATURE

PERSONS = ("anna", "boris", "chen")
ANNA, BORIS, CHEN = (key_from_seed(name, bytes([n]) * 32) for n, name in enumerate(PERSONS, 10))
LOG, NEXT_LOG = (key_from_seed("mission.example", bytes([n]) * 32) for n in (1, 2))
DINA, EMIL = (key_from_seed(name, bytes([n]) * 32, COSIGNATURE) for n, name in ((20, "dina"), (21, "emil")))


def first_root(**changes: object) -> Root:
    """Two of Anna, Boris and Chen decide; one log key; Dina approves."""
    root = Root(
        mission="mission.example",
        version=1,
        previous="",
        issued=date(2026, 11, 1),
        expires=date(2028, 1, 31),
        keys=tuple(DatedKey(one.key) for one in (ANNA, BORIS, CHEN, LOG, DINA)),
        roles={
            Part.ROOT: Role(2, (ANNA.key, BORIS.key, CHEN.key)),
            Part.LOG: Role(1, (LOG.key,)),
            Part.APPROVE: Role(1, (DINA.key,)),
        },
    )
    return replace(root, **changes)  # type: ignore[arg-type]


def second_root(**changes: object) -> Root:
    """The log key was compromised, and Chen has left."""
    before = first_root()
    root = replace(
        before,
        version=2,
        previous=before.fingerprint,
        keys=tuple(DatedKey(one.key) for one in (ANNA, BORIS, NEXT_LOG, DINA)),
        roles={
            Part.ROOT: Role(2, (ANNA.key, BORIS.key)),
            Part.LOG: Role(1, (NEXT_LOG.key,)),
            Part.APPROVE: Role(1, (DINA.key,)),
        },
        revoked=(Revocation(LOG.key.key_id.hex(), date(2027, 2, 3), Why.COMPROMISED),),
    )
    return replace(root, **changes)  # type: ignore[arg-type]


def signed(root: Root, *keys: SecretKey) -> bytes:
    """The document with these signatures."""
    return sign_text(root_text(root), keys)
