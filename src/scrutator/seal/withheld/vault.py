"""The vault: the salts of committed fields, kept by the mission from one publication to the next.

A field keeps its salt as long as its value stays, so that publishing again adds nothing to the log;
a changed value gets a new salt, so that opening it says nothing about the old one. Shredding forgets
the salt and keeps the commitment: the record stays as it is, and no one can find the value again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Record
from scrutator.seal.refusals import Refusal
from scrutator.seal.withheld.disclosure import COMMITMENT, SALT_BYTES, Opening, commitment

Place = tuple[str, str]
"""A record's id and the name of one of its fields."""


@dataclass(frozen=True)
class Secret:
    """What is kept of a committed field: its commitment, and its salt until that is shredded."""

    commitment: str
    salt: bytes | None


@dataclass(frozen=True)
class Vault:
    """The secrets of all committed fields, by record and field."""

    secrets: Mapping[Place, Secret] = field(default_factory=dict)


def commit_records(
    records: Sequence[Record],
    fields: Collection[str],
    vault: Vault,
    draw: Callable[[int], bytes],
) -> tuple[list[Record], list[Opening], Vault]:
    """The records with the named fields committed, what opens them, and the vault to keep.

    `fields` names them as `kind.field`; `draw` gives that many random bytes (`secrets.token_bytes`).
    A shredded field is committed as before even if the record no longer holds it.
    """
    secrets, openings, committed = dict(vault.secrets), [], []
    for record in records:
        if not isinstance(record.data, Mapping):
            committed.append(record)
            continue
        data = dict(record.data)
        for place, secret in secrets.items():
            if place[0] == record.id and secret.salt is None:
                data[place[1]] = {COMMITMENT: secret.commitment}
        for name in sorted(data):
            place = (record.id, name)
            known = secrets.get(place)
            if f"{record.kind}.{name}" not in fields or (known and known.salt is None):
                continue
            opening = _opening(place, data[name], known, draw)
            secrets[place] = Secret(commitment(opening), opening.salt)
            openings.append(opening)
            data[name] = {COMMITMENT: secrets[place].commitment}
        committed.append(Record(record.id, record.kind, data))
    return committed, openings, Vault(secrets)


def _opening(place: Place, value: Json, known: Secret | None, draw: Callable[[int], bytes]) -> Opening:
    """What opens this value: under its old salt if the value is the old one, else under a new salt."""
    if known is not None and known.salt is not None:
        same = Opening(*place, known.salt, value)
        if commitment(same) == known.commitment:
            return same
    return Opening(*place, draw(SALT_BYTES), value)


def shred(vault: Vault, record_id: str, name: str) -> Vault:
    """The vault without the salt of a field. Delete the value itself wherever it is kept, too."""
    place = (record_id, name)
    if place not in vault.secrets:
        raise Refusal("wrong_opening", f"{record_id} has no committed field {name}")
    return Vault({**vault.secrets, place: Secret(vault.secrets[place].commitment, None)})


def vault_bytes(vault: Vault) -> bytes:
    """The vault as canonical JSON, to be kept apart from the record and encrypted."""
    plain: dict[str, dict[str, dict[str, str]]] = {}
    for (record_id, name), secret in vault.secrets.items():
        kept = {"commitment": secret.commitment}
        plain.setdefault(record_id, {})[name] = kept | ({"salt": secret.salt.hex()} if secret.salt else {})
    return canonical.encode(plain)


def parse_vault(data: bytes) -> Vault:
    """The vault that `vault_bytes` wrote."""
    plain = canonical.parse(data)
    secrets: dict[Place, Secret] = {}
    try:
        assert isinstance(plain, dict)
        for record_id, named in plain.items():
            for name, kept in named.items():
                salt = bytes.fromhex(kept["salt"]) if "salt" in kept else None
                secrets[record_id, name] = Secret(kept["commitment"], salt)
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError):
        raise Refusal("wrong_opening", "the file is not a vault of salts") from None
    return Vault(secrets)
