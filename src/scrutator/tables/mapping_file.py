"""A mapping as a TOML file: read, and written so that it reads back as the same."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from scrutator.tables.formats.containers import read_file
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.typed_toml import Declared, read_toml

_Text = Annotated[str, Meta(min_length=1)]
_Row = Annotated[int, Meta(ge=1)]


class _MappingFile(Declared, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a mapping file may hold."""

    columns: dict[_Text, _Text] = msgspec.field(default_factory=dict)
    sheet: _Text = ""
    delimiter: Annotated[str, Meta(min_length=1, max_length=1, pattern='[^"\r\n]')] = ""
    encoding: _Text = ""
    heading: _Row = 0
    heading_rows: Literal[0, 1, 2] = 0
    thousands: Literal["", ".", ",", "none"] = ""
    fill_down: tuple[_Text, ...] = ()
    long: Annotated[tuple[_Text, ...], Meta(min_length=2, max_length=2)] | None = None
    stations: tuple[_Text, ...] = ()
    drop: tuple[_Row, ...] = ()
    keep: tuple[_Row, ...] = ()
    accept_losses: bool = False


def read_mapping(path: Path) -> TableMapping:
    """A mapping file. Raises X01 when it cannot be read, B10 with the line and key that are wrong."""
    declared = read_toml(read_file(path), _MappingFile, "B10", str(path))
    given = {one.name: getattr(declared, one.name) for one in fields(TableMapping)}
    return TableMapping(**{**given, "long": declared.long or ()})


def mapping_toml(mapping: TableMapping) -> str:
    """The mapping as a file that reads back as the same mapping."""
    lines = ["# How the file is read. See `scrutator docs tables`."]
    for one in fields(TableMapping):
        value = getattr(mapping, one.name)
        if one.name != "columns" and value != getattr(NO_MAPPING, one.name):
            lines.append(f"{one.name} = {_toml(value)}")
    if mapping.columns:
        lines += [
            "",
            "[columns]",
            *(f"{_toml(ours)} = {_toml(theirs)}" for ours, theirs in mapping.columns.items()),
        ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int):
        return str(value)
    escaped = "".join(_escaped(character) for character in str(value))
    return f'"{escaped}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
