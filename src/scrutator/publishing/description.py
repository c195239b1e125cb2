"""The bundle's descriptions of itself, from what the publication holds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.publishing.publication import Publication
    from scrutator.record.case import Case
    from scrutator.record.columns import Column as RecordColumn
    from scrutator.seal.writing.crate import Column, TableSchema

MEDIA_TYPES = {
    "csv": "text/csv", "geojson": "application/geo+json", "html": "text/html", "json": "application/json",
    "md": "text/markdown", "pdf": "application/pdf", "svg": "image/svg+xml",
    "toml": "application/toml",
    "jsonl": "application/x-ndjson", "gz": "application/gzip",
}  # fmt: skip
# Kinds of cells whose every value a table reader can take as a number.
TYPES = {"count": "integer", "integer": "integer", "decimal": "number", "percent": "number"}


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")


def described(case: "Case", publication: "Publication", members: Mapping[str, bytes]) -> dict[str, bytes]:
    """`ro-crate-metadata.json` and `datapackage.json` of these members."""
    from scrutator.seal.writing.crate import About, Licence, crate_bytes, make_part, package_bytes
    from scrutator.version import VERSION

    header = case.header
    date = header.date.earliest.isoformat()
    licence = Licence(header.licence, header.licence, f"https://spdx.org/licenses/{header.licence}.html")
    about = About(
        header.id,
        header.title,
        header.summary or header.subtitle or header.title,
        date,
        header.publisher,
        licence,
    )
    parts = [
        make_part(name, media_type(name), title_of(name), data) for name, data in sorted(members.items())
    ]
    inputs = [name for name in sorted(members) if name.startswith("case/")]
    software = f"scrutator {VERSION}"
    package = package_bytes(about, table_schemas(publication, members))
    parts.append(make_part("datapackage.json", "application/json", "description of the tables", package))
    return {
        "datapackage.json": package,
        "ro-crate-metadata.json": crate_bytes(about, parts, made_from=inputs, software=software),
    }


def title_of(name: str) -> str:
    """What a member is, in words."""
    if name.startswith("statement."):
        language, kind = name.split(".")[1:3]
        return f"the statement, language {language}, {kind.upper()}"
    folder = name.split("/")[0]
    words = {
        "case": "input of the case",
        "charts": "chart",
        "data": "table of a finding",
        "exchange": "for other tools",
    }
    return f"{words[folder]}: {name.split('/', 1)[1]}" if folder in words else name


def schema_column(column: "RecordColumn") -> "Column":
    """A column of the record for table readers; one that may say "not obtained" is text to them."""
    from scrutator.seal.writing.crate import Column

    kind = "string" if column.may_be_missing else TYPES.get(column.kind.name, "string")
    return Column(column.name, kind, column.description)


def table_schemas(publication: "Publication", members: Mapping[str, bytes]) -> list["TableSchema"]:
    """The columns of every CSV file of the record and of the findings; compressed ones have none."""
    from scrutator.record.catalogue import OPEN_TABLES, TABLES
    from scrutator.record.columns import columns_of
    from scrutator.record.folder.csv_text import column_names
    from scrutator.seal.writing.crate import Column, TableSchema, make_part

    schemas = []
    for spec in (*TABLES, *OPEN_TABLES):
        name = f"case/{spec.path}"
        if name in members:
            known = {c.name: c for c in columns_of(spec.row_type)}
            columns = tuple(
                schema_column(known[column]) if column in known else Column(column, "string")
                for column in column_names(bytes(members[name]))
            )
            schemas.append(TableSchema(make_part(name, "text/csv", title_of(name), members[name]), columns))
    for name, columns_text in publication.tables.items():
        part = make_part(name, "text/csv", title_of(name), members[name])
        schemas.append(TableSchema(part, tuple(Column(text, "string") for text in columns_text)))
    return schemas
