"""Bringing a case of an older format to the one that this release reads."""

from collections.abc import Callable, Mapping

from scrutator.errors import ScrutatorError
from scrutator.record.catalogue import FORMAT
from scrutator.typed_toml import TomlError, parse_toml

Files = Mapping[str, bytes]


def format_of(files: Files) -> int:
    """The format of a case; 0 when its case.toml names none. Raises R01, R04 or R09."""
    if "case.toml" not in files:
        raise ScrutatorError("R01", "the folder has no case.toml", where="case.toml")
    try:
        found = parse_toml(files["case.toml"]).table.get("format", 0)
    except TomlError as error:
        where = f"case.toml:{error.line}"
        raise ScrutatorError("R04", error.reason, where=where, remedy=error.remedy) from error
    if type(found) is not int or not 0 <= found <= FORMAT:
        remedy = "Use the release of Scrutator that wrote it, or a later one."
        what = f"this release knows formats 0 to {FORMAT}, not {str(found)[:20]}"
        raise ScrutatorError("R09", what, where="case.toml", remedy=remedy)
    return found


def upgraded(files: Files) -> dict[str, bytes]:
    """The files that change when a case is brought to the present format; none when it has it."""
    changed: dict[str, bytes] = {}
    for version in range(format_of(files), FORMAT):
        changed |= STEPS[version]({**files, **changed})
    return changed


def from_0(files: Files) -> dict[str, bytes]:
    """Format 1 says so in case.toml; everything in the folder must be a file that a case may hold."""
    content = files["case.toml"].removeprefix(b"\xef\xbb\xbf")
    return {"case.toml": b"format = 1\n" + content}


STEPS: dict[int, Callable[[Files], dict[str, bytes]]] = {0: from_0}
