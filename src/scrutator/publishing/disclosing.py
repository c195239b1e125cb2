"""What opens the commitments of a publication: kept when it is made, chosen and given away, or destroyed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from scrutator.publishing.build import Built
from scrutator.publishing.key_files import refusals_mapped
from scrutator.publishing.withholding.public import KIND
from scrutator.publishing.withholding.vault_file import changing, read_vault, write_vault
from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import Signer
from scrutator.seal.log import records
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.withheld.disclosure import Opening, openings_bytes
from scrutator.seal.withheld.vault import chosen, destroyed, with_publication


def manifest_of(bundle: bytes) -> str:
    """The SHA-256 of a bundle's manifest, by which the vault knows it. Raises Z03 for what is no bundle."""
    with refusals_mapped("Z03", "the bundle"):
        return sha256(Opened(archive.read(bundle)).member(records.MANIFEST)).hexdigest()


@contextmanager
def keeping(key: Path, signer: Signer, built: Built) -> Iterator[None]:
    """Write the bundle inside this: what opens it stands in the vault before the bundle is anywhere."""
    if not built.openings:
        yield
        return
    with changing(key):
        vault = read_vault(key, signer)
        write_vault(key, signer, with_publication(vault, manifest_of(built.bundle), built.openings))
    yield


def openings_of(key: Path, signer: Signer, bundle: bytes) -> tuple[Opening, ...]:
    """Everything of a publication that can still be opened. Raises Z10 when the vault knows nothing of it."""
    with refusals_mapped("Z10", str(key)):
        return read_vault(key, signer).of(manifest_of(bundle))


def disclosure(openings: Sequence[Opening], places: Sequence[str]) -> bytes:
    """The file that opens these places, for anyone who gets it. Raises Z10 when nothing is withheld there."""
    with refusals_mapped("Z10", ", ".join(places)):
        given = chosen(openings, places)
        return openings_bytes(given, [f"{KIND}.{one.field}" for one in given])


def destroy(key: Path, signer: Signer, bundle: bytes, places: Sequence[str]) -> int:
    """Forget salts and values at these places of a publication; how many. Raises Z10 when there are none."""
    with changing(key), refusals_mapped("Z10", str(key)):
        vault, manifest = read_vault(key, signer), manifest_of(bundle)
        left = destroyed(vault, manifest, places)
        write_vault(key, signer, left)
        return len(vault.of(manifest)) - len(left.of(manifest))
