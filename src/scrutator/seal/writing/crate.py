"""Two self-descriptions of a bundle that other people's tools read: RO-Crate and Data Package.

`ro-crate-metadata.json` (RO-Crate 1.1, w3id.org/ro/crate/1.1) says what each file is and what was
made from what; `datapackage.json` (Data Package 1, specs.frictionlessdata.io) says what each
table's columns are. Both are canonical JSON, made from plain arguments, and members of the bundle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from scrutator.seal.canonical import Json, encode

CRATE = "ro-crate-metadata.json"
PACKAGE = "datapackage.json"
_CONTEXT: Json = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
_RUN = "#run"


@dataclass(frozen=True)
class Licence:
    """The terms of use: the SPDX short name, the full title, the address of the text."""

    name: str
    title: str
    url: str


@dataclass(frozen=True)
class About:
    """What the publication is: a short name ([a-z0-9._-]), title, abstract, ISO date, publisher, terms."""

    name: str
    title: str
    description: str
    date: str
    publisher: str
    licence: Licence
    publisher_url: str = ""


@dataclass(frozen=True)
class Part:
    """One file of the publication: its name in the bundle, media type, title, SHA-256 and size in bytes."""

    name: str
    media_type: str
    title: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, its type (string, integer, number, date, boolean, …), its meaning."""

    name: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class TableSchema:
    """The columns of one CSV file, the cells that mean "missing", and the columns of its key."""

    part: Part
    columns: tuple[Column, ...]
    missing: tuple[str, ...] = ("",)
    key: tuple[str, ...] = ()


def make_part(name: str, media_type: str, title: str, data: bytes) -> Part:
    """The description of a file's bytes."""
    return Part(name, media_type, title, sha256(data).hexdigest(), len(data))


def crate_bytes(
    about: About, parts: Sequence[Part], *, made_from: Sequence[str] = (), software: str = ""
) -> bytes:
    """The RO-Crate description of the files.

    `made_from` names the parts that all other parts were computed from, by `software` (name and
    version): they become the object of a CreateAction, the others its result, which is the crate's
    form of W3C PROV's used, wasGeneratedBy and wasAssociatedWith.
    """
    graph: list[Json] = [_descriptor(), _root(about, parts, bool(made_from)), *_context_entities(about)]
    graph += [_file(part) for part in sorted(parts, key=lambda part: part.name)]
    if made_from:
        graph += _run(parts, set(made_from), software)
    return encode({"@context": _CONTEXT, "@graph": graph})


def _descriptor() -> Json:
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }


def _root(about: About, parts: Sequence[Part], has_run: bool) -> Json:
    root: dict[str, Json] = {
        "@id": "./",
        "@type": "Dataset",
        "author": {"@id": "#publisher"},
        "datePublished": about.date,
        "description": about.description,
        "hasPart": _references(sorted(part.name for part in parts)),
        "identifier": about.name,
        "license": {"@id": about.licence.url},
        "name": about.title,
        "publisher": {"@id": "#publisher"},
    }
    return root | ({"mentions": {"@id": _RUN}} if has_run else {})


def _context_entities(about: About) -> list[Json]:
    licence: Json = {
        "@id": about.licence.url,
        "@type": "CreativeWork",
        "description": about.licence.title,
        "identifier": about.licence.name,
        "name": about.licence.title,
    }
    publisher = {"@id": "#publisher", "@type": "Organization", "name": about.publisher}
    return [licence, publisher | ({"url": about.publisher_url} if about.publisher_url else {})]


def _file(part: Part) -> Json:
    return {
        "@id": part.name,
        "@type": "File",
        "contentSize": str(part.size),
        "description": part.title,
        "encodingFormat": part.media_type,
        "name": part.title,
        "sha256": part.sha256,
    }


def _run(parts: Sequence[Part], inputs: set[str], software: str) -> list[Json]:
    names = sorted(part.name for part in parts)
    action: Json = {
        "@id": _RUN,
        "@type": "CreateAction",
        "agent": {"@id": "#publisher"},
        "description": "Every result is a function of the objects alone and can be computed again.",
        "instrument": {"@id": "#software"},
        "name": "Computing the statement from the case",
        "object": _references([name for name in names if name in inputs]),
        "result": _references([name for name in names if name not in inputs]),
    }
    return [action, {"@id": "#software", "@type": "SoftwareApplication", "name": software}]


def _references(names: Sequence[str]) -> Json:
    """References to files; a single one stands alone, as RO-Crate recommends."""
    references: list[Json] = [{"@id": name} for name in names]
    return references[0] if len(references) == 1 else references


def package_bytes(about: About, tables: Sequence[TableSchema]) -> bytes:
    """The Data Package description of the tables, with the hash of each file."""
    licence = about.licence
    package: dict[str, Json] = {
        "created": f"{about.date}T00:00:00Z",
        "description": about.description,
        "licenses": [{"name": licence.name, "path": licence.url, "title": licence.title}],
        "name": about.name,
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in sorted(tables, key=lambda table: table.part.name)],
        "title": about.title,
    }
    return encode(package)


def _resource(table: TableSchema) -> Json:
    part = table.part
    schema: dict[str, Json] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": list(table.missing),
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "bytes": part.size,
        "encoding": "utf-8",
        "format": "csv",
        "hash": f"sha256:{part.sha256}",
        "mediatype": part.media_type,
        "name": part.name.removesuffix(".csv").replace("/", "-").lower(),
        "path": part.name,
        "profile": "tabular-data-resource",
        "schema": schema,
        "title": part.title,
    }


def _field(column: Column) -> Mapping[str, Json]:
    field: dict[str, Json] = {"name": column.name, "type": column.type}
    return field | ({"description": column.description} if column.description else {})
