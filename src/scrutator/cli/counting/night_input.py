"""What `scrutator quickcount` is given: a night file and the tables it names."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrutator.counting.night.night_file import Night


def load_night(path: Path) -> "tuple[Night, str]":
    """Read a night file and the tables it names; returns the night and the file's SHA-256."""
    import hashlib

    from scrutator.cli.tables import read_bytes
    from scrutator.counting.night.night_file import read_night

    return read_night(*_tables(path)), hashlib.sha256(read_bytes(path)).hexdigest()


def load_figures(path: Path) -> "dict[str, Night]":
    """The nights of the file's own figures, [figures.NAME]."""
    from scrutator.counting.night.figures import read_figures

    return read_figures(*_tables(path))


def _tables(path: Path) -> tuple[Any, ...]:
    """What a night file says, and the rows of its tables: drawn, arrivals, frame, replaced."""
    from scrutator.cli.tables import read_bytes, read_rows
    from scrutator.counting.night.shape import check_shape
    from scrutator.errors import ScrutatorError
    from scrutator.typed_toml import read_toml

    content = read_toml(read_bytes(path), dict[str, Any], "C08", str(path))
    try:
        frame = content.get("frame", {}).get("file")
        files = {name: path.parent / content[name]["file"] for name in ("sample", "arrivals")}
    except (KeyError, TypeError, AttributeError) as error:
        raise ScrutatorError("C08", "[sample] and [arrivals] each name a file", where=str(path)) from error
    check_shape(content)
    drawn = _drawn_rows(files["sample"])
    arrivals = drawn if files["arrivals"] == files["sample"] else read_rows(files["arrivals"])
    framed = read_rows(path.parent / frame) if frame else []
    replaced = content["sample"].get("replaced")
    stepped = read_rows(path.parent / replaced) if isinstance(replaced, str) else []
    drawn, framed = (_by_key(rows, content, "sample") for rows in (drawn, framed))
    return content, drawn, _by_key(arrivals, content, "arrivals"), framed, stepped


def _by_key(rows: list[dict[str, str]], content: dict[str, Any], section: str) -> list[dict[str, str]]:
    """The rows with their key in one column: `station = "district,station"` joins two where codes repeat."""
    from scrutator.cli.counting.station_keys import keyed
    from scrutator.cli.tables import names

    key = str(content[section].get("station", ""))
    columns = (key,) if not rows or key in rows[0] else names(key)
    return keyed(rows, columns) if len(columns) > 1 else rows


def _drawn_rows(path: Path) -> list[dict[str, str]]:
    """The drawn stations: a CSV file, or the JSON that `sample draw` wrote, planned replacements included."""
    import json

    from scrutator.cli.tables import read_bytes, read_rows
    from scrutator.errors import ScrutatorError

    if path.suffix != ".json":
        return read_rows(path)
    try:
        drawn = json.loads(read_bytes(path))["drawn"]
        return [{key: str(value) for key, value in one.items()} for one in drawn]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScrutatorError("C07", f"{path.name} is not a published draw", where=str(path)) from error
