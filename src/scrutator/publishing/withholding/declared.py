"""`withheld.toml`: which fields, rows and files a mission commits to instead of showing them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec

from scrutator.record.catalogue import OPEN_TABLES, TABLES, TableSpec
from scrutator.typed_toml import Declared, TomlError, parse_toml, typed

FILE = "withheld.toml"
NEVER_WITHHELD = ("case.toml", "findings.toml", "sources.csv", FILE)
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Entry(Declared, frozen=True):
    """One `[[withheld]]`: fields of a table, in all rows or in those named; whole rows; or a file."""

    why: Text
    table: str = ""
    fields: list[Text] = msgspec.field(default_factory=list)
    rows: list[Text] = msgspec.field(default_factory=list)
    file: str = ""
    shown_elsewhere: bool = False


class OutsideEntry(Declared, frozen=True):
    """One `[[outside]]`: a file that stays outside the bundle, and where a reader gets it."""

    file: Text
    where: Text


class Declaration(Declared, frozen=True):
    """The whole of withheld.toml."""

    withheld: list[Entry] = msgspec.field(default_factory=list)
    outside: list[OutsideEntry] = msgspec.field(default_factory=list)


@dataclass(frozen=True)
class Wrong(Exception):  # noqa: N818 (becomes a fault of the case)
    """Why withheld.toml cannot be followed: the line, and what is wrong with it."""

    line: int
    reason: str
    remedy: str


SPECS = {spec.name: spec for spec in (*TABLES, *OPEN_TABLES)}


def read_declaration(files: Mapping[str, bytes]) -> Declaration:
    """What a case withholds; nothing when it has no withheld.toml. Raises Wrong with the line."""
    if FILE not in files:
        return Declaration()
    try:
        toml = parse_toml(files[FILE])
        declared = typed(toml, Declaration)
    except TomlError as error:
        raise Wrong(error.line, f"{error.key}: {error.reason}".removeprefix(": "), error.remedy) from None
    if not declared.withheld and not declared.outside:
        raise Wrong(0, "it withholds nothing", "Write [[withheld]] or [[outside]], or remove the file.")
    for place, entry in enumerate(declared.withheld):
        _demand_whole(entry, files, toml.line_of(("withheld", place)))
    for place, one in enumerate(declared.outside):
        _demand_file(one.file, files, toml.line_of(("outside", place)))
    return declared


def _demand_whole(entry: Entry, files: Mapping[str, bytes], line: int) -> None:
    if bool(entry.table) == bool(entry.file):
        raise Wrong(line, "it names neither a table nor a file, or both", "Name one of the two.")
    if entry.file:
        if entry.fields or entry.rows:
            raise Wrong(line, "a file is withheld whole", "Leave fields and rows out, or name a table.")
        _demand_file(entry.file, files, line)
        return
    if not entry.fields and not entry.rows:
        raise Wrong(line, "it names neither fields nor rows", "Name some, or withhold the file.")
    if entry.table not in SPECS or table_path(SPECS[entry.table], files) is None:
        raise Wrong(line, f"the case has no table '{entry.table[:40]}'", "Write its name without .csv.")
    if entry.table == "sources":
        raise Wrong(line, "the sources are always shown", "Withhold what rests on them.")


def _demand_file(name: str, files: Mapping[str, bytes], line: int) -> None:
    if name not in files:
        raise Wrong(line, f"the case has no file '{name[:60]}'", "Correct the name.")
    if name in NEVER_WITHHELD or name.startswith("statement."):
        raise Wrong(line, f"{name} is always shown", "Withhold what it rests on.")


def table_path(spec: TableSpec, files: Mapping[str, bytes]) -> str | None:
    """The file of a table, plain or compressed; None when the case has none."""
    return next((path for path in spec.paths if path in files), None)
