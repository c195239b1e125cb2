"""What a person declares about a file: by `--map`, or by a mapping in TOML that is written once and reused.

A mapping file:

    sheet = "Results"            # of a workbook; in a zip the name of the file
    heading = 4                  # row of the heading, when it is not found
    thousands = "."              # or "," or "none": how 1.234 is meant
    drop = [1240]                # rows that are totals
    [columns]
    registered = "Voters on the list"
    ballots_cast = "early + at the station"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.containers import read_file
from scrutator.typed_toml import Declared, read_toml

_Text = Annotated[str, Meta(min_length=1)]
_Row = Annotated[int, Meta(ge=1)]


@dataclass(frozen=True)
class TableMapping:
    """How a file is to be read; every field may be left out.

    `columns`: our name to the file's column, or several joined by " + ". `long`: for a file with a row
    for each list, the columns of the list's name and of its votes. `fill_down`: columns in which an empty
    cell repeats the one above. `drop`, `keep`: rows of the file that are, or are not, totals.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    heading: int = 0
    heading_rows: int = 0
    thousands: str = ""
    fill_down: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    drop: tuple[int, ...] = ()
    keep: tuple[int, ...] = ()
    accept_losses: bool = False


NO_MAPPING = TableMapping()


def mapping_of(pairs: Sequence[str] = (), sheet: str = "", accept_losses: bool = False) -> TableMapping:
    """The mapping of the options: `name=column` pairs, and files whose names end in .toml.

    A pair goes before a file. Raises B10 for what is neither, and for a name given twice.
    """
    mapping, given = NO_MAPPING, dict[str, str]()
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals and pair.endswith(".toml"):
            mapping = _joined(mapping, read_mapping(Path(pair)))
        elif not (ours.strip() and theirs.strip()):
            what = f"--map needs NAME=COLUMN or a file .toml, not “{pair}”"
            raise ScrutatorError("B10", what, remedy="Write e.g. --map registered='Voters on the list'.")
        elif ours.strip() in given:
            raise ScrutatorError("B10", f"--map names “{ours.strip()}” twice")
        else:
            given[ours.strip()] = theirs.strip()
    return replace(
        mapping,
        columns={**mapping.columns, **given},
        sheet=sheet or mapping.sheet,
        accept_losses=accept_losses or mapping.accept_losses,
    )


def _joined(first: TableMapping, second: TableMapping) -> TableMapping:
    if first != NO_MAPPING:
        raise ScrutatorError("B10", "--map names two mapping files")
    return second


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
