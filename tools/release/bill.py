"""The bill of materials (CycloneDX 1.6): what the hashed lock installs, and what is inside."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

# One package of the lock: `name==version ; marker \` and its hashes below.
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)[^\n]*\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n?)+)", re.M
)
HASH = re.compile("sha256:([0-9a-f]{64})")
# What no lock names: it stands in our own files, or inside a package.
INSIDE = (
    ("Noto Sans", "2.015", "OFL-1.1", "scrutator: fonts of charts and PDF, under a name of our own"),
    ("Libertinus Serif", None, "OFL-1.1", "inside typst, whose version says which: font of the PDF"),
    ("vega-lite", "6.4", "BSD-3-Clause", "inside vl-convert-python: draws the charts"),
)


def bill_bytes(lock: str, version: str, epoch: int) -> bytes:
    """The bill as JSON. The same lock, version and time give the same bytes; its serial number follows from
    them."""
    own = Component(
        name="scrutator",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="scrutator",
        licenses=[DisjunctiveLicense(id="Apache-2.0")],
        purl=PackageURL("pypi", None, "scrutator", version),
    )
    parts = [*packages(lock), *(_inside(*one) for one in INSIDE)]
    name = sha256(f"{version}\n{epoch}\n{lock}".encode()).hexdigest()
    bill = Bom(
        components=parts,
        serial_number=uuid5(NAMESPACE_URL, f"urn:scrutator:sbom:{name}"),
        metadata=BomMetaData(component=own, timestamp=datetime.fromtimestamp(epoch, UTC)),
    )
    bill.register_dependency(own, parts)
    return (JsonV1Dot6(bill).output_as_string(indent=1) + "\n").encode()


def packages(lock: str) -> Iterator[Component]:
    """Every package of a hashed lock, with the hashes that it may have."""
    for name, version, hashes in ENTRY.findall(lock):
        yield Component(
            name=name,
            version=version,
            bom_ref=f"{name}=={version}",
            purl=PackageURL("pypi", None, name, version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in HASH.findall(hashes)],
        )


def _inside(name: str, version: str | None, licence: str, where: str) -> Component:
    return Component(
        name=name,
        version=version,
        bom_ref=f"inside: {name}",
        description=where,
        licenses=[DisjunctiveLicense(id=licence)],
    )
