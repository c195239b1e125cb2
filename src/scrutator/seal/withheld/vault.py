"""The vault: what opens the commitments of each publication, kept by the mission beside its key.

Each publication draws new salts, so it has openings of its own, under the SHA-256 of its manifest. What is
destroyed here can be opened by no one; the log, its signatures and every proof stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.refusals import Refusal
from scrutator.seal.withheld.disclosure import Opening, openings_bytes, read_openings


@dataclass(frozen=True)
class Vault:
    """The openings of every publication, by the hash of its manifest."""

    publications: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)

    def of(self, manifest: str) -> tuple[Opening, ...]:
        """The openings of one publication. Refused when the vault knows of none."""
        if manifest not in self.publications:
            raise Refusal("wrong_opening", "the vault holds nothing of this publication")
        return self.publications[manifest]


def with_publication(vault: Vault, manifest: str, openings: Sequence[Opening]) -> Vault:
    """The vault with what opens one more publication."""
    return Vault({**vault.publications, manifest: tuple(openings)})


def chosen(openings: Sequence[Opening], places: Sequence[str]) -> tuple[Opening, ...]:
    """The openings at these places: `record/field`, or a record for all its fields. Refused: none."""
    found = {place: [o for o in openings if place in (o.place, o.record_id)] for place in places}
    for place, there in found.items():
        if not there:
            raise Refusal("wrong_opening", f"nothing that can be opened is withheld at {place}")
    wanted = {opening.place for there in found.values() for opening in there}
    return tuple(opening for opening in openings if opening.place in wanted)


def destroyed(vault: Vault, manifest: str, places: Sequence[str]) -> Vault:
    """The vault without salts and values at these places of one publication."""
    openings = vault.of(manifest)
    gone = chosen(openings, places)
    return with_publication(vault, manifest, [one for one in openings if one not in gone])


def vault_bytes(vault: Vault) -> bytes:
    """The vault as canonical JSON, to be kept encrypted."""
    plain: dict[str, Json] = {
        manifest: canonical.parse(openings_bytes(openings, ()))
        for manifest, openings in vault.publications.items()
    }
    return canonical.encode(plain)


def parse_vault(data: bytes) -> Vault:
    """The vault that `vault_bytes` wrote."""
    plain = canonical.parse(data)
    if not isinstance(plain, dict):
        raise Refusal("wrong_opening", "the file is not a vault of salts")
    return Vault({name: read_openings(canonical.encode(one))[1] for name, one in plain.items()})
