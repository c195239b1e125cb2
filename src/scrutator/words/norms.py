"""The catalogue of norms that election observers cite, each with how its number and words were checked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "read": "number and words were read at the address",
        "number read": "number and title were read at the address; the content was not",
        "words read": "the words were read without their number",
        "unverified": "neither was read; from general knowledge",
    }
)
"""What was checked of a norm. Read the instrument before relying on one that is not `read`."""


@dataclass(frozen=True)
class CatalogueNorm:
    """One norm. `text` is a paraphrase, never the instrument's words; `address` says where it was read."""

    id: str
    instrument: str
    article: str
    year: str
    scope: str
    kind: str
    topic: str
    stages: str
    text: str
    address: str
    mark: str
    note: str

    @property
    def number_read(self) -> bool:
        """Whether the number of the article or paragraph was read in a source."""
        return self.mark in ("read", "number read")


@cache
def norm_catalogue() -> Mapping[str, CatalogueNorm]:
    """Every norm of the catalogue by its id, in the order of the file `norms.csv`."""
    text = (files("scrutator.words") / "norms.csv").read_text(encoding="utf-8")
    norms = (CatalogueNorm(**row) for row in csv.DictReader(text.splitlines()))
    return MappingProxyType({norm.id: norm for norm in norms})


def search_norms(words: str) -> tuple[CatalogueNorm, ...]:
    """The norms that contain every one of these words, in any field; case does not matter. All for ""."""
    asked = words.casefold().split()
    found = []
    for norm in norm_catalogue().values():
        text = " ".join(str(getattr(norm, name)) for name in CatalogueNorm.__dataclass_fields__).casefold()
        if all(word in text for word in asked):
            found.append(norm)
    return tuple(found)
