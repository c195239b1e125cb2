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

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.containers import read_file

THOUSANDS = (".", ",", "none")


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


def read_mapping(path: Path) -> TableMapping:
    """A mapping file. Raises X01 when it cannot be read, B10 naming every key that is wrong."""
    try:
        content = tomllib.loads(read_file(path).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ScrutatorError("B10", f"the mapping is not TOML: {error}", where=str(path)) from error
    wrong = [f"“{key}” is no key" for key in content if key not in _KEYS]
    for key, (needed, is_good) in _KEYS.items():
        if key in content and not is_good(content[key]):
            wrong.append(f"“{key}” needs {needed}")
    if wrong:
        known = f"The keys are {', '.join(_KEYS)}."
        raise ScrutatorError("B10", "; ".join(wrong), where=str(path), remedy=known)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items()}
    return TableMapping(**values)


def mapping_toml(mapping: TableMapping) -> str:
    """The mapping as a file that reads back as the same mapping."""
    lines = ["# How the file is read. See docs/reference/tables.md."]
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


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_delimiter(value: Any) -> bool:
    return _is_text(value) and len(value) == 1 and value not in '"\r\n'


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_row(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_row, value))


def _is_columns(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


_KEYS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "columns": ('a table of NAME = "COLUMN"', _is_columns),
    "sheet": ("a text", _is_text),
    "delimiter": (
        "one character",
        lambda value: _is_text(value) and len(value) == 1 and value not in '"\r\n',
    ),
    "encoding": ("a text", _is_text),
    "heading": ("the number of a row", _is_row),
    "heading_rows": ("1 or 2", lambda value: _is_row(value) and value <= 2),
    "thousands": ('".", "," or "none"', lambda value: value in THOUSANDS),
    "fill_down": ("a list of columns", _is_texts),
    "long": ("two columns, of the list and of its votes", lambda value: _is_texts(value) and len(value) == 2),
    "drop": ("a list of numbers of rows", _is_rows),
    "keep": ("a list of numbers of rows", _is_rows),
    "accept_losses": ("true or false", lambda value: isinstance(value, bool)),
}
