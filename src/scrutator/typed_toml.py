"""Typed reading of TOML, the one reader of every file that people write by hand.

What a file may hold is declared as a class derived from `Declared`; msgspec compares the two. A key that
is not declared, a value of another type, a number out of bounds or a hidden character is a
`TomlError` that names the line, the key, the reason and the remedy.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.plain_text import invisible_character, other_spelling

LARGEST_FILE = 1024 * 1024
LARGEST_INTEGER = 2**63 - 1

_DEEP_KEY = re.compile(r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")

Kind = TypeVar("Kind")
Place = tuple[str | int, ...]
"""Where a value is: keys, and positions in lists, from the outside in."""


class Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of what a TOML table may hold: fields with their types and defaults, and nothing else."""


class TomlError(ValueError):
    """What is wrong in a TOML file; `line` is 0 when it concerns the whole file."""

    def __init__(self, line: int, key: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.line, self.key, self.reason, self.remedy = line, key, reason, remedy


@dataclass(frozen=True)
class Toml:
    """A TOML file as parsed, and the line on which each of its keys is written."""

    table: dict[str, Any]
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it; 0 for the whole file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_toml(content: bytes, kind: type[Kind], code: str, where: str) -> Kind:
    """The contents of a TOML file as what they are declared to be. Raises ScrutatorError with this code."""
    try:
        return typed(parse_toml(content), kind)
    except TomlError as fault:
        at = f"{where}:{fault.line}" if fault.line else where
        what = f"{fault.key}: {fault.reason}" if fault.key else fault.reason
        raise ScrutatorError(code, what, where=at, remedy=fault.remedy) from fault


def parse_toml(content: bytes) -> Toml:
    """The file as TOML, whatever it declares. Raises TomlError."""
    if len(content) > LARGEST_FILE:
        raise TomlError(0, "", "the file is larger than 1 MiB", "Keep bulk data in a CSV file.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TomlError(line, "", f"byte {error.start} is not UTF-8", "Save the file as UTF-8.") from error
    if deep := _DEEP_KEY.search(text):  # the parser's work grows with the square of the depth
        line = text.count("\n", 0, deep.start()) + 1
        raise TomlError(line, "", "lists or tables are nested too deeply", "Write it with less nesting.")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_toml(error) from error
    found = Toml(table, key_lines(text))
    _demand_plain_values(found)
    return found


def _not_toml(error: Exception) -> TomlError:
    if isinstance(error, RecursionError):
        return TomlError(0, "", "lists or tables are nested too deeply", "Write it with less nesting.")
    if "digits" in str(error):
        return TomlError(0, "", "a whole number has thousands of digits", "Use at most 18 digits.")
    at = re.search(r" \(at line (\d+), column \d+\)", str(error))
    line = int(at.group(1)) if at else 0
    reason = str(error).replace(at.group(0), "") if at else str(error)
    return TomlError(line, "", f"this is not TOML: {reason}"[:200], "Correct the line.")


def _demand_plain_values(toml: Toml) -> None:
    """Refuse hidden characters, endless numbers, and numbers that are no numbers."""
    for place, value in _values(toml.table, ()):
        reason = remedy = ""
        if isinstance(value, str):
            hidden = invisible_character(value)
            reason = f"an invisible character {hidden} is in the text" if hidden else ""
            remedy = "Remove it."
            if not hidden and (word := other_spelling(value)):
                reason = f"{word} is written with separate accents"
                remedy = "Save the text in composed form (Unicode NFC)."
        elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            reason, remedy = "the whole number is too large", "Use at most 18 digits."
        elif isinstance(value, float) and not math.isfinite(value):
            reason, remedy = "it must be a number that is finite", "Write one such as 12.5."
        if reason:
            raise TomlError(toml.line_of(place), _name(place), reason, remedy)


def _values(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Every value inside, and every key as a text, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*place, key), key
            yield from _values(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values(inner, (*place, index))
    else:
        yield place, value


def typed(toml: Toml, kind: type[Kind], place: Place = ()) -> Kind:
    """The value at this place as what it is declared to be. Raises TomlError."""
    value: Any = toml.table
    for step in place:
        value = value[step]
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise _explained(error, toml, kind, place) from error


_TYPES = {
    "str": "a text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date",
    "datetime": "a date with a time",
    "null": "nothing",
}


def _explained(error: Exception, toml: Toml, kind: type, place: Place) -> TomlError:
    """What msgspec says, in the words of a person who writes TOML, with line and key."""
    message, _, path = str(error).partition(" - at `")
    inside = tuple(
        int(number) if number else key for key, number in re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]", path)
    )
    field = re.search(r"(unknown|missing required) field `(.+?)`", message)
    if field:
        known = ", ".join(keys_of(kind, inside)) or "none"
        at = (*place, *inside, field.group(2))
        if field.group(1) == "unknown":
            return TomlError(toml.line_of(at), _name(at), "this key is not known", f"Known keys: {known}.")
        return TomlError(toml.line_of(at), _name(at), "this key is missing", f"Add it; known keys: {known}.")
    at = (*place, *inside)
    reason = re.sub(r"`(\w+)`", lambda found: _TYPES.get(found.group(1), found.group(1)), message)
    reason = reason.replace("Expected", "expected").replace(" | ", " or ")
    return TomlError(toml.line_of(at), _name(at), reason, "Correct the value.")


def keys_of(kind: Any, place: Place = ()) -> tuple[str, ...]:
    """The keys that a declared table may hold, at a place inside it."""
    found = _declared_at(msgspec.inspect.type_info(kind), place)
    return tuple(field.encode_name for field in found.fields) if found else ()


def _declared_at(info: Any, place: Place) -> msgspec.inspect.StructType | None:
    if isinstance(info, msgspec.inspect.UnionType):
        found = (_declared_at(one, place) for one in info.types)
        return next((one for one in found if one), None)
    if not place:
        return info if isinstance(info, msgspec.inspect.StructType) else None
    if isinstance(info, msgspec.inspect.StructType):
        inner = next((field.type for field in info.fields if field.encode_name == place[0]), None)
    else:
        inner = getattr(info, "item_type", None) or getattr(info, "value_type", None)
    return _declared_at(inner, place[1:]) if inner is not None else None


def _name(place: Place) -> str:
    """The place as a person would write it: `finding[2].seed`, counted from 1."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")[:80]


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]\[]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w.-]|\s*\.\s*)+?)\s*=""")
_MULTILINE = ('"""', "'''")


def key_lines(text: str) -> dict[Place, int]:
    """The line of every table and key of a TOML text that parses; keys of inline tables have none."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header, key = _HEADER.fullmatch(line), _KEY.match(line)
        if header:
            table = _placed(_steps(header.group(2)), counts, header.group(1) == "[[")
            lines.setdefault(table, number)
        elif key:
            lines.setdefault((*table, *_steps(key.group(1))), number)
            closing = next((m for m in _MULTILINE if line.count(m) == 1), "")
    return lines


def _steps(dotted: str) -> Place:
    """The keys of a dotted key."""
    found = re.findall(r"""\s*(?:"([^"]*)"|'([^']*)'|([^."'\s]+))\s*\.?""", dotted)
    return tuple(double or single or bare for double, single, bare in found)


def _placed(steps: Place, counts: dict[Place, int], is_list: bool) -> Place:
    """The place of a table's header: inside the latest entry of each list of tables on the way."""
    place: Place = ()
    for index, step in enumerate(steps):
        place = (*place, step)
        last = index == len(steps) - 1
        if last and is_list:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
